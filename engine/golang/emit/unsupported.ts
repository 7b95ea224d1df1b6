import { getg } from '../machine/scheduler.ts';
import { goroutineText } from '../machine/traceback.ts';

/** Something that a program needs and that is not executed here; the message begins with its file, line and column. */
export class Unsupported extends Error {
  /** Where the program asked for it, as a panic would show it. */
  readonly traceback = goroutineText(getg());
}
