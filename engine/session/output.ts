/** Standard output of a command: who reads it may go away, as head(1) does, and that is no fault. */
import { mostUnread } from '../adapter/outgoing.ts';

export class Output {
  /** Nobody reads any more; what is written from then on is nothing. */
  readonly closed: Promise<void>;
  #isClosed = false;

  constructor() {
    this.closed = new Promise((resolve) => {
      process.stdout.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE') throw error;
        this.#isClosed = true;
        resolve();
      });
    });
  }

  /** Who reads is slow: what is written now waits with `mostUnread` bytes or more. */
  get isBehind(): boolean {
    return process.stdout.writableLength > mostUnread;
  }

  /** Calls `back` whenever all that was written is with who reads. */
  onRead(back: () => void): void {
    process.stdout.on('drain', back);
  }

  write(text: string | Uint8Array): void {
    if (!this.#isClosed) process.stdout.write(text);
  }

  /** When all of it is with the reader, or there is none. */
  written(): Promise<void> {
    return Promise.race([this.closed, new Promise<void>((resolve) => process.stdout.write('', () => resolve()))]);
  }

  line(text: string): void {
    this.write(`${text}\n`);
  }
}
