/** Arithmetic on Go's numeric types as JavaScript text (Go spec, "Arithmetic operators"; representation in machine/ABI.md). */
import type { BasicKind } from '../types/types.ts';
import type { BinaryOp } from '../syntax/ast.ts';

export const isWideSigned = (kind: BasicKind): boolean => kind === 'int' || kind === 'int64';
export const isWideUnsigned = (kind: BasicKind): boolean => kind === 'uint' || kind === 'uint64' || kind === 'uintptr';
export const isWide = (kind: BasicKind): boolean => isWideSigned(kind) || isWideUnsigned(kind);
export const isFloat = (kind: BasicKind): boolean => kind === 'float32' || kind === 'float64';
export const isComplex = (kind: BasicKind): boolean => kind === 'complex64' || kind === 'complex128';
const smallIntegers = new Set<BasicKind>(['int8', 'int16', 'int32', 'uint8', 'uint16', 'uint32']);
export const isSmallInteger = (kind: BasicKind): boolean => smallIntegers.has(kind);
export const isInteger = (kind: BasicKind): boolean => isSmallInteger(kind) || isWide(kind);

const wideNames: Partial<Record<BinaryOp, string>> = {
  '+': 'add', '-': 'sub', '*': 'mul', '/': 'quo', '%': 'rem', '&': 'and', '|': 'or', '^': 'xor', '&^': 'andNot', '<<': 'shl', '>>': 'shr',
}; // prettier-ignore

/** Wraps a JavaScript number (an exact result within ±2^53, or any int32 pattern) to the small integer type. */
export function wrapSmall(kind: BasicKind, js: string): string {
  switch (kind) {
    case 'int8':
      return `((${js}) << 24 >> 24)`;
    case 'int16':
      return `((${js}) << 16 >> 16)`;
    case 'int32':
      return `((${js}) | 0)`;
    case 'uint8':
      return `((${js}) & 255)`;
    case 'uint16':
      return `((${js}) & 65535)`;
    default:
      return `((${js}) >>> 0)`;
  }
}

/** `x op y` for two operands of the same basic kind; comparison is not handled here. */
export function arithmetic(op: BinaryOp, kind: BasicKind, x: string, y: string): string {
  if (isWide(kind)) {
    const name = wideNames[op];
    if (name === undefined) throw new Error(`no operator ${op} on ${kind}`);
    return `M.${name}${isWideSigned(kind) ? 'Int' : 'Uint'}(${x}, ${y})`;
  }
  if (kind === 'string') return `(${x} + ${y})`;
  if (kind === 'float64') return `(${x} ${op} ${y})`;
  if (kind === 'float32') return `Math.fround(${x} ${op} ${y})`;
  if (isComplex(kind)) {
    const names: Partial<Record<BinaryOp, string>> = { '+': 'add', '-': 'sub', '*': 'mul', '/': 'quo' };
    return `M.complex${kind === 'complex64' ? '64' : '128'}${capital(names[op] ?? '')}(${x}, ${y})`;
  }
  const signed = kind.startsWith('int');
  switch (op) {
    case '+':
    case '-':
      return wrapSmall(kind, `${x} ${op} ${y}`);
    case '*':
      return wrapSmall(kind, `Math.imul(${x}, ${y})`);
    case '/':
      return wrapSmall(kind, `M.quo32(${x}, ${y})`);
    case '%':
      return wrapSmall(kind, `M.rem32(${x}, ${y})`);
    case '&^':
      return wrapSmall(kind, `${x} & ~(${y})`);
    case '<<':
      return wrapSmall(kind, `M.shl32(${x}, ${y})`);
    case '>>':
      return wrapSmall(kind, signed ? `M.shr32(${x}, ${y})` : `M.ushr32(${x}, ${y})`);
    default:
      return wrapSmall(kind, `${x} ${op} ${y}`);
  }
}

export const capital = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1);

/** A numeric conversion `to(x)` for a non-constant x (Go spec, "Conversions between numeric types"). */
export function convertNumber(from: BasicKind, to: BasicKind, js: string): string {
  if (from === to) return js;
  if (isComplex(to)) return isComplex(from) ? (to === 'complex64' ? `M.toComplex64(${js})` : js) : js;
  if (to === 'float64') return isWide(from) ? `Number(${js})` : js;
  if (to === 'float32') return isWide(from) ? `M.wideToFloat32(${js})` : `Math.fround(${js})`;
  if (isFloat(from)) return `M.floatTo${targetName(to)}(${js})`;
  if (isWide(to)) {
    if (isSmallInteger(from)) return isWideSigned(to) || from.startsWith('uint') ? js : `M.toUint(${js})`;
    if (isWideSigned(from) === isWideSigned(to)) return js;
    return isWideSigned(to) ? `M.toInt(${js})` : `M.toUint(${js})`;
  }
  if (isWide(from)) return `M.to${targetName(to)}(${js})`;
  return widens(from, to) ? js : wrapSmall(to, js);
}

function widens(from: BasicKind, to: BasicKind): boolean {
  const bits = (kind: BasicKind): number => Number(/\d+$/.exec(kind)?.[0] ?? 64);
  if (from.startsWith('uint')) return bits(to) > bits(from) || (to.startsWith('uint') && bits(to) >= bits(from));
  return to.startsWith('int') && bits(to) >= bits(from);
}

/** int and int64 share one name, as do uint, uint64 and uintptr. */
function targetName(to: BasicKind): string {
  if (isWideSigned(to)) return 'Int';
  if (isWideUnsigned(to)) return 'Uint';
  return capital(to);
}
