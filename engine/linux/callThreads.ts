/** Threads of this process that make one system call after another for a program, so that a call that blocks blocks nobody else: Go's Ms, as far as the kernel sees them. */
import { F_DUPFD_CLOEXEC, firstOwnDescriptor } from './descriptors.ts';
import type { Memory } from './memory.ts';
import type { Native } from './native.ts';
import type { Argument } from './numbers.ts';
import type { Kernel } from './syscall.ts';
import { threadCode } from './threadCode.ts';

/** What a call gave. */
export interface MadeCall {
  /** The kernel's result, or -1. */
  result: number;
  /** 0 when it succeeded. */
  errno: number;
}

const at = { state: 0, number: 8, args: 16, result: 64, done: 72, wake: 80 } as const;
const blockSize = 128;
const job = 1;
const quit = 2;
const ended = 3;

// mman-common.h, signal.h, futex.h
const [PROT_READ_WRITE, PROT_READ_EXEC, MAP_PRIVATE_ANONYMOUS] = [3, 5, 0x22];
const FUTEX_WAKE_PRIVATE = 129;
const SIG_SETMASK = 2;
/** Interrupts a call (EINTR); nobody else uses it. */
const interruption = 50;
const EFD_NONBLOCK_CLOEXEC = 0o2004000;

/** One thread. */
export class CallThread {
  readonly #block: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  readonly #flags: Int32Array;
  readonly #address: number;
  readonly #kernel: Kernel;
  /** What the call reads and writes stays where it is meanwhile. */
  kept: unknown = null;

  constructor(kernel: Kernel, memory: Memory, wake: number) {
    this.#kernel = kernel;
    this.#block = memory.allocate(blockSize);
    this.#view = new DataView(this.#block.buffer);
    this.#flags = new Int32Array(this.#block.buffer);
    this.#address = memory.addressOf(this.#block);
    this.#view.setBigUint64(at.wake, BigInt(wake), true);
    this.#flags[at.done / 4] = 1;
  }

  get address(): number {
    return this.#address;
  }

