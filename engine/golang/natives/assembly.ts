/** Functions without a body in Go: what assembly does, also where a package is read as for a machine without any, or the runtime by linkname. */
import type { GoMap } from '../machine/map.ts';
import type { NativeContext, NativeTable } from './native.ts';

export function assemblyNatives(context: NativeContext): NativeTable {
  const { M } = context;
  const table: NativeTable = {
    // Marks in the binary (crypto/internal/boring/sig).
    'crypto/internal/boring/sig.StandardCrypto': () => undefined,
    'crypto/internal/boring/sig.BoringCrypto': () => undefined,
    // Whether the running operation is an approved one (runtime/fipsbypass.go, fips140.go): nobody asks.
    'crypto/internal/fips140.setIndicator': () => undefined,
    'crypto/internal/fips140.getIndicator': () => 0,
    // Intrinsics of the compiler.
    'crypto/internal/constanttime.boolToUint8': Number,
    // Jumps to the one in Go.
    'internal/chacha8rand.block': (...args: unknown[]) =>
      context.call('internal/chacha8rand', 'block_generic')(...args),
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
  return table;
}
