/** Small questions about types that emit asks everywhere. */
import type { FuncLit } from '../syntax/ast.ts';
import type { Basic, BasicKind, Type, Var } from '../types/types.ts';

/** The underlying type: never a Named. */
export function underlying(type: Type): Exclude<Type, { kind: 'named' }> {
  const under = type.kind === 'named' ? type.underlying() : type;
  if (under.kind === 'named') throw new Error(`underlying type of ${under.object.name} is a named type`);
  return under;
}

export function isInterface(type: Type): boolean {
  return underlying(type).kind === 'interface';
}

/** Structs and arrays: values that are copied. */
export function isAggregate(type: Type): boolean {
  const kind = underlying(type).kind;
  return kind === 'struct' || kind === 'array';
}

/** The kind of a basic type (of its underlying type), else null. Untyped kinds map to their default type's. */
export function basicKind(type: Type): BasicKind | null {
  const under = underlying(type);
  return under.kind === 'basic' ? typed(under) : null;
}

function typed(basic: Basic): BasicKind {
  switch (basic.name) {
    case 'untyped bool':
      return 'bool';
    case 'untyped int':
      return 'int';
    case 'untyped rune':
      return 'int32';
    case 'untyped float':
      return 'float64';
    case 'untyped complex':
      return 'complex128';
    case 'untyped string':
      return 'string';
    default:
      return basic.name;
  }
}

/** Whether an interface holds a value of the type itself and not a copy somewhere (cmd/compile/internal/types, IsDirectIface). */
export function isPointerShaped(type: Type): boolean {
  const under = underlying(type);
  switch (under.kind) {
    case 'pointer':
    case 'chan':
    case 'map':
    case 'signature':
      return true;
    case 'array':
      return under.length === 1 && isPointerShaped(under.element);
    case 'struct':
      return under.fields.length === 1 && isPointerShaped((under.fields[0] as Var).type);
    default:
      return basicKind(type) === 'unsafe.Pointer';
  }
}

export function isString(type: Type): boolean {
  return basicKind(type) === 'string';
}

/** The element type behind a pointer. */
export function pointee(type: Type): Type {
  const under = underlying(type);
  if (under.kind !== 'pointer') throw new Error(`${under.kind} is no pointer`);
  return under.element;
}

/** Whether a slice or array of this element type is a typed array (machine/ABI.md). */
export function typedArrayOf(element: Type): string | null {
  switch (basicKind(element)) {
    case 'int8':
      return 'Int8Array';
    case 'uint8':
      return 'Uint8Array';
    case 'int16':
      return 'Int16Array';
    case 'uint16':
      return 'Uint16Array';
    case 'int32':
      return 'Int32Array';
    case 'uint32':
      return 'Uint32Array';
    case 'float32':
      return 'Float32Array';
    case 'float64':
      return 'Float64Array';
    default:
      return null;
  }
}

const unnamed = (type: Type): Var => ({
  kind: 'var', name: '', pkg: null, pos: 0, type, role: 'param', embedded: false, addressTaken: false, captured: false, owner: null, spec: null, specIndex: 0, file: null,
}); // prettier-ignore

/** The parameter and result variables of a checked function literal. */
export function parameterVars(literal: FuncLit): { receiver: null; params: Var[]; results: Var[] } {
  const signature = literal.type === undefined ? null : underlying(literal.type);
  if (signature?.kind !== 'signature') throw new Error('function literal without a type');
  const collect = (fields: typeof literal.signature.params, types: Type[]): Var[] => {
    const vars: Var[] = [];
    for (const field of fields) {
      for (const name of field.names) {
        vars.push(name.object?.kind === 'var' ? name.object : unnamed(types[vars.length] as Type));
      }
      if (field.names.length === 0) vars.push(unnamed(types[vars.length] as Type));
    }
    return vars;
  };
  return {
    receiver: null,
    params: collect(literal.signature.params, signature.params),
    results: collect(literal.signature.results, signature.results),
  };
}
