/**
 * A trace in the form of the recordings (test/conformance/README.md): descriptors by their role, ports P1…, epoll data D1…, numbers by their names. Only what
 * happens between the marks `begin` and `end`, and only calls that concern the network or a descriptor that the program opened.
 */
import path from 'node:path';
import { markOf, type TracedCall } from './strace.ts';

/** Calls that are shown whatever their descriptor is. */
const networkCalls = new Set([
  'socket', 'setsockopt', 'getsockopt', 'bind', 'listen', 'accept', 'accept4', 'connect', 'getsockname', 'getpeername', 'epoll_create1', 'epoll_create',
  'epoll_ctl', 'epoll_pwait', 'epoll_wait', 'eventfd2', 'pipe2', 'shutdown', 'sendto', 'recvfrom', 'sendmsg', 'recvmsg', 'unlinkat', 'unlink', 'io_uring_enter',
]); // prettier-ignore
/** Calls that are shown for descriptors which the program opened. */
const fileCalls = new Set([
  'read', 'write', 'close', 'fcntl', 'writev', 'pread64', 'fstat', 'sendfile', 'splice', 'dup', 'lseek',
]); // prettier-ignore

export interface NormaliseOptions {
  /** The program has no marks: all of its calls count. */
  whole?: boolean;
}