  /** Hands over a call; `kept` is not let go before the next one. */
  start(number: number, args: readonly Argument[], kept: unknown): void {
    if (!this.finished) throw new Error('a thread makes one call at a time');
    this.kept = kept;
    this.#view.setBigUint64(at.number, BigInt(number), true);
    for (let i = 0; i < 6; i++) {
      this.#view.setBigUint64(at.args + 8 * i, BigInt.asUintN(64, BigInt(args[i] ?? 0)), true);
    }
    Atomics.store(this.#flags, at.done / 4, 0);
    this.#tell(job);
  }

  get finished(): boolean {
    return Atomics.load(this.#flags, at.done / 4) === 1;
  }

  /** Of a call that is finished. */
  get answer(): MadeCall {
    const result = Number(this.#view.getBigInt64(at.result, true));
    return result < 0 && result >= -4095 ? { result: -1, errno: -result } : { result, errno: 0 };
  }

  /** Asks the thread to end when it has made its call. */
  end(): void {
    this.#tell(quit);
  }

  get ended(): boolean {
    return Atomics.load(this.#flags, at.state) === ended;
  }

  #tell(state: number): void {
    Atomics.store(this.#flags, at.state, state);
    const kernel = this.#kernel;
    kernel.unwatchedSyscall(kernel.numbers.numberOf('futex'), this.#address, FUTEX_WAKE_PRIVATE, 1);
  }
}

/** The threads of one program. */
export class CallThreads {
  readonly #native: Native;
  readonly #kernel: Kernel;
  readonly #memory: Memory;
  readonly #all: CallThread[] = [];
  readonly #idle: CallThread[] = [];
  /** Whom a thread that has finished wakes: descriptor, address, length. */
  readonly #wake: BigInt64Array;
  readonly #one: Uint8Array;
  readonly #tids = new WeakMap<CallThread, number>();
  #code = 0;
  #event = -1;

  constructor(native: Native, kernel: Kernel, memory: Memory) {
    this.#native = native;
    this.#kernel = kernel;
    this.#memory = memory;
    this.#wake = new BigInt64Array(memory.allocate(24).buffer);
    this.#one = memory.allocate(8);
    this.#one[0] = 1;
    this.#wake[1] = BigInt(memory.addressOf(this.#one));
    this.wake(-1, 8);
  }

  /** An idle thread, or a new one. @throws Error when the system gives no more threads */
  take(): CallThread {
    return this.#idle.pop() ?? this.#create();
  }

  /** The thread has nothing to do any more. */
  give(thread: CallThread): void {
    this.#idle.push(thread);
  }

  /** Threads that finish write `bytes` bytes to a descriptor from now on; to none when it is -1. What has finished before must be looked at afterwards. */
  wake(descriptor: number, bytes: number): void {
    this.#wake[2] = BigInt(bytes);
    Atomics.store(this.#wake, 0, BigInt(descriptor));
  }

  /** An eventfd of our own to wait at where the program has nothing that wakes it. */
  get event(): number {
    if (this.#event < 0) {
      const made = this.#call('eventfd2', 0, EFD_NONBLOCK_CLOEXEC);
      this.#event = this.#call('fcntl', made, F_DUPFD_CLOEXEC, firstOwnDescriptor);
      this.#call('close', made);
    }
    return this.#event;
  }

  /** Makes what the threads need, so that it is not made between calls of the program. */
  prepare(): void {
    void this.event;
  }

  /** Blocks until something has been written to `event`, and takes it. */
  wait(): void {
    const { numbers } = this.#kernel;
    const poll = this.#memory.allocate(8);
    const view = new DataView(poll.buffer);
    view.setInt32(0, this.event, true);
    view.setInt16(4, 1, true);
    const address = this.#memory.addressOf(poll);
    this.#kernel.unwatchedSyscall(numbers.numberOf('ppoll'), address, 1, 0, 0, 8);
    this.#kernel.unwatchedSyscall(numbers.numberOf('read'), this.event, address, 8);
  }

  /** Lets others run for a moment. */
  pass(): void {
    Atomics.wait(sleeper, 0, 0, 0.02);
  }

  /** At the program's end: calls that still block are interrupted, and all threads end, or have a second in vain. */
  end(): void {
    const process = this.#kernel.unwatchedSyscall(this.#kernel.numbers.numberOf('getpid'));
    const threads = new Map(this.#all.map((thread) => [thread, this.#tids.get(thread) ?? 0]));
    for (let tries = 0; tries < 100; tries++) {
      for (const [thread, tid] of threads) {
        if (thread.ended) threads.delete(thread);
        // A thread that has made its call is idle again, whatever it was told meanwhile.
        else if (thread.finished) thread.end();
        else this.#kernel.unwatchedSyscall(this.#kernel.numbers.numberOf('tgkill'), process, tid, interruption);
      }
      if (threads.size === 0) break;
      Atomics.wait(sleeper, 0, 0, tries < 20 ? 1 : 10);
    }
    this.#all.length = this.#idle.length = 0;
    unended.push(...threads.keys());
  }

  #create(): CallThread {
    if (this.#code === 0) this.#code = this.#load();
    const thread = new CallThread(this.#kernel, this.#memory, this.#memory.addressOf(this.#wake));
    const made = this.#memory.allocate(8);
    const handle = this.#memory.addressOf(made);
    const { create, detach, mask } = functionsOf(this.#native);
    // A signal of the program's goes to threads that have a handler to run: none of these, but for the one that interrupts them.
    const all = new BigUint64Array(this.#memory.allocate(8 * 16).buffer).fill(2n ** 64n - 1n);
    all[0] = (all[0] ?? 0n) & ~(1n << BigInt(interruption - 1));
    const before = this.#memory.allocate(8 * 16);
    mask(SIG_SETMASK, this.#memory.addressOf(all), this.#memory.addressOf(before));
    const error = create(handle, 0, this.#code, thread.address);
    mask(SIG_SETMASK, this.#memory.addressOf(before), 0);
    if (error !== 0) throw new Error(`no thread for a call that blocks: errno ${error}`);
    detach(new DataView(made.buffer).getBigUint64(0, true));
    thread.start(this.#kernel.numbers.numberOf('gettid'), [], null);
    while (!thread.finished) Atomics.wait(sleeper, 0, 0, 0.05);
    this.#tids.set(thread, thread.answer.result);
    this.#all.push(thread);
    return thread;
  }

  /** Puts the code where it can run, and the handler behind the signal that interrupts. */
  #load(): number {
    const { bytes, handler } = threadCode(this.#native.architecture);
    const page = this.#call('mmap', 0, 4096, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
    this.#memory.copyTo(page, bytes);
    this.#call('mprotect', page, 4096, PROT_READ_EXEC);
    // struct sigaction of the C library: handler, mask, flags.
    const action = new BigUint64Array(this.#memory.allocate(19 * 8).buffer);
    action[0] = BigInt(page + handler);
    functionsOf(this.#native).sigaction(interruption, this.#memory.addressOf(action), 0);
    return page;
  }

  #call(name: string, ...args: [Argument?, Argument?, Argument?, Argument?, Argument?, Argument?]): number {
    const result = this.#kernel.unwatchedSyscall(this.#kernel.numbers.numberOf(name), ...args);
    if (result === -1) throw new Error(`${name}: errno ${this.#kernel.errno}`);
    return result;
  }
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));
/** Their blocks must not be freed. */
const unended: CallThread[] = [];

interface ThreadFunctions {
  create: (handle: number, attributes: number, start: number, argument: number) => number;
  detach: (thread: bigint) => number;
  mask: (how: number, set: number, old: number) => number;
  sigaction: (signal: number, action: number, old: number) => number;
}

let functions: ThreadFunctions | null = null;

function functionsOf({ koffi, libc }: Native): ThreadFunctions {
  if (functions !== null) return functions;
  // Before glibc 2.34 threads were a library of their own, which Node has loaded.
  const library = ((): Native['libc'] => {
    try {
      libc.func('pthread_create', 'int', ['uintptr_t', 'uintptr_t', 'uintptr_t', 'uintptr_t']);
      return libc;
    } catch {
      return koffi.load(null);
    }
  })();
  functions = {
    create: library.func('pthread_create', 'int', ['uintptr_t', 'uintptr_t', 'uintptr_t', 'uintptr_t']) as ThreadFunctions['create'],
    detach: library.func('pthread_detach', 'int', ['uintptr_t']) as ThreadFunctions['detach'],
    mask: library.func('pthread_sigmask', 'int', ['int', 'uintptr_t', 'uintptr_t']) as ThreadFunctions['mask'],
    sigaction: library.func('sigaction', 'int', ['int', 'uintptr_t', 'uintptr_t']) as ThreadFunctions['sigaction'],
  }; // prettier-ignore
  return functions;
}
