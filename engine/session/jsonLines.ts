/**
 * The lines of `netwalk trace --json`, as bytes: there are tens of thousands a second, of a thousand characters each. Most of a line is what many calls
 * have in common that say the same from the same stack; it is put together once.
 */
import type { ProcessCall } from '../process/protocol.ts';

/** Of different calls, what they were, is kept of so many. */
const mostKept = 4096;
/** Of a line's beginning, and bytes of one UTF-16 unit. */
const [beginning, widest] = [200, 3];

export class JsonLines {
  readonly #middles = new Map<string, string>();
  readonly #frames = new Map<number, Buffer>();
  #bytes = Buffer.allocUnsafe(1 << 16);
  #length = 0;

  /** One line; `frames` is its stack as JSON. Times are microseconds of CLOCK_MONOTONIC; the arguments are as strace prints them. */
  add(call: ProcessCall, frames: () => string): void {
    const middle = this.#middleOf(call);
    const end = this.#framesOf(call.stack, frames);
    this.#reserve(beginning + widest * middle.length + end.length);
    this.#microseconds('{"start":', call.start);
    this.#microseconds(',"duration":', call.duration);
    this.#name(',"thread":');
    this.#digits(call.thread, 1);
    this.#length += this.#bytes.write(middle, this.#length);
    this.#bytes.set(end, this.#length);
    this.#length += end.length;
  }

  /** Whatever was added since. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    // Who writes it may hold it for long.
    this.#bytes = Buffer.allocUnsafe(this.#bytes.length);
    this.#length = 0;
    return taken;
  }

  #middleOf(call: ProcessCall): string {
    const { content } = call;
    if (content === undefined) return middleOf(call);
    let middle = this.#middles.get(content);
    if (middle !== undefined) return middle;
    middle = middleOf(call);
    if (this.#middles.size >= mostKept) this.#middles.clear();
    this.#middles.set(content, middle);
    return middle;
  }

  #framesOf(stack: number, frames: () => string): Buffer {
    let bytes = this.#frames.get(stack);
    if (bytes === undefined) this.#frames.set(stack, (bytes = Buffer.from(`${frames()}}\n`)));
    return bytes;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const longer = Buffer.allocUnsafe(2 * this.#bytes.length + more);
    longer.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = longer;
  }

  #name(ascii: string): void {
    for (let index = 0; index < ascii.length; index++) this.#bytes[this.#length++] = ascii.charCodeAt(index);
  }

  /** To nanoseconds. */
  #microseconds(name: string, value: number): void {
    this.#name(name);
    const nanoseconds = Math.max(0, Math.round(value * 1000));
    const whole = Math.floor(nanoseconds / 1000);
    const high = Math.floor(whole / 1e9);
    if (high > 0) this.#digits(high, 1);
    this.#digits(whole - high * 1e9, high > 0 ? 9 : 1);
    this.#bytes[this.#length++] = 0x2e;
    this.#digits(nanoseconds - whole * 1000, 3);
  }

  /** A number below 2³¹, of so many digits at least. */
  #digits(value: number, least: number): void {
    let count = 1;
    for (let power = 10; value >= power; power *= 10) count++;
    count = Math.max(count, least);
    let left = value | 0;
    for (let at = this.#length + count - 1; at >= this.#length; at--) {
      const rest = (left / 10) | 0;
      this.#bytes[at] = 0x30 + left - rest * 10;
      left = rest;
    }
    this.#length += count;
  }
}

function middleOf(call: ProcessCall): string {
  const { goid, onSystemStack, name, text, result, errnoName, fds } = call;
  const args = text.slice(name.length + 1, text.lastIndexOf(') = '));
  const errno = errnoName === '' ? 'null' : `"${errnoName}"`;
  const whose = `,"goroutine":${goid},"onSystemStack":${onSystemStack}`;
  const what = `"call":"${name}","arguments":${JSON.stringify(args)},"result":${result},"errno":${errno},"descriptors":[${fds.join(',')}]`;
  return `${whose},${what},"text":${JSON.stringify(text)},"frames":`;
}
