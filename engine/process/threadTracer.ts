/** All threads of a process under ptrace: who has which state, how they stop and go on, signals on their way. Knows nothing of Go. */
import { readdirSync } from 'node:fs';
import { ptraceEvent, type Ptrace, type ThreadChange } from '../linux/ptrace.ts';
import { askSignal } from './recorderCode.ts';

/** A thread of the process. */
export class TracedThread {
  readonly id: number;
  /** Stands in a ptrace stop; with this signal on its way to it (0: none). */
  stopped = false;
  pendingSignal = 0;
  /** Stopped by job control: it stands, but not for us. */
  listening = false;
  /** It stays where it stands while the others go on. */
  held = false;
  /** It stops at its next system call, or at the end of the one that it is in, where not every call is asked for. */
  toCall = false;
  /** It stands at a system call's entry or exit. */
  atCall = false;
  constructor(id: number) {
    this.id = id;
  }
}

const SIGTRAP = 5;
const stopSignals = new Set([19, 20, 21, 22]);

/** What the tracer does at each kind of stop; the thread goes on afterwards, unless it or all are to stand. */
export interface Handlers {
  syscall(thread: TracedThread): void;
  /** SIGTRAP: whether it was for us, and the thread is not to get it. */
  trap(thread: TracedThread): boolean;
  /** The same of a signal that a recorder sends. */
  asked(thread: TracedThread): boolean;
  exec(): void;
  ended(thread: number, how: { status: number } | { signal: number }): void;
}

export class ThreadTracer {
  readonly threads = new Map<number, TracedThread>();
  /** Nobody goes on: who stops stays so. */
  holding = false;
  /** Threads stop at each system call; else only those that are to (`toCall`). */
  everyCall = true;
  readonly #pid: number;
  readonly #ptrace: Ptrace;
  readonly #handlers: Handlers;

  constructor(pid: number, ptrace: Ptrace, handlers: Handlers) {
    this.#pid = pid;
    this.#ptrace = ptrace;
    this.#handlers = handlers;
  }

  /** Seizes all threads, those that are made meanwhile too, and stops each for a moment so that its calls are seen. @throws PtraceError */
  seizeAll(): void {
    for (let found = true; found;) {
      found = false;
      for (const id of readdirSync(`/proc/${this.#pid}/task`).map(Number)) {
        if (this.threads.has(id) || !this.#seize(id)) continue;
        this.threads.set(id, new TracedThread(id));
        found = true;
      }
    }
    for (const id of this.threads.keys()) this.#ptrace.interrupt(id);
  }

  /** False for one that has gone, or that came under us by its maker meanwhile. */
  #seize(id: number): boolean {
    try {
      this.#ptrace.seize(id);
      return true;
    } catch (error) {
      const { errno } = error as { errno?: string };
      if (id !== this.#pid && (errno === 'ESRCH' || errno === 'EPERM')) return false;
      throw error;
    }
  }

  handle(change: ThreadChange): void {
    if (change.kind === 'exited' || change.kind === 'killed') {
      this.threads.delete(change.thread);
      const how = change.kind === 'exited' ? { status: change.status } : { signal: change.signal };
      this.#handlers.ended(change.thread, how);
      return;
    }
    const thread = this.#threadOf(change.thread);
    thread.stopped = true;
    thread.listening = false;
    thread.atCall = change.kind === 'syscall';
    thread.pendingSignal = change.kind === 'signal' ? change.signal : 0;
    if (change.kind === 'syscall') this.#handlers.syscall(thread);
    if (thread.pendingSignal === SIGTRAP && this.#handlers.trap(thread)) thread.pendingSignal = 0;
    if (thread.pendingSignal === askSignal && this.#handlers.asked(thread)) thread.pendingSignal = 0;
    if (change.kind === 'event') {
      if (change.event === ptraceEvent.clone) this.#threadOf(this.#ptrace.newThread(thread.id));
      if (change.event === ptraceEvent.exec) this.#handlers.exec();
      // Its memory was there once more; nobody keeps it from ending.
      if (change.event === ptraceEvent.exit) return this.go(thread);
      if (change.event === ptraceEvent.stop && stopSignals.has(change.signal)) {
        thread.listening = this.#ptrace.listen(thread.id);
        thread.stopped = !thread.listening;
        return;
      }
    }
    if (!this.holding && !thread.held) this.go(thread);
  }

  #threadOf(id: number): TracedThread {
    // 0: its maker was killed before it could be asked.
    let thread = this.threads.get(id);
    if (thread === undefined) this.threads.set(id, (thread = new TracedThread(id)));
    return thread;
  }

  /** Lets a stopped thread go on, with the signal that it is due. */
  go(thread: TracedThread): void {
    thread.stopped = false;
    const signal = thread.pendingSignal;
    thread.pendingSignal = 0;
    const goes =
      this.everyCall || thread.toCall
        ? this.#ptrace.toSyscall(thread.id, signal)
        : this.#ptrace.goOn(thread.id, signal);
    if (!goes) this.threads.delete(thread.id);
  }

  /** Everybody stands from now on. Blocks until they do; what happens on the way is handled as always. */
  stopAll(): void {
    this.holding = true;
    const asked = new Set<TracedThread>();
    for (;;) {
      const moving = [...this.threads.values()].filter(({ stopped, listening }) => !stopped && !listening);
      if (moving.length === 0) return;
      for (const thread of moving) {
        if (asked.has(thread)) continue;
        asked.add(thread);
        if (!this.#ptrace.interrupt(thread.id)) this.threads.delete(thread.id);
      }
      const change = this.#ptrace.wait(true);
      if (change === 'none') return this.threads.clear();
      if (change !== null) this.handle(change);
    }
  }

  /** All go on that stand for us, but for those that are held. */
  goAll(): void {
    this.holding = false;
    for (const thread of [...this.threads.values()]) {
      if (thread.stopped && !thread.listening && !thread.held) this.go(thread);
    }
  }

  /** Lets go of all threads, wherever they are: they run on as if nobody had been there. */
  detachAll(): void {
    if (!this.holding) this.stopAll();
    for (const thread of this.threads.values()) {
      if (thread.listening) this.#wakeListener(thread);
      this.#ptrace.detach(thread.id, thread.pendingSignal);
    }
    this.threads.clear();
  }

  /** One that listens stands in no ptrace stop: it must be asked into one. It stays stopped by job control. */
  #wakeListener(thread: TracedThread): void {
    if (!this.#ptrace.interrupt(thread.id)) return;
    this.#ptrace.waitFor(thread.id);
  }
}