/** The lines of a normalised trace. `isOwnFile` tells files that the executing engine, or Go's runtime, opens for itself. */
export function normalise(
  calls: TracedCall[],
  isOwnFile: (file: string) => boolean = () => false,
  { whole = false }: NormaliseOptions = {},
): string[] {
  const roles = socketRoles(calls);
  const names = new Map<string, string>();
  const own = new Set<string>();
  const threads = new Map<string, string>();
  const text = new ArgumentText();
  const lines: string[] = [];
  /** How often a descriptor was duplicated, and how many pipes there were. */
  const copies = new Map<string, number>();
  let pipes = 0;
  let pairs = 0;
  let passed = 0;
  const start = whole ? 0 : calls.findIndex((call) => markOf(call) === 'begin');
  let hasWakeUp = calls.slice(start).some(({ name }) => name === 'eventfd2');
  let begun = whole;

  const nameOf = (fd: string): string => names.get(fd) ?? `fd${fd}`;
  /** Descriptors in a message (unix(7), SCM_RIGHTS): those that arrive are new. */
  const withRights = (args: string, received: boolean): string =>
    args.replace(/(?<=cmsg_type=SCM_RIGHTS\b[^[]*cmsg_data=\[)[\d, ]+/g, (fds) =>
      fds.replace(/\d+/g, (fd) => {
        if (received) names.set(fd, `passed${++passed}`);
        return nameOf(fd);
      }),
    );
  /** The normal form of a call, null when it is of no concern. */
  const shown = (call: TracedCall): string | null => {
    const { name, args } = call;
    const number = call.result.split(' ')[0] ?? '';
    const result = call.result.replace(/ \(.*\)$/, '');
    const succeeded = /^\d+$/.test(number);
    switch (name) {
      case 'socket':
      case 'epoll_create1':
      case 'eventfd2': {
        const role = name === 'socket' ? roles.get(call) : name === 'eventfd2' ? 'EV' : 'EP';
        if (succeeded && role !== undefined) names.set(number, role);
        return `${name}(${text.of(args)}) = ${succeeded ? nameOf(number) : result}`;
      }
      case 'signalfd4':
      case 'io_uring_setup': {
        const role = name === 'signalfd4' ? 'signals' : 'ring';
        if (succeeded) names.set(number, role);
        // What the kernel can do, and where it has put the parts of a ring, is the same for both.
        const shown = name === 'signalfd4' ? text.of(args) : args.replace(/, \{.*/, '');
        return `${name}(${shown}) = ${succeeded ? role : result}`;
      }
      case 'accept':
      case 'accept4': {
        const [listener, rest] = firstArgument(args);
        if (succeeded) names.set(number, roles.get(call) ?? '?');
        return `${name}(${nameOf(listener)}, ${text.of(rest)}) = ${succeeded ? nameOf(number) : result}`
          .replace('PTR, [112]', 'ADDR')
          .replace(/, \[112 => (16|28)\]/, '');
      }
      case 'pipe2': {
        const [, reader = '', writer = '', flags = ''] = /^\[(\d+), (\d+)\], (.*)$/.exec(args) ?? [];
        // The first pipe is the wake-up pipe, unless an eventfd is for that (since 1.23); splice goes through the others.
        if (!begun) return null;
        const which = hasWakeUp ? String(++pipes) : '';
        hasWakeUp = true;
        names.set(reader, `PR${which}`).set(writer, `PW${which}`);
        return `pipe2([PR${which}, PW${which}], ${text.of(flags)}) = ${result}`;
      }
      case 'socketpair': {
        const [, domain = '', near = '', far = ''] = /^(.*), \[(\d+), (\d+)\]$/.exec(args) ?? [];
        if (!succeeded) return `socketpair(${text.of(args)}) = ${result}`;
        const pair = `pair${++pairs}`;
        names.set(near, `${pair}a`).set(far, `${pair}b`);
        return `socketpair(${text.of(domain)}, [${pair}a, ${pair}b]) = ${result}`;
      }
      case 'splice': {
        const [from = '', fromAt = '', to = '', ...more] = args.split(',').map((each) => each.trim());
        return `splice(${nameOf(from)}, ${fromAt}, ${nameOf(to)}, ${text.of(more.join(', '))}) = ${result}`;
      }
      case 'sendfile': {
        const [to = '', from = '', ...more] = args.split(',').map((each) => each.trim());
        return `sendfile(${nameOf(to)}, ${nameOf(from)}, ${text.of(more.join(', '))}) = ${result}`;
      }
      case 'openat': {
        const [, file = '', flags = ''] = /"([^"]*)", (.*)$/.exec(args) ?? [];
        own.delete(number);
        if (isOwnFile(file)) {
          own.add(number);
          return null;
        }
        if (!begun) return null;
        if (succeeded) names.set(number, `file:${path.basename(file)}`);
        return `openat("${file}", ${text.of(flags)}) = ${names.get(number) ?? result}`;
      }
      case 'epoll_ctl': {
        const [epoll = '', operation = '', fd = '', ...event] = args.split(',').map((each) => each.trim());
        return `epoll_ctl(${nameOf(epoll)}, ${text.of(operation)}, ${nameOf(fd)}, ${text.of(event.join(', '))}) = ${result}`;
      }
      case 'epoll_wait':
      case 'epoll_pwait': {
        const [, events = '', max = '', timeout = ''] = /, (\[.*\]), (\d+), (-?\d+)/.exec(args) ?? [];
        if (number === '0') return null;
        const kind = timeout === '0' || timeout === '-1' ? timeout : 'T>0';
        return `${name}(EP, ${text.of(events)}, max ${max}, timeout ${kind}) = ${number}`;
      }
      case 'unlink':
      case 'unlinkat': {
        // The folder may be a descriptor.
        const [folder, rest] = firstArgument(args);
        return `${name}(${/^\d+$/.test(folder) ? `${nameOf(folder)}, ${text.of(rest)}` : text.of(args)}) = ${result}`;
      }
    }
    const [fd, rest] = firstArgument(args);
    if (own.has(fd)) {
      if (name === 'close') own.delete(fd);
      return null;
    }
    if (!networkCalls.has(name) && !(fileCalls.has(name) && names.has(fd))) return null;
    let more = rest === '' ? '' : `, ${withRights(text.of(rest), name === 'recvmsg')}`;
    // Which thread owns a descriptor: the one that says so, or another.
    if (name === 'fcntl') more = more.replace(/(?<=type=F_OWNER_TID, pid=)\d+/, (tid) => tidOf(tid, call.thread));
    // A signal tells of descriptors and processes by their numbers.
    if (names.get(fd) === 'signals') more = more.replace(/^, "(?:[^"\\]|\\.)*"(\.\.\.)?/, ', {…}');
    if (name === 'read' || name === 'write') more = more.replace(/"((?:[^"\\]|\\.)*)"(\.\.\.)?/g, shortened);
    const isCopy = name === 'fcntl' && succeeded && args.includes('F_DUPFD');
    if (isCopy) {
      copies.set(nameOf(fd), (copies.get(nameOf(fd)) ?? 0) + 1);
      names.set(number, `${nameOf(fd)}.${copies.get(nameOf(fd))}`);
    }
    const line = `${name}(${nameOf(fd)}${more}) = ${isCopy ? nameOf(number) : result}`;
    if (name === 'close') names.delete(fd);
    return line;
  };

  for (const call of calls) {
    const mark = markOf(call);
    if (mark === 'end') break;
    if (mark === 'begin') begun = true;
    else if (mark !== null) lines.push(`## ${mark}`);
    if (mark !== null) continue;
    const line = shown(call);
    if (line === null || !begun) continue;
    if (!threads.has(call.thread)) threads.set(call.thread, `T${threads.size}`);
    lines.push(`${threads.get(call.thread)} ${line}`.replace(/\s+/g, ' '));
  }
  return counted(lines);
}

