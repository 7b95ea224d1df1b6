/** Searching and comparing bytes: assembly in Go (internal/bytealg), with what strings and bytes build on it by pointer tricks. */
import type { Slice } from '../machine/slice.ts';
import type { NativeContext, NativeTable } from './native.ts';

const none = new Uint8Array(0);

function bytesOf(s: Slice): Uint8Array {
  return s.array === null ? none : (s.array as Uint8Array).subarray(s.offset, s.offset + s.length);
}

/** Up to as many bytes a loop is done before V8 has made a view of them. */
const few = 64;

function compare(a: Slice, b: Slice): number {
  const n = Math.min(a.length, b.length);
  if (n > few) return Buffer.compare(bytesOf(a), bytesOf(b));
  const xs = a.array as Uint8Array;
  const ys = b.array as Uint8Array;
  for (let i = 0; i < n; i++) {
    const x = xs[a.offset + i] as number;
    const y = ys[b.offset + i] as number;
    if (x !== y) return x < y ? -1 : 1;
  }
  return Math.sign(a.length - b.length);
}

function indexByte(s: Slice, c: number): number {
  const { array, offset, length } = s;
  for (let i = 0; i < Math.min(length, few); i++) if (array[offset + i] === c) return i;
  return length <= few ? -1 : bytesOf(s).indexOf(c, few);
}

export function bytealgNatives({ M }: NativeContext): NativeTable {
  const index = (a: Slice, b: Slice): number =>
    Buffer.from(bytesOf(a).buffer, bytesOf(a).byteOffset, a.length).indexOf(bytesOf(b));
  const indexByteString = (s: string, c: number): number => s.indexOf(String.fromCharCode(c));
  const count = (s: Slice, c: number): number => bytesOf(s).reduce((n, byte) => (byte === c ? n + 1 : n), 0);
  const equal = (a: Slice, b: Slice): boolean => a.length === b.length && compare(a, b) === 0;
  const countString = (s: string, c: number): number => s.split(String.fromCharCode(c)).length - 1;
  return {
    'internal/bytealg.Compare': compare,
    'internal/bytealg.CompareString': (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0),
    'internal/bytealg.Equal': equal,
    'internal/bytealg.Count': count,
    'internal/bytealg.CountString': countString,
    'internal/bytealg.Index': index,
    'internal/bytealg.IndexString': (a: string, b: string) => a.indexOf(b),
    'internal/bytealg.IndexByte': indexByte,
    'internal/bytealg.IndexByteString': indexByteString,
    'internal/bytealg.LastIndexByte': (s: Slice, c: number) => bytesOf(s).lastIndexOf(c),
    'internal/bytealg.LastIndexByteString': (s: string, c: number) => s.lastIndexOf(String.fromCharCode(c)),
    'internal/bytealg.MakeNoZero': (n: number) => M.makeSlice(M.types.basic('uint8'), n),
    'bytes.Equal': equal,
    'bytes.Compare': compare,
    'bytes.IndexByte': indexByte,
    'strings.IndexByte': indexByteString,
    'strings.Index': (a: string, b: string) => a.indexOf(b),
    'internal/stringslite.Index': (a: string, b: string) => a.indexOf(b),
    'internal/stringslite.IndexByte': indexByteString,
    'strings.Clone': (s: string) => s,
    'internal/stringslite.Clone': (s: string) => s,
  };
}

/** strings.Builder, whose String shares memory with its buffer in Go. */
export function builderNatives({ M }: NativeContext): NativeTable {
  interface Builder {
    buf: Slice;
  }
  return {
    'strings.(*Builder).String': (b: Builder) => M.bytesToString(b.buf),
    'strings.(*Builder).copyCheck': () => undefined,
    'strings.noescape': (p: unknown) => p,
  };
}
