/** The built-in print and println (runtime/print.go): to standard error, unformatted. */
import { writeSync } from 'node:fs';
import type { Complex } from './complex.ts';
import { output as panicOutput } from './panic.ts';
import { release } from './release.ts';
import type { Box, Kind, RType } from './rtype.ts';
import type { Iface } from './runtimeError.ts';
import { addressOf } from './memory.ts';
import type { Slice } from './slice.ts';
import type { Wide } from './wide.ts';

export const output = {
  /** Where printed bytes go. */
  write(fd: number, bytes: Uint8Array): void {
    writeSync(fd, bytes);
  },
};

/** Writes a byte string to standard error. */
export function writeError(text: string): void {
  output.write(2, Buffer.from(text, 'latin1'));
}
panicOutput.fatal = writeError;

/** What a value is to print: a basic kind, or a kind of type. */
export type PrintKind = Kind | 'signature';

/** runtime.printfloat: +1.500000e+000, and since Go 1.26 1.5. */
export function formatFloat(v: number, bits: 32 | 64 = 64): string {
  if (Number.isNaN(v)) return 'NaN';
  if (v === Infinity) return '+Inf';
  if (v === -Infinity) return '-Inf';
  if (release.printsShortFloats) return shortFloat(v, bits);
  const negative = v < 0 || Object.is(v, -0);
  const [digits = '', exponent = '0'] = Math.abs(v).toExponential(6).split('e');
  const power = Number(exponent);
  return `${negative ? '-' : '+'}${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(3, '0')}`;
}

/** strconv.AppendFloat(v, 'g', -1, bits): the fewest digits that give the same number again. */
function shortFloat(v: number, bits: 32 | 64): string {
  const sign = v < 0 || Object.is(v, -0) ? '-' : '';
  let text = Math.abs(v).toExponential();
  for (let digits = 0; bits === 32 && digits < 9; digits++) {
    text = Math.abs(v).toExponential(digits);
    if (Math.fround(Number(text)) === Math.abs(v)) break;
  }
  const [digits = '', exponent = '0'] = text.split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return sign + plainDecimal(digits.replace('.', ''), power);
  return `${sign}${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function plainDecimal(digits: string, power: number): string {
  if (power < 0) return `0.${'0'.repeat(-power - 1)}${digits}`;
  const whole = digits.slice(0, power + 1).padEnd(power + 1, '0');
  const fraction = digits.slice(power + 1);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

function formatComplex({ re, im }: Complex, bits: 32 | 64): string {
  const imaginary = formatFloat(im, bits);
  return `(${formatFloat(re, bits)}${/^[+-]/.test(imaginary) ? '' : '+'}${imaginary}i)`;
}

const hexadecimal = (address: Wide): string => `0x${address.toString(16)}`;
const pointerText = (pointer: unknown): string => hexadecimal(safeAddress(pointer as object | null));

/** Printing must not fail where no memory is at hand. */
function safeAddress(pointer: object | null): Wide {
  try {
    return addressOf(pointer);
  } catch {
    return 0xc000000000;
  }
}

export function format(kind: PrintKind, value: unknown): string {
  switch (kind) {
    case 'bool':
    case 'string':
      return String(value);
    case 'float32':
      return formatFloat(value as number, 32);
    case 'float64':
      return formatFloat(value as number);
    case 'complex64':
      return formatComplex(value as Complex, 32);
    case 'complex128':
      return formatComplex(value as Complex, 64);
    case 'interface': {
      const box = value as Box | null;
      return box === null ? '(0x0,0x0)' : `(${pointerText(box.$type)},${pointerText(box)})`;
    }
    case 'slice': {
      const s = value as Slice;
      return `[${s.length}/${s.capacity}]${pointerText(s.array)}`;
    }
    case 'pointer':
    case 'map':
    case 'chan':
    case 'func':
    case 'signature':
    case 'unsafe.Pointer':
      return pointerText(value);
    default:
      return String(value);
  }
}

export function print(...values: [PrintKind, unknown][]): void {
  writeError(values.map(([kind, value]) => format(kind, value)).join(''));
}
export function println(...values: [PrintKind, unknown][]): void {
  writeError(`${values.map(([kind, value]) => format(kind, value)).join(' ')}\n`);
}

/** runtime.printindented: later lines of a panic's text are indented. */
export const indented = (text: string): string => (release.indentsPanics ? text.replaceAll('\n', '\n\t') : text);

/** runtime.printpanicval: the value of a panic that nobody recovered. Errors and Stringers have become texts before. */
export function panicText(value: Iface): string {
  if (value === null) return 'nil';
  const type = (value as { $type: RType }).$type;
  const { kind } = type;
  const v = (value as Box).v;
  switch (kind) {
    case 'array':
    case 'chan':
    case 'func':
    case 'interface':
    case 'map':
    case 'pointer':
    case 'slice':
    case 'struct':
    case 'unsafe.Pointer':
      return `(${type.string}) ${pointerText(value)}`;
    case 'string':
      return type.named ? `${type.string}("${indented(v as string)}")` : indented(v as string);
    case 'complex64':
    case 'complex128':
      return type.named ? `${type.string}${format(kind, v)}` : format(kind, v);
    default:
      return type.named ? `${type.string}(${format(kind, v)})` : format(kind, v);
  }
}
