/** Where Go's own assembly makes the system calls that are asked for, and where Go calls the C functions that make some: by the instructions that are there. */
import type { OtherMemory } from '../linux/otherProcess.ts';
import { mostFunctions, type CallSite } from './recorderCode.ts';
import type { CallKind } from './tracingLoop.ts';

/** Where Go's functions make the calls that are asked for: all through one of these, but for what the runtime makes by itself. */
const syscall6 = /(^|\/)runtime\/(internal\/)?syscall(\/linux)?\.Syscall6$/;
const ofRuntime =
  /^runtime\.(closefd|write1|read|pipe|pipe2|epollcreate|epollcreate1|epollctl|epollwait|closeonexec|setNonblock)$/;
/** MOVQ CX, SI; MOVQ BX, DI; SYSCALL, and MOVL $number, AX; SYSCALL */
const inSyscall6 = Buffer.from('4889ce4889df0f05', 'hex');
const [moveToAx, syscallInstruction] = [0xb8, 0x050f];
/** Bytes of a function in which its call is looked for. */
const searched = 64;

/** A function of Go's table, at the address it was linked for. */
interface GoFunction {
  name: string;
  entry: number;
}

/** What is asked of a process: its code, how far that is from where it was linked for, and which calls, by their numbers. */
interface Process {
  memory: OtherMemory;
  bias: number;
  kinds: ReadonlyMap<number, CallKind | 'closely'>;
}

/** Where Go makes the calls that are asked for; null when some of them are not as they are known. */
export function sitesOf(functions: readonly GoFunction[], { bias, memory, kinds }: Process): CallSite[] | null {
  const sites: CallSite[] = [];
  let hasSyscall6 = false;
  for (const { name, entry } of functions) {
    if (name === 'runtime.asmcgocall') {
      const site = siteOfC(memory, entry + bias);
      if (site === null) return null;
      // Its other function of the name, between two ways to pass arguments, is no assembly.
      if (site !== 'wrapper') sites.push(site);
      continue;
    }
    const isSyscall6 = syscall6.test(name);
    if (!isSyscall6 && !ofRuntime.test(name)) continue;
    const at = entry + bias;
    const code = Buffer.from(memory.copyFrom(at, searched));
    const end = code.indexOf(Buffer.from([syscallInstruction & 0xff, syscallInstruction >> 8]));
    const length = isSyscall6 ? inSyscall6.length - 2 : 5;
    if (end < length) return null;
    const instructions = code.subarray(end - length, end);
    if (isSyscall6) {
      if (!code.subarray(end - length, end + 2).equals(inSyscall6)) return null;
      hasSyscall6 = true;
    } else {
      if (instructions[0] !== moveToAx) return null;
      if (!kinds.has(instructions.readUInt32LE(1))) continue;
    }
    sites.push({ at: at + end - length, instructions, after: at + end + 2 });
  }
  return hasSyscall6 ? sites : null;
}

/** In runtime.asmcgocall, when the function is in AX: MOVQ fn+0(FP), AX at its beginning or behind the frame pointer's, or what follows there since 1.26. */
function siteOfC(memory: OtherMemory, entry: number): CallSite | 'wrapper' | null {
  const code = Buffer.from(memory.copyFrom(entry, searched));
  const at = code.toString('hex').startsWith('554889e5') ? 4 : 0;
  const text = code.toString('hex', at);
  if (/^4883ec/.test(text)) return 'wrapper';
  const length = /^488b4424(08|10)/.test(text)
    ? 5
    : /^64488b3c25/.test(text)
      ? 9
      : /^48c7c1f8ffffff/.test(text)
        ? 7
        : 0;
  if (length === 0) return null;
  return { at: entry + at, instructions: code.subarray(at, at + length), after: entry + at + length, isC: true };
}

/** What Go's own packages call in C, of which the first make calls that are asked for: C's resolver, and its tables of users, which may be elsewhere. */
const callsOfC = /^(getaddrinfo|getnameinfo|res_\w+|mygetpw\w+|mygetgr\w+)$/;
const quietCallsOfC = /^(freeaddrinfo|gai_strerror|malloc|realloc|free|sysconf|_C\w+)$/;

/** Where the C functions are that make calls which are asked for; null where there is other C code, whose calls nobody would see. */
export function functionsOfC(functions: readonly GoFunction[]): number[] | null {
  const found: number[] = [];
  let [hasC, isHere] = [false, false];
  for (const { name, entry } of functions) {
    hasC ||= name === 'runtime.cgocallback' || name.startsWith('_cgo_');
    // C code that Go's own linker put in has a place in Go's table.
    isHere ||= name === 'x_cgo_init';
    const [, called] = /^_cgo_[0-9a-f]+_C2?func_(\w+)$/.exec(name) ?? [];
    if (called === undefined || quietCallsOfC.test(called)) continue;
    if (!callsOfC.test(called) || found.length === mostFunctions) return null;
    found.push(entry);
  }
  return hasC && !isHere ? null : found;
}
