/**
 * Package reflect, internal/reflectlite and what internal/abi says of types: in Go they read type data and values in memory through unsafe. Their
 * declared types stay Go's, and what only combines their methods runs from source (DeepEqual, VisibleFields, StructTag, Kind's names…).
 */
import type { RType } from '../machine/rtype.ts';
import type { Iface } from '../machine/runtimeError.ts';
import type { NativeContext, NativeTable } from './native.ts';
import { makingNatives } from './reflectMake.ts';
import { readingNatives } from './reflectRead.ts';
import { rtypeNatives } from './reflectRtype.ts';
import { swapper } from './reflectSwapper.ts';
import { TypeObjects } from './reflectTypes.ts';
import { Values } from './reflectValues.ts';
import { writingNatives } from './reflectWrite.ts';
import { reflectliteNatives } from './reflectlite.ts';

export function reflectNatives(context: NativeContext): NativeTable {
  const types = new TypeObjects(context);
  const values = new Values(context, types, 'reflect');
  return {
    ...abiNatives(context, types),
    ...rtypeNatives(values),
    ...readingNatives(values),
    ...writingNatives(values),
    ...makingNatives(values),
    'reflect.Swapper': swapper(values),
    ...reflectliteNatives(new Values(context, types, 'internal/reflectlite')),
  };
}

/** internal/abi.Type's methods that look behind the descriptor. */
function abiNatives({ M }: NativeContext, types: TypeObjects): NativeTable {
  const give = (type: RType | null): object | null => (type === null ? null : types.abi(type));
  return {
    'internal/abi.TypeOf': (i: Iface) => give(M.typeOf(i)),
    'internal/abi.TypeFor': (type: RType) => () => types.abi(type),
    'internal/abi.(*Type).Elem': (t: object) => give(types.of(t).elem),
    'internal/abi.(*Type).Key': (t: object) => give(types.of(t).key),
    'internal/abi.(*Type).Len': (t: object) => types.of(t).length,
    'internal/abi.(*Type).NumMethod': (t: object) => types.methods(types.of(t)).length,
  };
}
