/**
 * Takes out of a trace what is another in each run: names of temporary files, numbers of DNS questions, what the kernel counts, and calls that a
 * signal (of Go's preemption, say) interrupts and the kernel makes again.
 */
import type { TracedCall } from './strace.ts';

/** The calls with `*` for the digits of names that os.MkdirTemp and os.CreateTemp made, and `ID` for the number of a DNS message. */
export function withoutChance(calls: readonly TracedCall[]): TracedCall[] {
  const drawn = drawnNames(calls);
  const lasting = calls.filter(({ result }) => !/^\? ERESTART(SYS|NOINTR)\b/.test(result));
  return lasting.map((call) => {
    const args = withoutNames(withoutCounters(call), drawn);
    return { ...call, args: messages.has(call.name) ? args.replace(dnsMessage, '"$1ID') : args };
  });
}

/** netlink(7): an answer tells of the process, and how much has gone through each interface. */
function withoutCounters({ name, args }: TracedCall): string {
  if (!args.includes('AF_NETLINK') && !args.includes('nlmsg_')) return args;
  const message = name === 'recvfrom' ? args.replace(/^(\d+, )\[+\{.*\](?=, \d+, )/, '$1{…}') : args;
  return message.replace(/\b(nl_|nlmsg_)pid=\d+/g, '$1pid=…');
}

/** Last parts of paths that a call made, and that were not there before. */
function drawnNames(calls: readonly TracedCall[]): string[] {
  const names = new Set<string>();
  for (const { name, args, result } of calls) {
    const made = /^mkdir(at)?$/.test(name) ? result === '0' : name === 'openat' && args.includes('O_EXCL');
    const [, last] = /"[^"]*?([^"/]*\d{4,}[^"/]*)"/.exec(made ? args : '') ?? [];
    if (last !== undefined) names.add(last);
  }
  return [...names];
}

function withoutNames(args: string, drawn: readonly string[]): string {
  let text = args;
  for (const name of drawn) text = text.replaceAll(name, name.replace(/\d{4,}/g, '*'));
  // How long an address is depends on how long the name is.
  return text === args ? args : text.replace(/(sun_path="[^"]*"\}, (?:\[\d+ => )?)\d+/g, '$1…');
}

const messages: ReadonlySet<string> = new Set(['read', 'write', 'sendto', 'recvfrom', 'sendmsg', 'recvmsg']);
/** RFC 1035, 4.1.1: a number of two bytes, flags of a question or an answer, one question; over TCP behind the length. */
const byte = String.raw`(?:\\[0-7]{1,3}|\\[^0-7]|[^"\\])`;
const dnsMessage = new RegExp(String.raw`"(\\0${byte})?${byte}{2}(?=\\(?:0|1|20[0-7])${byte}\\0\\1\\0)`, 'g');
