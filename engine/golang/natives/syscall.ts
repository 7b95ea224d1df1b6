/** Raw system calls (assembly in Go), and what packages syscall and os ask of the runtime about process, arguments and environment. */
import { blockingCalls } from './blocking.ts';
import { Mappings } from './mapping.ts';
import type { Native, NativeContext, NativeTable } from './native.ts';

type Register = number | bigint;

const enosys = 38; // errno(3)

export function syscallNatives(context: NativeContext): NativeTable {
  const { M, kernel } = context;
  const string = (text: string): string => M.utf8(text);
  const strings = (list: string[]): unknown => M.sliceOf(list.map(string));

  /** Returns r1, r2 and errno as Go's assembly does: r1 is all ones after an error. */
  const syscall6 = (
    n: Register,
    a1: Register,
    a2: Register,
    a3: Register,
    a4: Register,
    a5: Register,
    a6: Register,
  ): [Register, number, number] => {
    const number = Number(n);
    if (mappings.concerns(number)) return results(mappings.call(number, [a1, a2, a3, a4, a5, a6]));
    if (number === enterRing) kernel.rings.before('io_uring_enter', [a1]);
    if (M.getg().lockedExt > 0) return results(blocking.makeAtOnce(number, [a1, a2, a3, a4, a5, a6]));
    const r1 = kernel.rawSyscall(number, a1, a2, a3, a4, a5, a6);
    const { errno } = kernel;
    if (errno === 0) blocking.made(number, [a1, a2, a3, a4, a5, a6], r1);
    kernel.errno = errno;
    return results(r1);
  };
  const results = (r1: number): [Register, number, number] => {
    M.memory.syncAfterCall();
    return kernel.errno === 0 ? [r1, 0, 0] : [18446744073709551615n, 0, kernel.errno];
  };
  const blocking = blockingCalls(context);
  const mappings = new Mappings(context);
  const enterRing = kernel.numbers.numberOf('io_uring_enter');
  // The runtime looks at GODEBUG; the program's environment itself is package syscall's.
  const setenv = (key: string, value: string): void => {
    context.environment[key] = value;
  };
  const unsetenv = (key: string): void => {
    context.environment[key] = undefined;
  };
  const table: NativeTable = {
    'syscall.rawSyscallNoError': (n: Register, a1: Register, a2: Register, a3: Register) => {
      const [r1, r2] = syscall6(n, a1, a2, a3, 0, 0, 0);
      return [r1, r2];
    },
    'syscall.runtime_entersyscall': () => void (M.getg().inSyscall = true),
    'syscall.runtime_exitsyscall': () => void (M.getg().inSyscall = false),
    'runtime.LockOSThread': () => blocking.lock(M.getg()),
    'runtime.UnlockOSThread': () => blocking.unlock(M.getg()),
    // A fork would copy this process, not a Go program: starting programs is refused as a system without fork would.
    'syscall.forkExec': () => [0, context.type('syscall', 'Errno').box(enosys)],
    'syscall.runtime_envs': () =>
      strings(
        Object.entries(context.environment).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`])),
      ),
    'syscall.runtimeSetenv': setenv,
    'syscall.runtimeUnsetenv': unsetenv,
    'syscall.setenv_c': setenv,
    'syscall.unsetenv_c': unsetenv,
    'syscall.Exit': (code: number) => M.exit(code),
    'syscall.Getpagesize': () => 4096,
    'os.runtime_args': () => strings(context.args),
    'os.runtime_beforeExit': () => undefined,
    'os.sigpipe': () => M.exit(141),
    'os.checkClonePidfd': () => null,
    'os.checkPidfd': () => null,
    'internal/syscall/unix.vgetrandom': () => [-1, false],
    'internal/syscall/unix.fcntl': (fd: number, command: number, argument: number) => {
      const number = kernel.numbers.numberOf('fcntl') ?? 72;
      const result = kernel.rawSyscall(number, fd, command, argument, 0, 0, 0);
      if (kernel.errno !== 0) return [-1, kernel.errno];
      blocking.controlled(fd, command, argument, result);
      return [result, 0];
    },
  };
  for (const pkg of ['runtime/internal/syscall', 'internal/runtime/syscall', 'internal/runtime/syscall/linux'])
    table[`${pkg}.Syscall6`] = syscall6;
  table['syscall.RawSyscall6'] = function* (n: Register, ...args: Register[]) {
    const number = Number(n);
    if (mappings.concerns(number) || !blocking.isElsewhere(number, args)) {
      return syscall6(n, ...(args as [Register, Register, Register, Register, Register, Register]));
    }
    if (!M.getg().inSyscall) return results(blocking.makeAtOnce(number, args));
    return results(yield* blocking.make(number, args));
  } as Native;
  return table;
}
