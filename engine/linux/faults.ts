/** System calls that fail on purpose: what `strace -e inject=CALL:error=ERRNO:when=N` does, without strace. */
import { errnoNumber } from './errno.ts';
import { CallNumbers, isArchitecture } from './numbers.ts';
import type { Kernel } from './syscall.ts';

/** One call that fails. */
export interface Fault {
  /** As it was written: `accept4=EMFILE:2`. */
  readonly text: string;
  readonly call: string;
  readonly errno: number;
  /** Which of the program's calls fails, from 1; or each. */
  readonly when: number | 'every';
}

/** A fault that cannot be meant; the message says what is wrong and what to write. */
export class FaultError extends Error {}

const form = 'CALL=ERRNO, CALL=ERRNO:N or CALL=ERRNO:every, such as accept4=EMFILE:2';

const calls = (): CallNumbers => new CallNumbers(isArchitecture(process.arch) ? process.arch : 'x64');

/** Reads `CALL=ERRNO[:N|:every]`; without N the first call fails. @throws FaultError */
export function parseFault(text: string): Fault {
  const [, call, errnoText, when] = /^([^=:]+)=([^=:]+)(?::([^=:]+))?$/.exec(text) ?? [];
  if (call === undefined || errnoText === undefined) throw new FaultError(`"${text}" is no fault: write ${form}`);
  if (!calls().has(call)) {
    throw new FaultError(
      `"${text}": there is no system call "${call}"; netwalk run --trace shows those that a program makes`,
    );
  }
  const errno = errnoNumber(errnoText);
  if (errno === undefined) {
    throw new FaultError(`"${text}": there is no error "${errnoText}"; it must be a name of errno(3), such as EMFILE`);
  }
  if (when === undefined || when === 'every') return { text, call, errno, when: when ?? 1 };
  if (!/^[1-9]\d{0,14}$/.test(when)) {
    throw new FaultError(`"${text}": which call fails must be a number from 1 on, or "every", not "${when}"`);
  }
  return { text, call, errno, when: Number(when) };
}

/** Faults that are due while a program runs; calls are counted from its first, those of package initialisation included. */
export class Faults {
  private readonly faults: readonly Fault[];
  private readonly counts = new Map<string, number>();
  private readonly happened = new Set<Fault>();

  constructor(faults: readonly Fault[]) {
    this.faults = faults;
    for (const { call } of faults) this.counts.set(call, 0);
  }

  /** From now on. Nothing is slowed down when there are none. */
  install(kernel: Kernel): void {
    if (this.faults.length > 0) kernel.inject = (name) => this.answer(name);
  }

  /** A line for each fault that was never due: the program made fewer such calls. */
  missed(): string[] {
    return this.faults
      .filter((fault) => !this.happened.has(fault))
      .map(
        ({ text, call }) => `${text} never happened: the program called ${call} ${times(this.counts.get(call) ?? 0)}`,
      );
  }

  /** The errno with which this call fails; 0 when the kernel is asked. */
  private answer(name: string): number {
    const before = this.counts.get(name);
    if (before === undefined) return 0;
    this.counts.set(name, before + 1);
    const due = this.faults.find(({ call, when }) => call === name && (when === 'every' || when === before + 1));
    if (due === undefined) return 0;
    this.happened.add(due);
    return due.errno;
  }
}

const times = (count: number): string => (count === 0 ? 'never' : count === 1 ? 'once' : `${count} times`);
