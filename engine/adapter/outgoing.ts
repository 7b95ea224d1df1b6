/** What goes out to a client that may read slower than the program runs: the queue is bounded, and what had no room is counted. */
import type { Writable } from 'node:stream';
import { Event } from '@vscode/debugadapter';
import { frame } from './framing.ts';

/** Bytes that wait to be read; beyond them nothing is added that only tells of what passes. */
export const mostUnread = 4 * 1024 * 1024;

/** A message as far as it matters here. */
interface Message {
  readonly type?: string;
  readonly event?: string;
  readonly body?: unknown;
}

export class Outgoing {
  readonly #output: Writable;
  readonly #send: (event: Event) => void;
  #calls = 0;
  #first = -1;
  #last = -1;

  /** `send` gives an event the next number and hands it back to `write`. */
  constructor(output: Writable, send: (event: Event) => void) {
    this.#output = output;
    this.#send = send;
    output.on('drain', () => this.#tellDropped());
  }

  write(message: Message): void {
    if (!this.#output.writable) return;
    if (this.#output.writableLength > mostUnread && isPassing(message)) this.#drop(message);
    else this.#output.write(frame(message));
  }

  #drop(message: Message): void {
    const { event, body } = message;
    if (event !== 'netwalk/systemCall') return;
    const { step } = body as { step: number };
    if (this.#calls++ === 0) this.#first = step;
    this.#last = step;
  }

  #tellDropped(): void {
    if (this.#calls === 0) return;
    const steps = this.#last - this.#first + 1;
    const text = `${steps} steps dropped: the program was faster than what it does was read (${this.#calls} system calls, steps ${this.#first} to ${this.#last})\n`; // prettier-ignore
    this.#calls = 0;
    this.#send(new Event('output', { category: 'important', output: text }));
  }
}

/** Tells of a moment that is over, and of nothing that later messages rely on. */
function isPassing(message: Message): boolean {
  if (message.type !== 'event') return false;
  const { event, body } = message;
  if (event === 'output') return (body as { category?: string }).category === 'console';
  return event === 'netwalk/systemCall' || event === 'netwalk/waiting';
}
