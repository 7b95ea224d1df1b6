/** Starts the thread of a program before it is known which program: it loads what it needs, and waits. */
import { Worker } from 'node:worker_threads';

/** A thread that waits for its program. */
export interface WaitingThread {
  worker: Worker;
  /** The control memory (session/live/protocol.ts). */
  shared: Int32Array;
}

/** Words of control memory, more than there are. */
const controlWords = 16;

/** Where the bundles, which share no module, find it. */
const place = Symbol.for('netwalk.thread');
const holder = globalThis as { [place]?: WaitingThread | undefined };

/** Starts one more thread to be taken. It does not keep the process alive. */
export function startThread(file: string): void {
  holder[place] = newThread(file);
  holder[place].worker.unref();
}

/** The thread that waits, or a new one. */
export function takeThread(file: string): WaitingThread {
  const thread = holder[place] ?? newThread(file);
  holder[place] = undefined;
  thread.worker.ref();
  return thread;
}

function newThread(file: string): WaitingThread {
  const shared = new Int32Array(new SharedArrayBuffer(controlWords * 4));
  // Else Node would open its own standard streams for the thread's, and make the program's descriptors 1 and 2 non-blocking.
  const worker = new Worker(file, {
    workerData: { shared },
    stdin: false,
    stdout: true,
    // Go's stacks may grow to a gigabyte.
    resourceLimits: { stackSizeMb: 512 },
    stderr: true,
  });
  return { worker, shared };
}
