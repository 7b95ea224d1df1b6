/** reflect.StructOf (reflect/type.go): a struct type of fields, with the methods that embedded ones give it as far as Go supports that, and Go's panics. */
import type { Field, Method, RType } from '../machine/rtype.ts';
import type { Slice } from '../machine/slice.ts';
import type { Native } from './native.ts';
import { itemsOf } from './reflectRtype.ts';
import type { GoFunction, Values } from './reflectValues.ts';

/** reflect.StructField as it is given. */
interface GoStructField {
  Name: string;
  PkgPath: string;
  Type: object | null;
  Tag: string;
  Anonymous: boolean;
}

export function structOf({ types, context }: Values): Native {
  const { M } = context;
  const fail = (text: string): never => types.panic(`reflect.StructOf: ${text}`);
  const unsupported = (text: string): never => types.panic(`reflect: embedded ${text}`);

  function fieldOf({ Name, PkgPath, Type, Tag, Anonymous }: GoStructField, i: number): Field {
    if (Name === '') fail(`field ${i} has no name`);
    if (!/^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(M.fromUtf8(Name))) fail(`field ${i} has invalid name`);
    if (Type === null) return fail(`field ${i} has no type`);
    if (Anonymous && PkgPath !== '') fail(`field "${Name}" is anonymous but has PkgPath set`);
    const exported = PkgPath === '';
    if (exported && /^[a-z_]/.test(Name)) fail(`field "${Name}" is unexported but missing PkgPath`);
    const property = Name === '_' ? `_${i}` : Name;
    return { name: Name, property, type: types.of(Type), embedded: Anonymous, tag: Tag, exported, pkgPath: PkgPath };
  }

  /** The methods that the i-th of `count` fields gives the struct: those that Go has not thought of are refused. */
  function methodsFrom({ type, property }: Field, i: number, count: number): Method[] {
    if (type.kind === 'interface') {
      const stub = (): never => types.panic('reflect: StructOf does not support methods of embedded interfaces');
      return type.methods.map(({ type: signature, ...method }) => ({
        ...method,
        pointerReceiver: false,
        valueOnly: true,
        type: () => signature,
        holder: () => ({ f: stub, isGenerator: false }),
      }));
    }
    const isPointer = type.kind === 'pointer';
    const elem = isPointer ? type.element.kind : '';
    if (elem === 'pointer' || elem === 'interface') fail(`illegal embedded field type ${type.string}`);
    const methods = [...type.methodSet().values()];
    if (i > 0 && methods.length > 0) unsupported('type with methods not implemented if type is not first field');
    if (count > 1 && isPointer && methods.length > 0)
      unsupported('type with methods not implemented if there is more than one field');
    if (count > 1 && !isPointer && (type.name !== '' || methods.length > 0) && isDirect(type))
      unsupported('type with methods not implemented for non-pointer type');
    return methods.map((method) => ({
      ...method,
      exported: true,
      pointerReceiver: false,
      valueOnly: true,
      holder: () => ({
        f: (receiver: Record<string, unknown>, ...args: unknown[]) => {
          const value = type.box(receiver[property]) as Record<string, GoFunction>;
          return (value[method.property] as GoFunction).apply(value, args);
        },
      }),
    }));
  }

  return (given: Slice) => {
    const fields: Field[] = [];
    const methods: Method[] = [];
    const names = new Set<string>();
    let pkgPath = '';
    itemsOf(given).forEach((item, i) => {
      const field = fieldOf(item as GoStructField, i);
      if (pkgPath !== '' && field.pkgPath !== '' && pkgPath !== field.pkgPath) {
        const who = M.goRelease.minor >= 27 ? 'reflect.StructOf' : 'reflect.Struct';
        types.panic(`${who}: fields with different PkgPath ${pkgPath} and ${field.pkgPath}`);
      }
      pkgPath ||= field.pkgPath;
      if (field.embedded) methods.push(...methodsFrom(field, i, given.length));
      if (field.name !== '_' && names.has(field.name)) fail(`duplicate field ${field.name}`);
      names.add(field.name);
      fields.push(field);
    });
    const type = M.types.struct(fields);
    // A type that the program has anyway has its methods.
    if (methods.length > 0 && Array.isArray(type.declaredMethods) && type.declaredMethods.length === 0)
      type.setMethods(methods);
    return types.reflect(type);
  };
}

/** Whether an interface holds a value of the type as its pointer itself (abi.Type.IsDirectIface). */
function isDirect(type: RType): boolean {
  if (type.kind === 'struct') return type.fields.length === 1 && isDirect((type.fields[0] as Field).type);
  if (type.kind === 'array') return type.length === 1 && isDirect(type.element);
  return ['pointer', 'map', 'chan', 'func', 'unsafe.Pointer'].includes(type.kind);
}
