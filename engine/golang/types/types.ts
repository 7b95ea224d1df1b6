/**
 * What every name and expression is: types and objects, after go/types.
 *
 * Types are interned: identical types (Go spec, "Type identity") are the same JavaScript object, so `===` compares them.
 * Make them only with the functions in intern.ts. Named types (and their instances) resolve their underlying type on demand.
 */
import type { Expr, FuncDecl, Ident, SourceFile, ValueSpec } from '../syntax/ast.ts';
import type { Constant } from './constant.ts';

export type BasicKind =
  | 'bool' | 'int' | 'int8' | 'int16' | 'int32' | 'int64' | 'uint' | 'uint8' | 'uint16' | 'uint32' | 'uint64' | 'uintptr'
  | 'float32' | 'float64' | 'complex64' | 'complex128' | 'string' | 'unsafe.Pointer'
  | 'untyped bool' | 'untyped int' | 'untyped rune' | 'untyped float' | 'untyped complex' | 'untyped string' | 'untyped nil'
  | 'invalid'; // prettier-ignore

interface TypeBase {
  /** Unique among all types of a program; a key for maps, stable within a run only. */
  readonly id: number;
  /** Whether a type parameter occurs in it (then it must be substituted before it is emitted). */
  readonly generic: boolean;
}

export interface Basic extends TypeBase {
  kind: 'basic';
  name: BasicKind;
}
export interface Named extends TypeBase {
  kind: 'named';
  object: TypeName;
  /** For an instance of a generic type: the generic type and its arguments. */
  origin: Named | null;
  typeArguments: Type[];
  /** The type parameters of a generic declaration (empty for instances). */
  typeParameters: TypeParameter[];
  /** For a type declared inside a generic function: that function's (and its receiver's) type parameters; substituting them makes an instance. */
  outerParameters: TypeParameter[];
  /** Resolved on demand: never a Named. */
  underlying(): Type;
  /** Declared methods in source order, substituted for an instance; resolved on demand. */
  methods(): Func[];
}
export interface Pointer extends TypeBase {
  kind: 'pointer';
  element: Type;
}
export interface Slice extends TypeBase {
  kind: 'slice';
  element: Type;
}
export interface ArrayT extends TypeBase {
  kind: 'array';
  length: number;
  element: Type;
}
export interface MapT extends TypeBase {
  kind: 'map';
  key: Type;
  element: Type;
}
export interface Chan extends TypeBase {
  kind: 'chan';
  direction: 'both' | 'send' | 'recv';
  element: Type;
}
export interface Struct extends TypeBase {
  kind: 'struct';
  fields: Var[];
  /** One a field, '' for none; byte strings. */
  tags: string[];
}
export interface Tuple extends TypeBase {
  kind: 'tuple';
  types: Type[];
}
export interface Signature extends TypeBase {
  kind: 'signature';
  /** Parameter types; with `variadic` the last is a slice. Names do not count for identity: they stand in Func. */
  params: Type[];
  results: Type[];
  variadic: boolean;
  /** Of a generic function; empty when instantiated. Not part of interned identity unless non-empty. */
  typeParameters: TypeParameter[];
}
export interface Interface extends TypeBase {
  kind: 'interface';
  /** All methods, embedded ones included, sorted by name (unexported ones by package too). Resolved on demand. */
  methods(): Method[];
  /** The type set beyond methods: null when any type; `comparable` flag apart. */
  terms(): { tilde: boolean; type: Type }[] | null;
  comparable(): boolean;
}
export interface Method {
  name: string;
  /** Package of an unexported name, else null. */
  pkg: Package | null;
  signature: Signature;
}
export interface TypeParameter extends TypeBase {
  kind: 'typeparam';
  name: string;
  index: number;
  /** Where it is declared. */
  pos: number;
  /** The constraint as written: an interface, named or not. Resolved on demand. */
  bound(): Type;
  /** The underlying interface of the bound. */
  constraint(): Interface;
}
export type Type =
  | Basic | Named | Pointer | Slice | ArrayT | MapT | Chan | Struct | Tuple | Signature | Interface | TypeParameter; // prettier-ignore

