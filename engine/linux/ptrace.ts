/**
 * ptrace(2) of another process's threads, on x86-64. All calls must come from the one thread that seized them.
 * A tracee that is seized, not attached to, gets no signal by it, and goes on by itself when its tracer is gone, however that ended.
 */
import { errnoName } from './errno.ts';
import type { Memory } from './memory.ts';
import { loadNative } from './native.ts';

/** include/uapi/linux/ptrace.h */
const request = {
  pokeText: 4,
  pokeUser: 6,
  goOn: 7,
  singleStep: 9,
  getRegisters: 12,
  setRegisters: 13,
  detach: 17,
  syscall: 24,
  getEventMessage: 0x4201,
  seize: 0x4206,
  interrupt: 0x4207,
  listen: 0x4208,
  getSignalMask: 0x420a,
  setSignalMask: 0x420b,
  getSyscallInfo: 0x420e,
} as const;
const option = { sysgood: 1, clone: 1 << 3, exec: 1 << 4, exit: 1 << 6 } as const;
/** What a stop with an event is about. */
export const ptraceEvent = { clone: 3, exec: 4, exit: 6, stop: 128 } as const;
const [WALL, WNOTHREAD, WNOHANG] = [0x40000000, 0x20000000, 1];
const syscallInfoSize = 88;
const registerWords = 27;
/** Words of struct user_regs_struct. */
export const register = { r14: 1, r10: 7, r9: 8, r8: 9, rax: 10, rdx: 12, rsi: 13, rdi: 14, numberOfCall: 15, rip: 16, rsp: 19, fsBase: 21 } as const; // prettier-ignore

/** The same, in the order in which the System V ABI numbers registers for debuggers. */
const numberedRegisters = [10, 12, 11, 5, 13, 14, 4, 19, 9, 8, 7, 6, 3, 2, 1, 0];

/** What became of a thread, as wait4 tells it. */
export type ThreadChange =
  | { kind: 'exited'; thread: number; status: number }
  | { kind: 'killed'; thread: number; signal: number }
  /** Entry or exit of a system call. */
  | { kind: 'syscall'; thread: number }
  | { kind: 'signal'; thread: number; signal: number }
  | { kind: 'event'; thread: number; event: number; signal: number };

/** Where a thread is that stands at a system call. */
export interface SyscallStop {
  kind: 'entry' | 'exit' | 'neither';
  pc: number;
  sp: number;
  /** At the entry: the call's number; its registers are read by `argument`. */
  number: number;
  /** At the exit: what the kernel returns, below 0 for an errno. */
  result: number;
}

export interface Registers {
  pc: number;
  sp: number;
  fsBase: number;
  /** Where Go keeps its g, but in functions of the C library. */
  r14: number;
}

export class PtraceError extends Error {
  override readonly name = 'PtraceError';
  readonly errno: string;

  constructor(call: string, errno: number) {
    super(`${call}: ${errnoName(errno)}`);
    this.errno = errnoName(errno);
  }
}

const [ESRCH, EINTR, ECHILD] = [3, 4, 10];
/** Of the kernel's own sigset_t. */
const signalMaskSize = 8;

export class Ptrace {
  readonly #ptrace: (what: number, thread: number, address: number, data: number | bigint) => number;
  readonly #wait4: (thread: number, status: number, options: number, usage: number) => number;
  readonly #errno: () => number;
  readonly #info: DataView;
  readonly #infoAt: number;
  readonly #registers: DataView;
  readonly #registersAt: number;
  readonly #status: Int32Array;
  readonly #statusAt: number;

  constructor(memory: Memory) {
    const native = loadNative();
    this.#ptrace = native.libc.func('ptrace', 'long', ['long', 'long', 'uintptr_t', 'uintptr_t']);
    this.#wait4 = native.libc.func('wait4', 'int', ['int', 'uintptr_t', 'int', 'uintptr_t']);
    this.#errno = () => native.koffi.errno();
    const info = memory.allocate(syscallInfoSize);
    this.#infoAt = memory.addressOf(info);
    this.#info = new DataView(info.buffer);
    const registers = memory.allocate(8 * registerWords);
    this.#registersAt = memory.addressOf(registers);
    this.#registers = new DataView(registers.buffer);
    const status = memory.allocate(4);
    this.#statusAt = memory.addressOf(status);
    this.#status = new Int32Array(status.buffer, 0, 1);
  }

