/** Signals for the program: the process's main thread watches them, since the program's own thread may be in the kernel. */
import { writeSync } from 'node:fs';
import os from 'node:os';
import type { MessagePort } from 'node:worker_threads';

/** What the program's thread asks: to write the signal's number to `fd` when it comes; to ignore it (-1); the default (null). */
export interface SignalMessage {
  signal: number;
  fd: number | null;
  /** Set to 1 when it is done: the program may send itself the signal in its next statement. */
  done: Int32Array;
}

/** For the program's thread: asks the main thread and waits until it has done so. */
export function askForSignal(port: MessagePort, signal: number, fd: number | null): void {
  const done = new Int32Array(new SharedArrayBuffer(4));
  port.postMessage({ signal, fd, done } satisfies SignalMessage);
  Atomics.wait(done, 0, 0, 5000);
}

const names = new Map(Object.entries(os.constants.signals).map(([name, number]) => [number, name as NodeJS.Signals]));

/** What ends a Go program that does not listen to it with the stacks of its goroutines (runtime/sigtab_linux_generic.go, _SigThrow). */
const deadly: Partial<Record<NodeJS.Signals, string>> = { SIGQUIT: 'SIGQUIT: quit', SIGABRT: 'SIGABRT: abort' };

export class Signals {
  private readonly handlers = new Map<NodeJS.Signals, () => void>();
  private readonly die: (name: string) => void;

  /** `die` is called for a deadly signal that the program does not listen to, with its name and what it means. */
  constructor(die: (name: string) => void) {
    this.die = die;
    for (const name of Object.keys(deadly) as NodeJS.Signals[]) this.reset(name);
  }

  follow({ signal, fd, done }: SignalMessage): void {
    this.handle(signal, fd);
    Atomics.store(done, 0, 1);
    Atomics.notify(done, 0);
  }

  private handle(signal: number, fd: number | null): void {
    const name = names.get(signal);
    // These two cannot be caught; Go says nothing either.
    if (name === undefined || name === 'SIGKILL' || name === 'SIGSTOP') return;
    this.reset(name);
    if (fd === null) return;
    this.remove(name);
    const handler = (): void => {
      if (fd < 0) return;
      try {
        writeSync(fd, Uint8Array.of(signal));
      } catch {
        // Full: as many signals wait as the program will ever look at.
      }
    };
    this.handlers.set(name, handler);
    process.on(name, handler);
  }

  /** The program has ended. */
  dispose(): void {
    for (const name of [...this.handlers.keys()]) this.remove(name);
  }

  /** What the signal does by default. */
  private reset(name: NodeJS.Signals): void {
    this.remove(name);
    const meaning = deadly[name];
    if (meaning === undefined) return;
    const handler = (): void => this.die(meaning);
    this.handlers.set(name, handler);
    process.on(name, handler);
  }

  private remove(name: NodeJS.Signals): void {
    const handler = this.handlers.get(name);
    if (handler !== undefined) process.off(name, handler);
    this.handlers.delete(name);
  }
}
