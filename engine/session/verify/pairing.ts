/** Which descriptor of one trace is which of the other, where goroutines that come in any order make many alike. */
import { wouldBlock } from './compare.ts';
import type { CallsOf } from './descriptors.ts';

/**
 * Both traces with descriptors of a role paired by what was done with them, and what belongs to the order of goroutines taken out: the numbers of
 * descriptors, ports and epoll data, and through which of its pipes splice went.
 */
export function paired(left: CallsOf, right: CallsOf): { left: CallsOf; right: CallsOf } {
  const [l, r] = [anonymous(left), anonymous(right)];
  const waiting = new Map<string, string[]>();
  for (const [key, lines] of r) {
    const signature = signatureOf(key, lines);
    waiting.set(signature, [...(waiting.get(signature) ?? []), key]);
  }
  const names = new Map<string, string>();
  for (const [key, lines] of l) {
    const twin = waiting.get(signatureOf(key, lines))?.shift();
    if (twin !== undefined) names.set(twin, key);
  }
  // Those without a twin, in their order.
  const taken = new Set(names.values());
  for (const key of r.keys()) {
    if (names.has(key)) continue;
    const rest = [...l.keys()].find((other) => !taken.has(other) && roleOf(other) === roleOf(key));
    const name = rest ?? (taken.has(key) || l.has(key) ? `${key}′` : key);
    taken.add(name);
    names.set(key, name);
  }
  return { left: l, right: new Map([...r].map(([key, lines]) => [names.get(key) ?? key, lines])) };
}

const roleOf = (descriptor: string): string => descriptor.replace(/\d+/g, '');

const signatureOf = (descriptor: string, lines: readonly string[]): string =>
  [roleOf(descriptor), ...lines.filter((line) => !wouldBlock(line))].join('\n');

function anonymous(calls: CallsOf): CallsOf {
  const result: CallsOf = new Map();
  for (const [descriptor, lines] of calls) {
    if (/^P[RW]\d/.test(descriptor) && lines.some((line) => /^splice\(|F_SETPIPE_SZ/.test(line))) continue;
    const shown = lines
      .filter((line) => !/^pipe2\(.*O_NONBLOCK/.test(line))
      .map((line) =>
        line
          .replace(/\b(acc|dial|pkt|lsn|probe|PR|PW|pair|passed)\d+/g, '$1')
          .replace(/\b((?<=port:)P|(?<=data=)D)\d+/g, '$1'),
      );
    if (shown.length > 0) result.set(descriptor, shown);
  }
  return result;
}
