/**
 * Runs program/ on the engine, on this thread, and makes system calls fail where its marks say so: `runner.ts GOROOT FOLDER [ARGUMENT…]`.
 * The same as tracer/ does with a real Go. With `fresh LIST SCENARIO…` as arguments each fault has a program of its own.
 */
import fs from 'node:fs';
import path from 'node:path';
import { packImage, readImage, storeImage } from '../../../engine/golang/imageFile.ts';
import { locateGo, SourceLoader } from '../../../engine/golang/source/index.ts';
import { type Argument, loadLinux } from '../../../engine/linux/index.ts';
import { executionOf, exitUnlessCompiled } from '../../thisThread.ts';
import { freshRuns } from './matrix.ts';

const [goroot = '', program = '', ...args] = process.argv.slice(2);
const linux = loadLinux();
const { kernel, memory } = linux;
const EBUSY = 16;

let armed: { call: string; errno: number; left: number } | null = null;
let happened = false;

/** The errno of a mark, or of the call that is due; 0 asks the kernel. */
kernel.inject = (name: string, registers: readonly Argument[]): number => {
  if (name === 'faccessat') return mark(Buffer.from(memory.stringAt(Number(registers[1]))).toString());
  if (armed?.call !== name || wakes(name, registers) || --armed.left > 0) return 0;
  const { errno } = armed;
  armed = null;
  happened = true;
  // The kernel closes a descriptor whatever close(2) says; every other call that fails did nothing.
  if (name === 'close') kernel.unwatchedSyscall(kernel.numbers.numberOf(name), ...registers);
  return errno;
};

/** Whether a call is of Go's netpollBreak, at whose failure the runtime ends the program: of an eventfd, or a byte of a pipe. */
function wakes(name: string, [fd, , count]: readonly Argument[]): boolean {
  if (name !== 'read' && name !== 'write') return false;
  const link = fs.readlinkSync(`/proc/self/fd/${fd}`);
  return link === 'anon_inode:[eventfd]' || (link.startsWith('pipe:') && (count === 1 || count === 16));
}

function mark(path: string): number {
  const [, call, errno, n] = /^@@fail (\w+) (\d+) (\d+)$/.exec(path) ?? [];
  if (call !== undefined) {
    armed = { call, errno: Number(errno), left: Number(n) };
    happened = false;
  } else if (path === '@@over') {
    const answer = happened ? EBUSY : 0;
    [armed, happened] = [null, false];
    return answer;
  }
  return 0;
}

const loader = new SourceLoader(locateGo({ goroot }), { program });

/** Runs the program to its end; what the runtime keeps open until then is closed. */
function run(args: readonly string[], image?: string): number {
  const before = new Set(fs.readdirSync('/proc/self/fd'));
  const stored = image === undefined ? null : readImage(image, loader);
  const execution = executionOf(loader, { linux, args: ['program', ...args], environment: process.env, image: stored });
  exitUnlessCompiled(execution);
  const status = execution.run();
  const bytes =
    image === undefined || execution.linker.recorder.made.length === 0 ? null : packImage(execution.linker, loader);
  if (image !== undefined && bytes !== null) storeImage(image, bytes);
  for (const fd of fs.readdirSync('/proc/self/fd')) {
    if (!before.has(fd) && /^(anon_inode|pipe):/.test(linkOf(fd))) fs.closeSync(Number(fd));
  }
  return status;
}

function linkOf(fd: string): string {
  try {
    return fs.readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    // The descriptor with which the folder was read.
    return '';
  }
}

if (args[0] === 'fresh') {
  const runs = freshRuns(args[1] ?? '', args.slice(2));
  for (
    let one = runs.next();
    one.done !== true;
    one = runs.next(run(one.value, path.join(path.dirname(args[1] ?? ''), 'image')))
  );
} else {
  process.exitCode = run(args);
}
