/**
 * The program makes real system calls: what it prints goes to descriptors 1 and 2 of this very process. Where those are needed for more
 * than that (DAP, a walk in the terminal), they move to other descriptors, and pipes take their places, whose other ends are read here.
 * So the program also finds descriptors that nobody has made non-blocking, as Node does with its own: Go would register them with epoll.
 */
import { closeSync, createReadStream, createWriteStream, openSync, readSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import tty from 'node:tty';
import { StringDecoder } from 'node:string_decoder';
import type { ProgramOutput } from '../adapter/host.ts';
import { errnoName, loadLinux, type Linux } from '../linux/index.ts';

export interface SeparatedStreams {
  /** What were standard input and output. */
  input: Readable;
  output: Writable;
  program: ProgramOutput;
}

const closeOnExec = 0o2000000; // O_CLOEXEC, fcntl(2)
const duplicateAbove = 1030; // F_DUPFD_CLOEXEC, fcntl(2)
/** Out of the way of the small numbers that the program's own descriptors get, as they would in Go. */
const lowestMoved = 200;

/** Moves standard input and output elsewhere, and catches what is written to 1 and 2 from now on. */
export function separateStreams(): SeparatedStreams {
  const linux = loadLinux();
  // Node opens its own when they are first looked at, and does so itself when a socket closes: then not on our pipes.
  void [process.stdout, process.stderr];
  const input = duplicate(linux, 0);
  const output = duplicate(linux, 1);
  const errors = duplicate(linux, 2);
  const nothing = openSync('/dev/null', 'r');
  replace(linux, nothing, 0);
  closeSync(nothing);
  const program = new CaughtOutput();
  program.catch('stdout', catchDescriptor(linux, 1));
  program.catch('stderr', catchDescriptor(linux, 2));
  // A fault of the engine itself would be written to descriptor 2, and vanish with the pipe.
  const lastWords = createWriteStream('', { fd: errors, autoClose: false });
  process.on('uncaughtExceptionMonitor', (error) => lastWords.write(`netwalk: ${error.stack ?? error.message}\n`));
  return { input: readable(input), output: writable(output), program };
}

/** A pipe: what is written to one end is read from the other (pipe2(2)). */
export function pipe(linux: Linux): { read: number; write: number } {
  const pair = linux.memory.allocate(8);
  call(linux, 'pipe2', linux.memory.addressOf(pair), closeOnExec);
  const [read = -1, write = -1] = new Int32Array(pair.buffer, pair.byteOffset, 2);
  return { read, write };
}

/** Whatever it is: a terminal, a pipe or a socket as libuv's loop reads it, a file as its threads do. */
export function readable(descriptor: number): Readable {
  if (tty.isatty(descriptor)) return new tty.ReadStream(descriptor);
  try {
    return new Socket({ fd: descriptor, readable: true, writable: false });
  } catch {
    return createReadStream('', { fd: descriptor });
  }
}

function writable(descriptor: number): Writable {
  if (tty.isatty(descriptor)) return new tty.WriteStream(descriptor);
  try {
    return new Socket({ fd: descriptor, readable: false, writable: true });
  } catch {
    return createWriteStream('', { fd: descriptor });
  }
}

function catchDescriptor(linux: Linux, descriptor: number): number {
  const { read, write } = pipe(linux);
  const moved = duplicate(linux, read);
  closeSync(read);
  replace(linux, write, descriptor);
  closeSync(write);
  return moved;
}

const duplicate = (linux: Linux, descriptor: number): number =>
  call(linux, 'fcntl', descriptor, duplicateAbove, lowestMoved);

/** Makes `to` what `from` is (dup3(2)). @throws Error with the errno's name */
export const replace = (linux: Linux, from: number, to: number): number => call(linux, 'dup3', from, to, 0);

function call(linux: Linux, name: string, ...args: number[]): number {
  const { kernel } = linux;
  const result = kernel.unwatchedSyscall(kernel.numbers.numberOf(name), ...args);
  if (result === -1) throw new Error(`${name}: ${errnoName(kernel.errno)}`);
  return result;
}

type Listener = Parameters<ProgramOutput['on']>[0];

class CaughtOutput implements ProgramOutput {
  readonly #listeners = new Set<Listener>();
  readonly #drains: (() => void)[] = [];

  /** Reads a pipe for as long as this process lives, without keeping it alive. */
  catch(category: 'stdout' | 'stderr', descriptor: number): void {
    const decoder = new StringDecoder('utf8');
    const tell = (bytes: Buffer): void => {
      const text = decoder.write(bytes);
      if (text !== '') for (const listener of this.#listeners) listener(category, text);
    };
    const socket = new Socket({ fd: descriptor, readable: true, writable: false });
    socket.on('data', tell);
    socket.unref();
    this.#drains.push(() => {
      for (let bytes = available(descriptor); bytes !== null; bytes = available(descriptor)) tell(bytes);
    });
  }

  on(listener: Listener): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  drain(): void {
    for (const drain of this.#drains) drain();
  }
}

/** What a pipe holds at this moment: its descriptor does not block, since a Socket reads it. */
function available(descriptor: number): Buffer | null {
  const buffer = Buffer.alloc(65536);
  try {
    const length = readSync(descriptor, buffer);
    return length === 0 ? null : buffer.subarray(0, length);
  } catch {
    return null;
  }
}
