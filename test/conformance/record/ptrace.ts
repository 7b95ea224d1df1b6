/** Stops a process at breakpoints (ptrace(2)), x86-64. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { loadLinux, type Kernel, type Memory } from '../../../engine/linux/index.ts';

/** include/uapi/linux/ptrace.h */
const request = { cont: 7, singlestep: 9, getregs: 12, setregs: 13, seize: 0x4206, listen: 0x4208 };
const option = { traceClone: 1 << 3, traceExec: 1 << 4, exitKill: 1 << 20 };
const event = { exec: 4, stop: 128 };
const allThreads = 0x40000000;
const signal = { trap: 5, cont: 18, stops: [19, 20, 21, 22] };
/** Words of struct user_regs_struct. */
const register = { rip: 16, rsp: 19, fsBase: 21, count: 27 };
const breakpoint = Uint8Array.of(0xcc);

/** A thread that has come to a breakpoint. */
export interface Hit {
  thread: number;
  address: number;
  /** The stack pointer. */
  sp: number;
  /** Where the thread's own memory ends. */
  fsBase: number;
  /** A word of the process's memory; 0 where there is none. */
  word(address: number): number;
}

/**
 * Runs a command until its end, stopped for a moment whenever a thread comes to one of the addresses. Blocks this thread meanwhile. One thread of
 * the process should run at a time (GOMAXPROCS=1): while one steps over a breakpoint, that one is not there. Gives the exit status.
 */
export function runWithBreakpoints(
  command: string[],
  options: { cwd: string; env: Record<string, string>; addresses: number[]; output: number },
  visit: (hit: Hit) => void,
): number {
  const { kernel, memory } = loadLinux();
  // A process can only be traced from its first instruction when it stops itself before.
  const shell = spawn('sh', ['-c', 'kill -STOP $$; exec "$@"', 'sh', ...command], {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', options.output, options.output],
  });
  const { pid } = shell;
  if (pid === undefined) throw new Error('sh could not be started');
  shell.unref();
  waitUntilStopped(pid);
  const tracee = new Tracee(kernel, memory, pid);
  return tracee.run(options.addresses, visit);
}

/** libuv must not be asked meanwhile: it would take what the kernel says of the process. So this thread sleeps. */
function waitUntilStopped(pid: number): void {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let tries = 0; tries < 5000; tries++) {
    const state = /\) (\w)/.exec(fs.readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1];
    if (state === 'T') return;
    Atomics.wait(clock, 0, 0, 2);
  }
  throw new Error(`process ${pid} does not stop`);
}

class Tracee {
  readonly #kernel: Kernel;
  readonly #pid: number;
  readonly #registers = new BigUint64Array(new ArrayBuffer(register.count * 8));
  readonly #status = new Int32Array(new ArrayBuffer(4));
  readonly #word = new BigUint64Array(new ArrayBuffer(8));
  readonly #registersAt: number;
  readonly #statusAt: number;
  readonly #originals = new Map<number, Uint8Array>();
  #memoryFd = -1;

  constructor(kernel: Kernel, memory: Memory, pid: number) {
    this.#kernel = kernel;
    this.#pid = pid;
    this.#registersAt = memory.addressOf(this.#registers);
    this.#statusAt = memory.addressOf(this.#status);
  }

  run(addresses: number[], visit: (hit: Hit) => void): number {
    this.#ptrace(request.seize, this.#pid, 0, option.traceClone | option.traceExec | option.exitKill);
    process.kill(this.#pid, 'SIGCONT');
    try {
      for (;;) {
        const [thread, status] = this.#wait(-1);
        if ((status & 0x7f) === 0 || ((status & 0xff) !== 0x7f && thread === this.#pid)) {
          if (thread === this.#pid) return (status & 0x7f) === 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f);
          continue;
        }
        if ((status & 0xff) !== 0x7f) continue;
        this.#stopped(thread, (status >> 8) & 0xff, status >> 16, addresses, visit);
      }
    } finally {
      if (this.#memoryFd >= 0) fs.closeSync(this.#memoryFd);
    }
  }

  #stopped(thread: number, sig: number, what: number, addresses: number[], visit: (hit: Hit) => void): void {
    if (what === event.stop && signal.stops.includes(sig)) return this.#ptrace(request.listen, thread, 0, 0);
    if (what === event.exec) this.#plant(addresses);
    if (what !== 0) return this.#ptrace(request.cont, thread, 0, 0);
    if (sig !== signal.trap || this.#memoryFd < 0) return this.#ptrace(request.cont, thread, 0, sig);
    this.#ptrace(request.getregs, thread, 0, this.#registersAt);
    const address = Number(this.#registers[register.rip]) - 1;
    const original = this.#originals.get(address);
    if (original === undefined) return this.#ptrace(request.cont, thread, 0, sig);
    const fsBase = Number(this.#registers[register.fsBase]);
    visit({ thread, address, sp: Number(this.#registers[register.rsp]), fsBase, word: (at) => this.#read(at) });
    this.#registers[register.rip] = BigInt(address);
    this.#ptrace(request.setregs, thread, 0, this.#registersAt);
    this.#stepOver(thread, address, original);
  }

  /** Executes the instruction that stands under the breakpoint. A signal that arrives meanwhile is kept until it has been. */
  #stepOver(thread: number, address: number, original: Uint8Array): void {
    fs.writeSync(this.#memoryFd, original, 0, 1, address);
    let pending = 0;
    for (;;) {
      this.#ptrace(request.singlestep, thread, 0, 0);
      const [, status] = this.#wait(thread);
      if ((status & 0xff) !== 0x7f) return;
      const sig = (status >> 8) & 0xff;
      if (sig === signal.trap) break;
      pending = sig;
    }
    fs.writeSync(this.#memoryFd, breakpoint, 0, 1, address);
    this.#ptrace(request.cont, thread, 0, pending);
  }

  #plant(addresses: number[]): void {
    this.#memoryFd = fs.openSync(`/proc/${this.#pid}/mem`, 'r+');
    for (const address of new Set(addresses)) {
      const original = new Uint8Array(1);
      fs.readSync(this.#memoryFd, original, 0, 1, address);
      this.#originals.set(address, original);
      fs.writeSync(this.#memoryFd, breakpoint, 0, 1, address);
    }
  }

  #read(address: number): number {
    try {
      fs.readSync(this.#memoryFd, this.#word, 0, 8, address);
      return Number(this.#word[0]);
    } catch {
      return 0;
    }
  }

  #wait(thread: number): [number, number] {
    const number = this.#kernel.numbers.numberOf('wait4') ?? 0;
    for (;;) {
      const found = this.#kernel.rawSyscall(number, thread, this.#statusAt, allThreads, 0);
      if (found >= 0) return [found, this.#status[0] ?? 0];
      if (this.#kernel.errno !== 4) throw new Error(`wait4: errno ${this.#kernel.errno}`);
    }
  }

  #ptrace(what: number, thread: number, address: number, data: number): void {
    const number = this.#kernel.numbers.numberOf('ptrace') ?? 0;
    const result = this.#kernel.rawSyscall(number, what, thread, address, data);
    // A thread that has just been killed is gone.
    if (result === -1 && this.#kernel.errno !== 3) throw new Error(`ptrace ${what}: errno ${this.#kernel.errno}`);
  }
}
