/** Reading Go's source while a program runs, which may have taken every descriptor that the process may have. */
import fs from 'node:fs';

let spare: number | null = null;

/** Keeps a descriptor for reading, from now on. */
export function keepSpare(): void {
  spare ??= fs.openSync(process.argv[1] ?? '/dev/null', 'r');
}

/** What `read` returns; where no descriptor is left (EMFILE), it gets the spare one. It opens one file at a time. */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EMFILE' || spare === null) throw error;
  }
  fs.closeSync(spare);
  spare = null;
  try {
    return read();
  } finally {
    keepSpare();
  }
}