  /** Begins to trace a thread, which runs on; its new threads are traced from their beginning, and all stop once more before they end. @throws PtraceError */
  seize(thread: number): void {
    this.#call('PTRACE_SEIZE', request.seize, thread, 0, option.sysgood | option.clone | option.exec | option.exit);
  }

  /** Stops a thread: an event `stop` comes. False when it has gone. */
  interrupt(thread: number): boolean {
    return this.#try('PTRACE_INTERRUPT', request.interrupt, thread, 0);
  }

  /** Lets a stopped thread go on to its next system call's entry or exit; with a signal that it was about to get. False when it has gone. */
  toSyscall(thread: number, signal: number): boolean {
    return this.#try('PTRACE_SYSCALL', request.syscall, thread, signal);
  }

  /** Lets a stopped thread go on to whatever is no system call; with a signal that it was about to get. False when it has gone. */
  goOn(thread: number, signal: number): boolean {
    return this.#try('PTRACE_CONT', request.goOn, thread, signal);
  }

  /** A thread that the person has stopped (SIGSTOP) stays so, and tells when it goes on. */
  listen(thread: number): boolean {
    return this.#try('PTRACE_LISTEN', request.listen, thread, 0);
  }

  /** Lets go of a stopped thread, with a signal that it was about to get. False when it has gone. */
  detach(thread: number, signal: number): boolean {
    return this.#try('PTRACE_DETACH', request.detach, thread, signal);
  }

  /** Lets a stopped thread execute one instruction: SIGTRAP tells that it has. False when it has gone. */
  singleStep(thread: number): boolean {
    return this.#try('PTRACE_SINGLESTEP', request.singleStep, thread, 0);
  }

