/** Natives of small packages: hooks of the race detector and of testing, settings of GODEBUG, random numbers, floats' bits. */
import type { NativeContext, NativeTable } from './native.ts';

export function libraryNatives(context: NativeContext): NativeTable {
  const { M } = context;
  const none = (): void => undefined;
  const view = new DataView(new ArrayBuffer(8));
  /** Since Go 1.22 `rand`, before `fastrand64`. */
  const source = context.minor < 22 ? 'fastrand64' : 'rand';
  const random64 = (): number | bigint => context.call('runtime', source)() as number | bigint;
  const table: NativeTable = {
    'internal/godebug.setUpdate': none,
    'internal/godebug.registerMetric': none,
    'internal/godebug.setNewIncNonDefault': none,
    'internal/godebug.(*Setting).Value': (setting: { name: string }) => godebug(context, setting.name),
    'internal/godebug.(*Setting).IncNonDefault': none,
    'internal/godebug.Get': (name: string) => godebug(context, name),
    'internal/cpu.cpuid': () => [0, 0, 0, 0],
    'internal/cpu.xgetbv': () => [0, 0],
    'internal/cpu.getGOAMD64level': () => 1,
    'internal/abi.NoEscape': (p: unknown) => p,
    'internal/synctest.IsInBubble': () => false,
    'internal/synctest.Associate': () => 0,
    'net.fastrandu': random64,
    'net.runtime_rand': random64,
    'os.runtime_rand': random64,
    'os.fastrand': () => M.random32(),
    'math/rand.runtime_rand': random64,
    'math/rand.fastrand64': random64,
    'math/rand/v2.runtime_rand': random64,
    'internal/sync.runtime_rand': random64,
    'internal/concurrent.rand': random64,
    'math.Float64bits': (x: number) => {
      view.setFloat64(0, x);
      return M.canonUint(view.getBigUint64(0));
    },
    'math.Float64frombits': (bits: number | bigint) => {
      view.setBigUint64(0, BigInt(bits));
      return view.getFloat64(0);
    },
    'math.Float32bits': (x: number) => {
      view.setFloat32(0, x);
      return view.getUint32(0);
    },
    'math.Float32frombits': (bits: number) => {
      view.setUint32(0, bits);
      return view.getFloat32(0);
    },
    'math.Floor': Math.floor,
    'math.Ceil': Math.ceil,
    'math.Trunc': Math.trunc,
    'math.Sqrt': Math.sqrt,
    'math.sqrt': Math.sqrt,
    'math.Abs': Math.abs,
    'math/bits.Mul64': (x: number | bigint, y: number | bigint) => {
      const product = BigInt(x) * BigInt(y);
      return [M.canonUint(product >> 64n), M.canonUint(product)];
    },
    'math/bits.Add64': (x: number | bigint, y: number | bigint, carry: number | bigint) => {
      const sum = BigInt(x) + BigInt(y) + BigInt(carry);
      return [M.canonUint(sum), Number(sum >> 64n)];
    },
    'math/bits.LeadingZeros64': (x: number | bigint) => 64 - bitLength(x),
    'math/bits.Len64': bitLength,
    'math/bits.Len': bitLength,
    'math/bits.TrailingZeros64': (x: number | bigint) => {
      if (x === 0) return 64;
      let n = 0;
      for (let rest = BigInt(x); (rest & 1n) === 0n; rest >>= 1n) n++;
      return n;
    },
    'math/bits.Len32': (x: number) => 32 - Math.clz32(x),
    'math/bits.TrailingZeros32': (x: number) => (x === 0 ? 32 : 31 - Math.clz32(x & -x)),
  };
  return table;
}

function bitLength(x: number | bigint): number {
  if (typeof x === 'number') return x < 4294967296 ? 32 - Math.clz32(x) : 64 - Math.clz32(Math.floor(x / 4294967296));
  return x.toString(2).length;
}

/** A setting of GODEBUG: the last of that name in the program's environment, else what the program was built with. */
export function godebug({ environment, builtGodebug }: NativeContext, name: string): string {
  const key = name.replace(/^#/, '');
  const said = environment.GODEBUG?.split(',').findLast((setting) => setting.startsWith(`${key}=`));
  return said?.slice(key.length + 1) ?? builtGodebug.get(key) ?? '';
}

/** unique.Make: equal values share one handle. */
export function uniqueNatives({ M }: NativeContext): NativeTable {
  const handles = new Map<unknown, Map<unknown, object>>();
  return {
    'unique.Make':
      (type: { kind: string; hashKey(v: unknown): unknown; clone(v: unknown): unknown }) => (value: unknown) => {
        let known = handles.get(type);
        if (known === undefined) handles.set(type, (known = new Map<unknown, object>()));
        const key = type.hashKey(value);
        let made = known.get(key);
        if (made === undefined) {
          // A pointer to a struct or array is the value's object itself.
          const aggregate = type.kind === 'struct' || type.kind === 'array';
          made = { value: aggregate ? type.clone(value) : new M.Cell(value) };
          known.set(key, made);
        }
        return made;
      },
  };
}
