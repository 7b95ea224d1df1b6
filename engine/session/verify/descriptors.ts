/** Compares normalised traces descriptor by descriptor, for the order between threads is not determined. */

/** The calls on each descriptor in their order; the descriptor's name is its role. */
export type CallsOf = Map<string, string[]>;

/** What is not compared, or not in full, and why. */
interface Rule {
  reason: string;
  /** The line to compare in place of this one; null to leave it out. */
  apply: (line: string) => string | null;
}

export const rules: Rule[] = [
  {
    reason: 'When and how often the scheduler polls, and which events it finds at once, depends on timing.',
    apply: (line) => (/^epoll_p?wait\(/.test(line) ? null : line),
  },
  {
    reason:
      'A blocked poll is woken (netpollBreak) only when another thread blocks in it, which depends on timing; one thread never does.',
    apply: (line) => (/^(read|write)\((PR|PW|EV),/.test(line) ? null : line),
  },
  {
    reason: 'What the files in /etc contain, and their inodes and times, is another thing on every machine.',
    apply: (line) =>
      line
        .replace(/^(fstat\(file:[^,]*, )\{.*\}\)/, '$1{…})')
        .replace(/^read\(file:(resolv\.conf|nsswitch\.conf|hosts), ".+"(\.\.\.)?, \d+\) = \d+$/, 'read(file:$1, "…")')
        .replace(/^read\(file:(resolv\.conf|nsswitch\.conf|hosts), "", \d+\) = 0$/, 'read(file:$1, "")'),
  },
];

/** Sorts the lines of a normalised trace by the descriptor that they concern, after the rules. */
export function perDescriptor(lines: string[]): CallsOf {
  const calls: CallsOf = new Map();
  for (const each of lines) {
    if (each.startsWith('##')) continue;
    const [, counted = '', times] = /^T\d+ (.*?)(?: +x(\d+))?$/.exec(each) ?? [];
    const line = rules.reduce<string | null>((text, rule) => (text === null ? null : rule.apply(text)), counted);
    if (line === null) continue;
    const key = descriptorOf(line);
    const list = calls.get(key) ?? [];
    calls.set(key, list);
    for (let i = 0; i < Number(times ?? 1); i++) list.push(line);
  }
  return renumbered(calls);
}

function descriptorOf(line: string): string {
  const [, name = '', first = '-'] = /^(\w+)\((?:EP, \w+, )?([\w:.-]+)?/.exec(line) ?? [];
  const result = / = (\S+)$/.exec(line)?.[1] ?? '';
  if (name === 'openat') return result.startsWith('file:') ? result : line;
  if (name === 'socket') return result;
  if (name === 'socketpair') return /(pair\d+)a/.exec(line)?.[1] ?? line;
  if (name === 'epoll_create1') return 'EP';
  if (name === 'signalfd4' || name === 'io_uring_setup') return result;
  if (name === 'eventfd2' || name === 'pipe2' || ['EV', 'PR', 'PW'].includes(first)) return 'wake-up';
  return first;
}

/** Ports and epoll data are numbered anew, in the order of the descriptors: which of two goroutines came first leaves no trace. */
function renumbered(calls: CallsOf): CallsOf {
  const known = new Map<string, string>();
  const counts = { P: 0, D: 0 };
  const renumber = (name: string): string => {
    const letter = name.startsWith('P') ? 'P' : 'D';
    const fresh = known.get(name) ?? `${letter}${++counts[letter]}`;
    known.set(name, fresh);
    return fresh;
  };
  const result: CallsOf = new Map();
  for (const key of [...calls.keys()].sort()) {
    result.set(
      key,
      (calls.get(key) ?? []).map((line) => line.replace(/\b(?:(?<=port:)P|(?<=data=)D)\d+/g, renumber)),
    );
  }
  return result;
}

/** As text, for assert to show the differences of. */
export function textOf(calls: CallsOf): string {
  return [...calls].map(([key, list]) => `[${key}]\n${list.map((line) => `  ${line}\n`).join('')}`).join('');
}
