/** Sizes of the gc compiler for amd64 and arm64, which agree (go/types/gcsizes.go). */
import { underlying } from './predicates.ts';
import type { BasicKind, Struct, Type } from './types.ts';

const word = 8;
const basicSizes: Partial<Record<BasicKind, number>> = {
  bool: 1, int8: 1, uint8: 1, int16: 2, uint16: 2, int32: 4, uint32: 4, float32: 4, int64: 8, uint64: 8, float64: 8,
  int: word, uint: word, uintptr: word, 'unsafe.Pointer': word, complex64: 8, complex128: 16, string: 2 * word,
}; // prettier-ignore

const alignUp = (offset: number, alignment: number): number => Math.ceil(offset / alignment) * alignment;

/** What `unsafe.Sizeof` gives for a value of the type. */
export function sizeOf(type: Type): number {
  const under = underlying(type);
  switch (under.kind) {
    case 'basic':
      return basicSizes[under.name] ?? word;
    case 'array':
      return under.length * sizeOf(under.element);
    case 'slice':
      return 3 * word;
    case 'interface':
      return 2 * word;
    case 'struct':
      return structSize(under);
    default:
      return word;
  }
}

function structSize(struct: Struct): number {
  const last = struct.fields.at(-1);
  if (last === undefined) return 0;
  const offset = offsetsOf(struct).at(-1) ?? 0;
  const size = sizeOf(last.type);
  // A last field without size is padded, so that its address is inside the struct.
  const end = offset + (size === 0 && offset > 0 ? 1 : size);
  return alignUp(end, alignOf(struct));
}

/** What `unsafe.Alignof` gives for a value of the type. */
export function alignOf(type: Type): number {
  const under = underlying(type);
  switch (under.kind) {
    case 'basic':
      return Math.min(under.name === 'complex64' ? 4 : (basicSizes[under.name] ?? word), word);
    case 'array':
      return alignOf(under.element);
    case 'struct':
      return Math.max(1, ...under.fields.map((field) => alignOf(field.type)));
    default:
      return word;
  }
}

/** The offset of each field. */
export function offsetsOf(struct: Struct): number[] {
  let end = 0;
  return struct.fields.map((field) => {
    const offset = alignUp(end, alignOf(field.type));
    end = offset + sizeOf(field.type);
    return offset;
  });
}
