/**
 * What linking a program came to, kept for its next run: an image. It holds the emitted code of every function that was called, what that code refers to
 * by name (codes.ts), the types and package variables it uses, and the order of initialisation. With it a program starts without a line of
 * Go being parsed; what it calls beyond is compiled from source as ever, and added.
 */

/** `h` holder, `k` method thunk, `t` type descriptor, `g` package variable, `F` frame class of the unit's n-th shown function; a key follows. */
export type Reference = string;

/** Function code, and the codes of type arguments: `12`, `12:3,4`. */
export type HolderKey = string;
/** Code of the receiver's type, and the method's property: `3 Name`. */
export type ThunkKey = string;
/** Path of the package, and the name: `net listenerBacklogCache`. */
export type GlobalKey = string;

/** Positions are offsets in the file; -1 for none. */
export interface InfoRecord {
  name: string;
  file: number;
  pos: number;
  end: number;
  isGenerator: boolean;
  /** `pos, end` a step; both -2 for one that is not there. */
  steps: number[];
  /** By step. */
  writes: Record<number, string[]>;
  locals: {
    name: string;
    property: string;
    type: number;
    from: number;
    to: number;
    cell: boolean;
    argument: boolean;
  }[];
  /** Which part of the script makes its frame class; -1 for none. */
  frame: number;
}

export interface UnitRecord {
  /** Which part of the script makes it. */
  at: number;
  references: Reference[];
  /** Go's names of the function and the literals in it. */
  names: string[];
  /** The file that the offsets in its text are in; -1 for none. */
  file: number;
  label: string;
  infos: InfoRecord[];
}

export interface FunctionRecord {
  /** A function whose body stands elsewhere as it is. */
  alias?: HolderKey;
  unit?: UnitRecord;
  usesRecover: boolean;
}

export interface ThunkRecord {
  /** The method itself. */
  direct?: HolderKey;
  unit?: UnitRecord;
  name: string;
  mayPark: boolean;
  target: HolderKey | null;
}

export interface NamedRecord {
  string: string;
  name: string;
  pkgPath: string;
  mapped: boolean;
  /** -1 where it has no code. */
  underlying: number;
  /** Null until somebody asked for them. `type` is -1 until somebody asked for that. */
  methods: { name: string; property: string; exported: boolean; pointerReceiver: boolean; type: number }[] | null;
}

export interface GlobalRecord {
  type: number;
  packageName: string;
  /** What gives it its value when it is first mentioned. */
  initialiser: UnitRecord | null;
}

/** What runs when a package is initialised: an initialiser, or an init function. */
export type InitialisationStep = UnitRecord | HolderKey;

export interface PackageRecord {
  imports: string[];
  steps: InitialisationStep[];
}

/** All that is kept of a set of packages. */
export interface Part {
  functions: Record<HolderKey, FunctionRecord>;
  /** By the function's key and the place in its file, `12@345`: what is left of it there. */
  rests: Record<string, UnitRecord>;
  thunks: Record<ThunkKey, ThunkRecord>;
  globals: Record<GlobalKey, GlobalRecord>;
  packages: Record<string, PackageRecord>;
  /** By type code. */
  named: Record<number, NamedRecord>;
  /** By type code: method sets of unnamed structs. */
  embedding: Record<number, NonNullable<NamedRecord['methods']>>;
  /** By function code: its qualified name, and whether it may park where that is known. */
  names: Record<number, string>;
  parks: Record<number, boolean>;
  /** The scheduler's functions on their lines. */
  mirrored: Record<string, InfoRecord | null>;
  /** Anchors as they were resolved: file, offset, end offset. */
  anchors: Record<string, [number, number, number]>;
}

export interface ImageData {
  types: string[];
  funcs: string[];
  /** Path, length, package. */
  files: [string, number, string][];
  /** What depends on Go's packages only, and what depends on the person's too. */
  library: Part;
  own: Part;
}

export const emptyPart = (): Part => ({
  functions: {}, rests: {}, thunks: {}, globals: {}, packages: {}, named: {}, embedding: {}, names: {}, parks: {}, mirrored: {}, anchors: {},
}); // prettier-ignore