// ---- objects

interface ObjectBase {
  name: string;
  pkg: Package | null;
  /** Identifier of the declaration; null for universe objects and synthesized ones. */
  pos: number;
}
/** A variable, parameter, result or struct field. */
export interface Var extends ObjectBase {
  kind: 'var';
  type: Type;
  role: 'package' | 'local' | 'param' | 'result' | 'receiver' | 'field';
  /** A field without a name of its own. */
  embedded: boolean;
  /** Set by the checker: its address is taken (explicitly, by a pointer method, by slicing an array) or a function literal captures it. */
  addressTaken: boolean;
  captured: boolean;
  /** The function (declaration or literal) it is declared in, for locals: an opaque identity used to find captures. */
  owner: object | null;
  /** For package variables: the ValueSpec and which of its names. */
  spec: ValueSpec | null;
  specIndex: number;
  file: SourceFile | null;
}
export interface Const extends ObjectBase {
  kind: 'const';
  type: Type;
  value: Constant;
}
export interface TypeName extends ObjectBase {
  kind: 'typename';
  type: Type;
  alias: boolean;
  /** For a type declared within a function: a number that tells same-named ones apart; 0 at package level. */
  local: number;
  /** The declared function that it is declared within, also in a literal there; null at package level and in the initialiser of a package variable. */
  within: Func | null;
}
export interface Func extends ObjectBase {
  kind: 'func';
  signature: Signature;
  /** Receiver of a method, else null. Its type is T or *T with T Named (for an interface's method: the interface). */
  receiver: Var | null;
  params: Var[];
  results: Var[];
  decl: FuncDecl | null;
  /** For a method of an instantiated type (or an instantiated function object): what it was made from and with which arguments. */
  origin: Func | null;
  typeArguments: Type[];
}
export interface PackageName extends ObjectBase {
  kind: 'pkgname';
  imported: Package;
  used: boolean;
}
export interface Builtin extends ObjectBase {
  kind: 'builtin';
}
export interface Nil extends ObjectBase {
  kind: 'nil';
}
export interface Label extends ObjectBase {
  kind: 'label';
}
export type GoObject = Var | Const | TypeName | Func | PackageName | Builtin | Nil | Label;

export interface Selection {
  kind: 'field' | 'method' | 'methodExpr';
  /** Type of the operand x (or the type, for a method expression). */
  receiver: Type;
  /** Field indices through embedded structs to the field, or to the embedded value that has the method. For a method the last index is not included. */
  path: { field: Var; index: number; /** the value before this step is a pointer */ indirect: boolean }[];
  /** The field, or the method (instantiated as far as the receiver is). For interface methods, `Func` with decl null. */
  object: Var | Func;
  /** Whether the value that finally holds the field or method is reached through a pointer. */
  indirect: boolean;
}

export interface Package {
  path: string;
  name: string;
  files: SourceFile[];
  /** Imported packages in source order. */
  imports(): Package[];
  /** Package scope: objects are created when first looked up. */
  lookup(name: string): GoObject | undefined;
  /** All names, in source order. */
  names(): string[];
  /** Whether errors are policed and reported (a person's own package). */
  own: boolean;
}

/** The function a body belongs to, with what the checker found. */
export interface CheckedBody {
  /** Labels, captured variables etc. are on the tree; nothing else is needed so far. */
  ok: boolean;
}

/** An error as Go reports it: `./main.go:5:2: undefined: x`. */
export interface GoError {
  pos: number;
  message: string;
  /** Said by the go command and not by the compiler: an import that leads nowhere, or back to where it started; files to embed that are not there. */
  kind?: 'import' | 'cycle';
}

export type { Expr, Ident };
