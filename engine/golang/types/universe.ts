/** The predeclared names of Go (spec, "Predeclared identifiers"), after go/types/universe.go. */
import { makeBool, makeInt } from './constant.ts';
import { basicOf, interfaceOf, interfaceWith, newNamed, signatureOf } from './intern.ts';
import type { Basic, BasicKind, GoObject, Named, Type, TypeName } from './types.ts';

/** Basic types by Go's names; untyped ones as `basic.untyped int`, i.e. `basic['untyped int']`. */
export const basic = Object.fromEntries(
  (
    [
      'bool', 'int', 'int8', 'int16', 'int32', 'int64', 'uint', 'uint8', 'uint16', 'uint32', 'uint64', 'uintptr', 'float32', 'float64',
      'complex64', 'complex128', 'string', 'unsafe.Pointer', 'untyped bool', 'untyped int', 'untyped rune', 'untyped float', 'untyped complex',
      'untyped string', 'untyped nil', 'invalid',
    ] as const
  ).map((name) => [name, basicOf(name)]),
) as Record<BasicKind, Basic>; // prettier-ignore

export const invalidType = basic.invalid;
export const byteType = basic.uint8;
export const runeType = basic.int32;
/** `interface{}`. */
export const anyType = interfaceOf([]);

/** The scope around every package. */
export const universe = new Map<string, GoObject>();

function declareType(name: string, type: Type, alias = false): TypeName {
  const object: TypeName = { kind: 'typename', name, pkg: null, pos: 0, type, alias, local: 0, within: null };
  universe.set(name, object);
  return object;
}

for (const type of Object.values(basic)) {
  if (!/^(untyped|unsafe|invalid)/.test(type.name)) declareType(type.name, type);
}
declareType('byte', byteType, true);
declareType('rune', runeType, true);
declareType('any', anyType, true);

export const errorMethod = { name: 'Error', pkg: null, signature: signatureOf([], [basic.string]) };
export const errorType: Named = newNamed(declareType('error', invalidType), {
  underlying: () => interfaceOf([errorMethod]),
});
export const comparableType: Named = newNamed(declareType('comparable', invalidType), {
  underlying: () => interfaceWith({ methods: [], terms: null, comparable: true }),
});

for (const value of [true, false]) {
  const name = String(value);
  universe.set(name, { kind: 'const', name, pkg: null, pos: 0, type: basic['untyped bool'], value: makeBool(value) });
}
/** The checker gives `iota` its value in each constant declaration. */
universe.set('iota', {
  kind: 'const',
  name: 'iota',
  pkg: null,
  pos: 0,
  type: basic['untyped int'],
  value: makeInt(0n),
});
universe.set('nil', { kind: 'nil', name: 'nil', pkg: null, pos: 0 });

export const builtinNames = [
  'append', 'cap', 'clear', 'close', 'complex', 'copy', 'delete', 'imag', 'len', 'make', 'max', 'min', 'new', 'panic', 'print', 'println', 'real', 'recover',
] as const; // prettier-ignore
for (const name of builtinNames) universe.set(name, { kind: 'builtin', name, pkg: null, pos: 0 });

/** What package unsafe declares: `Pointer` and built-in functions. */
export const unsafeScope = new Map<string, GoObject>([
  [
    'Pointer',
    {
      kind: 'typename',
      name: 'Pointer',
      pkg: null,
      pos: 0,
      type: basic['unsafe.Pointer'],
      alias: false,
      local: 0,
      within: null,
    },
  ],
]);
for (const name of ['Add', 'Alignof', 'Offsetof', 'Sizeof', 'Slice', 'SliceData', 'String', 'StringData']) {
  unsafeScope.set(name, { kind: 'builtin', name: `unsafe.${name}`, pkg: null, pos: 0 });
}
