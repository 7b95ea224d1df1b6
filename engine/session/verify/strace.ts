/** Reads what `strace -f -v -X verbose` wrote (strace(1)). */

/** One system call of the traced process. */
export interface TracedCall {
  thread: string;
  name: string;
  /** The text between the parentheses. */
  args: string;
  /** The text after `=`. */
  result: string;
}

/** What strace leaves out: memory and signals, which no scenario is about. */
export const straceOptions = [
  '-f',
  '-v',
  '--seccomp-bpf',
  ...['-X', 'verbose'],
  ...['-s', '80'],
  ...[
    '-e',
    'trace=!mmap,munmap,madvise,rt_sigaction,rt_sigprocmask,sigaltstack,sched_getaffinity,mprotect,sched_yield',
  ],
];

/**
 * The calls of a trace in order. A call that strace shows in two halves stands where it began; only epoll_pwait stands where it ended, for it
 * is its result that other calls follow.
 */
export function parseTrace(text: string): TracedCall[] {
  const bodies: ({ thread: string; body: string } | null)[] = [];
  const unfinished = new Map<string, { head: string; index: number }>();
  for (const line of text.split('\n')) {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (thread === '' || /^(\+\+\+|---)/.test(rest)) continue;
    const begun = /^(.*?)\s*<unfinished \.\.\.>$/.exec(rest);
    if (begun) {
      unfinished.set(thread, { head: begun[1] ?? '', index: bodies.length });
      bodies.push(null);
      continue;
    }
    const resumed = /^<\.\.\. (\w+) resumed>(.*)$/.exec(rest);
    if (!resumed) {
      bodies.push({ thread, body: rest });
      continue;
    }
    const [, name = '', tail = ''] = resumed;
    const first = unfinished.get(thread);
    if (first === undefined) continue;
    unfinished.delete(thread);
    const body = first.head + (first.head.endsWith(',') && !tail.startsWith(' ') ? ' ' : '') + tail;
    if (/^epoll_p?wait$/.test(name)) bodies.push({ thread, body });
    else bodies[first.index] = { thread, body };
  }
  return bodies.flatMap((each) => {
    const [, name, args, result] = /^(\w+)\((.*)\)\s+= (.*)$/.exec(each?.body ?? '') ?? [];
    if (each === null || name === undefined || args === undefined || result === undefined) return [];
    return [{ thread: each.thread, name, args, result }];
  });
}

/** The name in a mark, `faccessat(AT_FDCWD, "@@NAME")`, which the scenario programs make to divide the trace. */
export function markOf(call: TracedCall): string | null {
  return call.name === 'faccessat' ? (/"@@([^"]*)"/.exec(call.args)?.[1] ?? null) : null;
}

/** The thread that ran the program: the one that made the mark `begin`. */
export function programThread(calls: TracedCall[]): string | null {
  return calls.find((call) => markOf(call) === 'begin')?.thread ?? null;
}
