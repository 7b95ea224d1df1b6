/** The program's thread's end of what live.ts holds: messages, and the memory that both see. */
import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { TraceEvents } from '../../trace/source.ts';
import { withFileNames } from './fileNames.ts';
import { control, heard, wakeThread, type EventMessage, type ImageMessage, type Reply, type Request, type state } from './protocol.ts'; // prettier-ignore

export class Channel {
  readonly port: MessagePort;
  /** Its first field is not 0 when messages wait (read as a plain field: that may be seen a little late). */
  readonly doorbell: { readonly [0]: number };
  /** What a file is called outside. */
  outerName = (file: string): string => file;
  private readonly shared: Int32Array;

  constructor(port: MessagePort, shared: Int32Array) {
    this.port = port;
    this.shared = shared;
    this.doorbell = shared as unknown as { readonly [0]: number };
  }

  reply(reply: Reply): void {
    this.port.postMessage(withFileNames(reply, this.outerName));
  }

  tell<K extends keyof TraceEvents>(event: K, body: Parameters<TraceEvents[K]>[0]): void {
    this.port.postMessage(withFileNames({ event, body } as EventMessage, this.outerName));
  }

  /** Whether somebody listens to an event that comes at every turn. */
  isHeard(event: keyof typeof heard): boolean {
    return ((this.shared[control.heard] ?? 0) & heard[event]) !== 0;
  }

  /** Gives the main thread what was linked, for the next run. */
  keep(image: { file: string; bytes: Uint8Array<ArrayBuffer> }): void {
    this.port.postMessage({ image } satisfies ImageMessage, [image.bytes.buffer]);
  }

  /** Whether messages wait, for certain. */
  get isRung(): boolean {
    return Atomics.load(this.shared, control.doorbell) !== 0;
  }

  /** Sleeps until messages wait, or for so many milliseconds. */
  sleep(milliseconds = Infinity): void {
    Atomics.wait(this.shared, control.doorbell, 0, milliseconds);
  }

  /** From here on the next message rings again. */
  hush(): void {
    Atomics.store(this.shared, control.doorbell, 0);
  }

  /** Rings for oneself: there may be messages that were not looked at. */
  ring(): void {
    Atomics.store(this.shared, control.doorbell, 1);
  }

  /** The next message; undefined: none waits. */
  next(): Request | undefined {
    return receiveMessageOnPort(this.port)?.message as Request | undefined;
  }

  get state(): (typeof state)[keyof typeof state] {
    return Atomics.load(this.shared, control.state) as (typeof state)[keyof typeof state];
  }

  set state(now: (typeof state)[keyof typeof state]) {
    Atomics.store(this.shared, control.state, now);
  }

  /** How many steps have been made. */
  set steps(count: number) {
    this.shared[control.steps] = count;
  }

  /** What is to be written where, to bring the thread out of the kernel. */
  set wakeUp({ fd, bytes }: { fd: number; bytes: number }) {
    this.shared[control.breakDescriptor] = fd;
    this.shared[control.breakBytes] = bytes;
  }

  /** Lets the thread come out of the kernel as soon as it is there. */
  wake(): void {
    wakeThread(this.shared);
  }
}
