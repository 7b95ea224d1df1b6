/** Names of what a goroutine is and waits for, as tracebacks show them; they differ from release to release. */

const [running, waiting, scan] = [2, 4, 0x1000];
const states: Readonly<Record<number, string>> = {
  0: 'idle',
  1: 'runnable',
  2: 'running',
  3: 'syscall',
  4: 'waiting',
  6: 'dead',
  8: 'copystack',
  9: 'preempted',
  10: 'leaked',
};

/** States of goroutines that are there no more, or not yet: idle, dead, and since 1.26 those kept for C's threads. */
export const isDead = (status: number): boolean => [0, 6, 11].includes(status & ~scan);

export const isRunning = (status: number): boolean => (status & ~scan) === running;

const first = 'GC assist marking|IO wait|chan receive (nil chan)|chan send (nil chan)|dumping heap|garbage collection|garbage collection scan|panicwait|select|select (no cases)|GC assist wait|GC sweep wait|GC scavenge wait|chan receive|chan send|finalizer wait|force gc (idle)'; // prettier-ignore
const locks = 'sync.Mutex.Lock|sync.RWMutex.RLock|sync.RWMutex.Lock';
const collector = 'trace reader (blocked)|wait for GC cycle|GC worker (idle)|GC worker (active)|preempted|debug call|GC mark termination|stopping the world'; // prettier-ignore
const tracing = 'flushing proc caches|trace goroutine status|trace proc status|page trace flush|coroutine';
const synctest = 'synctest.Run|synctest.Wait|chan receive (durable)|chan send (durable)|select (durable)|sync.WaitGroup.Wait (durable)|cleanup wait'; // prettier-ignore

/** runtime.waitReason's names from 1 on, by the minor release that changed them. */
const reasonsSince: readonly [minor: number, names: string][] = [
  [26, `GC assist marking|IO wait|dumping heap|garbage collection|garbage collection scan|panicwait|GC assist wait|GC sweep wait|GC scavenge wait|finalizer wait|force gc (idle)|GOMAXPROCS updater (idle)|semacquire|sleep|chan receive (nil chan)|chan send (nil chan)|select (no cases)|select|chan receive|chan send|sync.Cond.Wait|${locks}|sync.WaitGroup.Wait|${collector}|${tracing}|GC weak to strong wait|${synctest}`], // prettier-ignore
  [25, `${first}|GOMAXPROCS updater (idle)|semacquire|sleep|sync.Cond.Wait|${locks}|sync.WaitGroup.Wait|${collector}|${tracing}|GC weak to strong wait|${synctest}`], // prettier-ignore
  [24, `${first}|semacquire|sleep|sync.Cond.Wait|${locks}|sync.WaitGroup.Wait|${collector}|${tracing}|GC weak to strong wait|synctest.Run|synctest.Wait|chan receive (synctest)|chan send (synctest)|select (synctest)`], // prettier-ignore
  [23, `${first}|semacquire|sleep|sync.Cond.Wait|${locks}|${collector}|${tracing}|GC weak to strong wait`],
  [22, `${first}|semacquire|sleep|sync.Cond.Wait|${locks}|${collector}|${tracing}`],
  [21, `${first}|semacquire|sleep|sync.Cond.Wait|${locks}|${collector}`],
  [0, `${first}|semacquire|sleep|sync.Cond.Wait|timer goroutine (idle)|trace reader (blocked)|wait for GC cycle|GC worker (idle)|preempted|debug call`], // prettier-ignore
];

/** The names by their numbers: the first, of no reason, is ''. */
export function waitReasons(minor: number): string[] {
  const names = reasonsSince.find(([since]) => minor >= since)?.[1] ?? '';
  return ['', ...names.split('|')];
}

/** `IO wait`, `running`: a goroutine's state in one expression. */
export function stateText(status: number, reason: number, reasons: readonly string[]): string {
  const state = status & ~scan;
  const why = state === waiting ? reasons[reason] : undefined;
  return why || (states[state] ?? '???');
}
