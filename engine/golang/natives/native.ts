/** What natives are made from and how they are registered. */
import { T } from '../../trace/tracer.ts';
import type { CallThreads, Kernel, Memory } from '../../linux/index.ts';
import type { Machine } from '../machine/index.ts';
import type { RType } from '../machine/types.ts';
import type { SignalHost } from './signal.ts';

/** A function that stands for Go's: receiver first, several results as an array; a generator where it may park. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each native has the signature of the Go function that it replaces
export type Native = (...args: any[]) => unknown;

/** Stores in a variable of the program, so that it can be taken back. */
export function store<Key extends string>(object: Partial<Record<Key, unknown>>, key: Key, value: unknown): void {
  if (T.on) T.write(object, key);
  object[key] = value;
}

/** Marks a native that is no generator but gives what a function gives that may park. */
export const mayPark = <Marked extends Native>(native: Marked): Marked => Object.assign(native, { mayPark: true });

/** Natives of one Go package by qualified name. */
export type NativeTable = Record<string, Native>;

/** What natives need of the world. */
export interface NativeContext {
  M: Machine;
  kernel: Kernel;
  memory: Memory;
  /** Threads for calls that block; null where a recording answers. */
  threads: CallThreads | null;
  /** The minor version of Go: 19 for 1.19. */
  minor: number;
  /** The program's arguments, its name first. */
  args: string[];
  environment: Record<string, string | undefined>;
  /** Settings of GODEBUG where the environment does not say otherwise. */
  builtGodebug: ReadonlyMap<string, string>;
  /** Who watches signals for the program; nobody where its thread is the process's only one. */
  signals?: SignalHost | undefined;
  /** The descriptor of a type declared at package level. */
  type(packagePath: string, name: string): RType;
  /** The Go functions that run, innermost first, `limit` at most. */
  callers(limit: number): CallerPlace[];
  /** A package variable's place. */
  variable(packagePath: string, name: string): { v: unknown };
  /** A method declared on a type or on the pointer to it; the receiver is its first argument. */
  method(packagePath: string, type: string, name: string): Native;
  /** A Go function as emitted code calls it. */
  call(packagePath: string, name: string): Native;
}

/** Where a function on the stack is: its name, the file on disk, the line. */
export interface CallerPlace {
  function: string;
  file: string;
  line: number;
}

/** Makes the natives of a package. */
export type NativeMaker = (context: NativeContext) => NativeTable;

/** A place that atomics work on: a pointer to a scalar, or a struct with the value in one field. */
export type Place = Record<string, unknown>;
