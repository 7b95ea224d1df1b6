/**
 * os/signal (runtime/sigqueue.go): a thread in the kernel cannot run a handler of its own, so the process's main thread does, and writes the
 * signal's number into a pipe. In Go the goroutine that receives signals is in a system call while it waits (notetsleepg); here it reads the pipe in one.
 */
import { F_DUPFD_CLOEXEC, firstOwnDescriptor } from '../../linux/descriptors.ts';
import { blockingCalls } from './blocking.ts';
import type { Native, NativeContext, NativeTable } from './native.ts';

/** Who watches signals for the program. `fd` is the end of a pipe into which the number of each goes, as one byte. */
export interface SignalHost {
  watch(signal: number, fd: number): void;
  ignore(signal: number): void;
  /** Back to what the signal does by default. */
  reset(signal: number): void;
}

// fcntl(2), open(2)
const F_SETFL = 4;
const [O_NONBLOCK, O_CLOEXEC] = [0o4000, 0o2000000];

export function signalNatives(context: NativeContext): NativeTable {
  const { M, kernel, memory, signals } = context;
  const host = (): SignalHost => {
    if (signals === undefined) throw new Error('os/signal: nobody watches signals for this program');
    return signals;
  };
  const systemCall = (name: string, ...args: (number | bigint)[]): number => {
    const result = kernel.rawSyscall(kernel.numbers.numberOf(name) ?? -1, ...args);
    if (kernel.errno !== 0) throw new Error(`os/signal: ${name}: errno ${kernel.errno}`);
    return result;
  };
  let ends: { read: number; write: number } | null = null;
  const pipe = (): { read: number; write: number } => {
    if (ends === null) {
      const pair = new Int32Array(new ArrayBuffer(8));
      systemCall('pipe2', memory.addressOf(pair), O_CLOEXEC);
      const [read, write] = [...pair].map((fd) => {
        const moved = systemCall('fcntl', fd, F_DUPFD_CLOEXEC, firstOwnDescriptor);
        systemCall('close', fd);
        return moved;
      });
      ends = { read: read ?? -1, write: write ?? -1 };
      // The main thread must not wait for a program that does not read.
      systemCall('fcntl', ends.write, F_SETFL, O_NONBLOCK);
    }
    return ends;
  };
  const blocking = blockingCalls(context);
  const read = kernel.numbers.numberOf('read');
  const ignored = new Set<number>();
  return {
    'os/signal.signal_enable': (signal: number) => {
      ignored.delete(signal);
      host().watch(signal, pipe().write);
    },
    'os/signal.signal_disable': (signal: number) => host().reset(signal),
    'os/signal.signal_ignore': (signal: number) => {
      ignored.add(signal);
      host().ignore(signal);
    },
    'os/signal.signal_ignored': (signal: number) => ignored.has(signal),
    'os/signal.signalWaitUntilIdle': () => undefined,
    'os/signal.signal_recv': function* () {
      const number = Uint8Array.of(0);
      const address = M.memory.addressOfBuffer(number.buffer);
      while ((yield* blocking.make(read, [pipe().read, address, 1])) !== 1);
      return number[0];
    } as Native,
  };
}