/** The role of each socket, known from what is done with it later. */
function socketRoles(calls: TracedCall[]): Map<TracedCall, string> {
  const open = new Map<string, { domain: string; uses: Set<string> }>();
  const sockets: [TracedCall, { domain: string; uses: Set<string> }][] = [];
  for (const call of calls) {
    const [fd] = firstArgument(call.args);
    if (['listen', 'connect', 'bind'].includes(call.name)) open.get(fd)?.uses.add(call.name);
    if (call.name === 'close') open.delete(fd);
    const number = call.result.split(' ')[0] ?? '';
    if (!['socket', 'accept', 'accept4'].includes(call.name) || !/^\d+$/.test(number)) continue;
    const socket = { domain: call.args, uses: new Set([call.name]) };
    open.set(number, socket);
    sockets.push([call, socket]);
  }
  const counts = new Map<string, number>();
  const roles = new Map<TracedCall, string>();
  for (const [call, { domain, uses }] of sockets) {
    const role =
      call.name !== 'socket'
        ? 'acc'
        : uses.has('listen')
          ? 'lsn'
          : uses.has('connect')
            ? 'dial'
            : domain.includes('DGRAM') && uses.has('bind')
              ? 'pkt'
              : 'probe';
    counts.set(role, (counts.get(role) ?? 0) + 1);
    roles.set(call, `${role}${counts.get(role)}`);
  }
  return roles;
}

/** Arguments without what differs from run to run. */
class ArgumentText {
  private readonly ports = new Map<string, string>();
  private readonly datas = new Map<string, string>();

  of(args: string): string {
    return args
      .replace(/(-?0x[0-9a-f]+|-?\d+) \/\* ((?!htons|inet)[^*]*?) \*\//g, '$2')
      .replace(
        /"(?:\\x..)+" \/\* htons\((\d+)\) \*\//g,
        (_, port: string) => `port:${port === '0' ? '0' : numbered(this.ports, 'P', port)}`,
      )
      .replace(/"(?:\\x..)+" \/\* inet_addr\("([^"]*)"\) \*\//g, '$1')
      .replace(/"[^"]*" \/\* inet_pton\(AF_INET6, "([^"]*)"\) \*\//g, '$1')
      .replace(/inet_pton\(AF_INET6, "([^"]*)", &sin6_addr\)/g, 'sin6_addr=$1')
      .replace(/data=\{u32=\d+, u64=(\d+)\}/g, (_, data: string) => `data=${numbered(this.datas, 'D', data)}`)
      .replace(/\b0x[0-9a-f]{6,}\b/g, 'PTR')
      .replace(/, sin6_flowinfo="[^"]*" \/\*[^*]*\*\//g, '')
      .replaceAll(', sin6_scope_id=0', '')
      .replaceAll('sin6_port=port', 'port')
      .replaceAll('sin6_addr=', '')
      .replaceAll('sa_family=', '')
      .replaceAll('sin_port=', '')
      .replaceAll('sin_addr=', '');
  }
}

function numbered(known: Map<string, string>, letter: string, key: string): string {
  const name = known.get(key) ?? `${letter}${known.size + 1}`;
  known.set(key, name);
  return name;
}

const tidOf = (tid: string, thread: string): string => (tid === thread ? 'itself' : 'another');

function firstArgument(args: string): [string, string] {
  const comma = args.indexOf(',');
  return comma < 0 ? [args, ''] : [args.slice(0, comma), args.slice(comma + 1).trim()];
}

function shortened(_: string, content: string, more: string | undefined): string {
  return `"${content.slice(0, 24)}"${more !== undefined || content.length > 24 ? '...' : ''}`;
}

/** Equal lines that follow one another stand once, with their number. */
function counted(lines: string[]): string[] {
  const result: string[] = [];
  for (let i = 0; i < lines.length;) {
    let end = i + 1;
    while (lines[end] === lines[i]) end++;
    result.push(end - i > 1 ? `${lines[i]} x${end - i}` : (lines[i] ?? ''));
    i = end;
  }
  return result;
}