  /** The signals that a stopped thread does not get; bit n - 1 is signal n. Null when it has gone. */
  signalMask(thread: number): bigint | null {
    if (!this.#try('PTRACE_GETSIGMASK', request.getSignalMask, thread, this.#infoAt, signalMaskSize)) return null;
    return this.#info.getBigUint64(0, true);
  }

  setSignalMask(thread: number, mask: bigint): boolean {
    this.#info.setBigUint64(0, mask, true);
    return this.#try('PTRACE_SETSIGMASK', request.setSignalMask, thread, this.#infoAt, signalMaskSize);
  }

  /** Where a stopped thread is to go on. False when it has gone. */
  setPc(thread: number, pc: number): boolean {
    return this.#try('PTRACE_POKEUSER', request.pokeUser, thread, pc, 8 * register.rip);
  }

  /** Writes 8 bytes where a stopped thread's process has its code. False when it has gone. */
  writeCode(thread: number, address: number, word: bigint): boolean {
    return this.#try('PTRACE_POKETEXT', request.pokeText, thread, word, address);
  }

  /** Where a stopped thread is; null when it has gone. Good until the next of these. */
  syscallStop(thread: number): SyscallStop | null {
    if (!this.#try('PTRACE_GET_SYSCALL_INFO', request.getSyscallInfo, thread, this.#infoAt, syscallInfoSize))
      return null;
    const op = this.#info.getUint8(0);
    const kind = op === 1 ? 'entry' : op === 2 ? 'exit' : 'neither';
    return {
      kind,
      pc: this.#word(this.#info, 8),
      sp: this.#word(this.#info, 16),
      number: kind === 'entry' ? this.#word(this.#info, 24) : 0,
      result: kind === 'exit' ? Number(this.#info.getBigInt64(24, true)) : 0,
    };
  }

  /** A register of the call of the last `syscallStop`, which was an entry. */
  argument(index: number): number | bigint {
    const at = 32 + 8 * index;
    // What does not fit 53 bits stays exact.
    return this.#info.getUint32(at + 4, true) < 0x200000
      ? this.#word(this.#info, at)
      : this.#info.getBigUint64(at, true);
  }

  /** After an event `clone`: the new thread; 0 when the maker has gone. */
  newThread(thread: number): number {
    const asked = this.#try('PTRACE_GETEVENTMSG', request.getEventMessage, thread, this.#infoAt);
    return asked ? this.#word(this.#info, 0) : 0;
  }

  /** The registers of a stopped thread; null when it has gone. */
  registers(thread: number): Registers | null {
    if (!this.#try('PTRACE_GETREGS', request.getRegisters, thread, this.#registersAt)) return null;
    const word = (index: number): number => this.#word(this.#registers, 8 * index);
    return { pc: word(register.rip), sp: word(register.rsp), fsBase: word(register.fsBase), r14: word(register.r14) };
  }

  /** The general registers of a stopped thread by their numbers in debug information (rax, rdx, rcx, rbx, rsi, rdi, rbp, rsp, r8 to r15); null when it has gone. */
  generalRegisters(thread: number): bigint[] | null {
    if (!this.#try('PTRACE_GETREGS', request.getRegisters, thread, this.#registersAt)) return null;
    return numberedRegisters.map((index) => this.#registers.getBigUint64(8 * index, true));
  }

  /** All words of a stopped thread's struct user_regs_struct, by `register`; null when it has gone. */
  allRegisters(thread: number): BigUint64Array | null {
    if (!this.#try('PTRACE_GETREGS', request.getRegisters, thread, this.#registersAt)) return null;
    return new BigUint64Array(this.#registers.buffer.slice(0, 8 * registerWords));
  }

  /** With what a stopped thread is to go on. False when it has gone. */
  setAllRegisters(thread: number, registers: BigUint64Array): boolean {
    new BigUint64Array(this.#registers.buffer, 0, registerWords).set(registers);
    return this.#try('PTRACE_SETREGS', request.setRegisters, thread, this.#registersAt);
  }

  /**
   * What happened to a traced thread, which stands until it is let go. Waits for it, or until a signal comes (null) if it `blocks`; never for
   * processes that other threads here started. 'none' when nothing is traced any more.
   */
  wait(blocks: boolean, thread = -1): ThreadChange | null | 'none' {
    const found = this.#wait4(thread, this.#statusAt, WALL | WNOTHREAD | (blocks ? 0 : WNOHANG), 0);
    if (found === 0) return null;
    if (found < 0) {
      const errno = this.#errno();
      if (errno === EINTR) return null;
      if (errno === ECHILD) return 'none';
      throw new PtraceError('wait4', errno);
    }
    return changeOf(found, this.#status[0] ?? 0);
  }

  /** What happens to this thread next. */
  waitFor(thread: number): ThreadChange | 'none' {
    let change: ReturnType<Ptrace['wait']>;
    do change = this.wait(true, thread);
    while (change === null);
    return change;
  }

  #word(data: DataView, at: number): number {
    return data.getUint32(at, true) + data.getUint32(at + 4, true) * 2 ** 32;
  }

  #call(name: string, what: number, thread: number, address: number, data: number): void {
    if (this.#ptrace(what, thread, address, data) === -1) throw new PtraceError(name, this.#errno());
  }

  #try(name: string, what: number, thread: number, data: number | bigint, address = 0): boolean {
    if (this.#ptrace(what, thread, address, data) !== -1) return true;
    const errno = this.#errno();
    if (errno === ESRCH) return false;
    throw new PtraceError(name, errno);
  }
}

/** What wait4 says of a thread by its status. */
export function changeOf(thread: number, status: number): ThreadChange {
  const low = status & 0x7f;
  if (low === 0) return { kind: 'exited', thread, status: (status >> 8) & 0xff };
  if (low !== 0x7f) return { kind: 'killed', thread, signal: low };
  const [signal, event] = [(status >> 8) & 0xff, status >> 16];
  if (event !== 0) return { kind: 'event', thread, event, signal: signal & 0x7f };
  return (signal & 0x80) !== 0 ? { kind: 'syscall', thread } : { kind: 'signal', thread, signal };
}
