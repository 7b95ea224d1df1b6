/**
 * Functions of the standard library that are written in assembly for speed and have a twin in Go that does the same: the twin runs. So do the few
 * that the runtime supplies to other packages by linkname.
 */
import type { GoMap } from '../machine/map.ts';
import type { Native, NativeContext, NativeTable } from './native.ts';

/** By package: the function without a body and its twin. */
const twins: Record<string, Record<string, string>> = {
  math: {
    archExp: 'exp', archExp2: 'exp2', archFloor: 'floor', archCeil: 'ceil', archTrunc: 'trunc', archHypot: 'hypot', archLog: 'log', archMax: 'max',
    archMin: 'min', archModf: 'modf', archSqrt: 'sqrt',
  },
  'math/big': {
    addVV: 'addVV_g', subVV: 'subVV_g', lshVU: 'lshVU_g', rshVU: 'rshVU_g', mulAddVWW: 'mulAddVWW_g', addMulVVWW: 'addMulVVWW_g',
  },
  'crypto/md5': { block: 'blockGeneric' },
  'crypto/sha1': { block: 'blockGeneric' },
  'crypto/sha256': { block: 'blockGeneric' },
  'crypto/sha512': { block: 'blockGeneric' },
  'crypto/internal/fips140/sha256': { block: 'blockGeneric' },
  'crypto/internal/fips140/sha512': { block: 'blockGeneric' },
}; // prettier-ignore

/** In assembly up to Go 1.24, in Go since. */
const oldTwins: typeof twins = {
  'math/big': { addVW: 'addVW_g', subVW: 'subVW_g', shlVU: 'shlVU_g', shrVU: 'shrVU_g', addMulVVW: 'addMulVVW_g' },
};

export function assemblyNatives(context: NativeContext): NativeTable {
  const { M } = context;
  const table: NativeTable = {
    // Marks in the binary (crypto/internal/boring/sig).
    'crypto/internal/boring/sig.StandardCrypto': () => undefined,
    'crypto/internal/boring/sig.BoringCrypto': () => undefined,
    // Whether the running operation is an approved one (runtime/fipsbypass.go, fips140.go): nobody asks.
    'crypto/internal/fips140.setIndicator': () => undefined,
    'crypto/internal/fips140.getIndicator': () => 0,
    // runtime/map.go, maps_clone.
    'maps.clone': (map: object) => {
      const type = M.typeOf(map);
      if (type === null) return null;
      const { key, element } = type;
      const old = type.unbox(map) as GoMap;
      const made = M.makeMap(type);
      for (const entry of M.mapEntries(old)) M.mapSet(made, key?.clone(entry.key), element.clone(entry.value));
      return type.box(made);
    },
  };
  const all = [...Object.entries(twins), ...(context.minor < 25 ? Object.entries(oldTwins) : [])];
  for (const [path, functions] of all) {
    for (const [name, twin] of Object.entries(functions)) {
      let found: Native | null = null;
      table[`${path}.${name}`] = (...args: unknown[]) => (found ??= context.call(path, twin))(...args);
    }
  }
  return table;
}
