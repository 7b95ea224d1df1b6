/** Calls as one thread sends them to another: numbers and one text, for thousands of objects take longer to copy than to make. */
import { errnoName } from '../linux/errno.ts';
import type { ProcessCall } from './protocol.ts';

export interface PackedCalls {
  /** Of each call as many as `pack` says, then its descriptors. */
  numbers: Float64Array<ArrayBuffer>;
  /** What each call says, a line each: a decoded call has no line end. */
  texts: string;
}

const notGo = -1;

export function pack(calls: readonly ProcessCall[]): PackedCalls {
  const numbers: number[] = [];
  const texts: string[] = [];
  for (const { index, thread, goid, onSystemStack, text, result, errno, start, duration, stack, fds } of calls) {
    numbers.push(
      index,
      thread,
      goid ?? notGo,
      onSystemStack ? 1 : 0,
      result,
      errno,
      start,
      duration,
      stack,
      fds.length,
    );
    for (const fd of fds) numbers.push(fd);
    texts.push(text);
  }
  return { numbers: Float64Array.from(numbers), texts: texts.join('\n') };
}

export function unpack({ numbers, texts }: PackedCalls): ProcessCall[] {
  const lines = texts.split('\n');
  const calls: ProcessCall[] = [];
  let at = 0;
  const next = (): number => numbers[at++] ?? 0;
  for (const text of lines) {
    const [index, thread, goid, onSystemStack, result, errno, start, duration, stack] = [
      next(), next(), next(), next(), next(), next(), next(), next(), next(),
    ]; // prettier-ignore
    const fds: number[] = [];
    for (let left = next(); left > 0; left--) fds.push(next());
    calls.push({
      index, thread, goid: goid === notGo ? null : goid, onSystemStack: onSystemStack === 1, name: text.slice(0, text.indexOf('(')), text,
      result, errno, errnoName: errno === 0 ? '' : errnoName(errno), start, duration, fds, stack,
    }); // prettier-ignore
  }
  return calls;
}
