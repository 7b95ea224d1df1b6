/** Standard output of a command: who reads it may go away, as head(1) does, and that is no fault. */
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

  write(text: string): void {
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
