/** Sizes, alignments and offsets of types on 64-bit machines (go/types sizes.go; amd64 and arm64 agree). */
import type { Kind, RType } from './rtype.ts';

const basicSizes: Partial<Record<Kind, number>> = {
  bool: 1, int8: 1, uint8: 1, int16: 2, uint16: 2, int32: 4, uint32: 4, float32: 4, complex64: 8, complex128: 16, string: 16, slice: 24, interface: 16,
}; // prettier-ignore

export function sizeOf(type: RType): number {
  const { kind, elem, length, fields } = type.structure;
  if (kind === 'array') return length * (elem?.size ?? 0);
  if (kind !== 'struct') return basicSizes[kind] ?? 8;
  const offsets = offsetsOf(type);
  const last = fields.at(-1);
  if (last === undefined) return 0;
  const end = (offsets.at(-1) ?? 0) + last.type.size;
  // A field of no size at the end is given a byte, so that its address stays inside.
  return roundUp(last.type.size === 0 && end > 0 ? end + 1 : end, alignOf(type));
}

export function alignOf(type: RType): number {
  const { kind, elem, fields } = type.structure;
  if (kind === 'array') return elem?.align ?? 1;
  if (kind === 'struct') return fields.reduce((align, field) => Math.max(align, field.type.align), 1);
  if (kind === 'complex64') return 4;
  return Math.min(8, basicSizes[kind] ?? 8);
}

export function offsetsOf(type: RType): number[] {
  let end = 0;
  return type.structure.fields.map((field) => {
    const offset = roundUp(end, field.type.align);
    end = offset + field.type.size;
    return offset;
  });
}

export const roundUp = (n: number, align: number): number => Math.ceil(n / align) * align;
