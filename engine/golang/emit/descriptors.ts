/** Run-time type descriptors (machine/types.ts) for the checker's types. */
import type { MachineTypes, RType } from '../machine/types.ts';
import { canonical, pointerTo } from '../types/intern.ts';
import { methodSet } from '../types/lookup.ts';
import { runtimeTypeString, typeString } from '../types/typeString.ts';
import type { Func, Named, Package, Signature, Struct, Type, Var } from '../types/types.ts';
import type { Linker } from './linker.ts';

/** Packages whose structs of numbers are laid out in memory as Go lays them out, because the kernel reads them. */
const mappedPackages = new Set([
  'syscall',
  'internal/runtime/syscall',
  'internal/runtime/syscall/linux',
  'runtime/internal/syscall',
]);
const mappedRuntimeTypes = new Set(['epollevent', 'timespec', 'timeval', 'itimerval', 'itimerspec']);

export class Descriptors {
  private readonly known = new Map<Type, RType>();
  private readonly linker: Linker;
  private readonly types: MachineTypes;

  constructor(linker: Linker, types: MachineTypes) {
    this.linker = linker;
    this.types = types;
  }

  /** The descriptor of a type without type parameters. */
  of(anyType: Type): RType {
    const type = canonical(anyType);
    let descriptor = this.known.get(type);
    if (descriptor === undefined) {
      descriptor = this.make(type);
      this.known.set(type, descriptor);
    }
    return descriptor;
  }

  /** A descriptor that is made when it is first asked for. */
  lazy(type: Type): () => RType {
    return () => this.of(type);
  }

  private make(type: Type): RType {
    switch (type.kind) {
      case 'basic':
        return this.types.basic(type.name.startsWith('untyped') ? defaultName(type.name) : type.name);
      case 'named':
        return this.named(type);
      case 'pointer':
        return this.types.pointer(this.of(type.element));
      case 'slice':
        return this.types.slice(this.of(type.element));
      case 'array':
        return this.types.array(this.of(type.element), type.length);
      case 'map':
        return this.types.map(this.of(type.key), this.of(type.element));
      case 'chan':
        return this.types.chan(this.of(type.element), type.direction);
      case 'signature':
        return this.signature(type);
      case 'struct':
        return this.struct(type);
      case 'interface':
        return this.types.interface(
          type.methods().map((method) => ({
            name: method.name,
            property: propertyOfMethod(method.name, method.pkg),
            exported: isExported(method.name),
            type: this.of(method.signature),
          })),
        );
      case 'tuple':
        throw new Error('a tuple has no descriptor');
      case 'typeparam':
        throw new Error(`type parameter ${type.name} is not instantiated`);
    }
  }

  private signature(type: Signature): RType {
    return this.types.func(
      type.params.map((param) => this.of(param)),
      type.results.map((result) => this.of(result)),
      type.variadic,
    );
  }

  private named(type: Named): RType {
    const pkg = type.object.pkg;
    const descriptor = this.types.named({
      name: typeString(type, () => ''),
      string: runtimeTypeString(type),
      pkgPath: pkg?.path ?? '',
      mapped: this.isMapped(type),
      resolve: () => this.of(type.underlying()),
    });
    this.known.set(type, descriptor);
    const under = type.underlying();
    if (under.kind !== 'interface' && under.kind !== 'pointer') descriptor.setMethods(() => this.methods(type));
    return descriptor;
  }

  private isMapped(type: Named): boolean {
    const path = type.object.pkg?.path ?? '';
    if (!mappedPackages.has(path) && !(path === 'runtime' && mappedRuntimeTypes.has(type.object.name))) return false;
    const under = type.underlying();
    return under.kind === 'struct' && under.fields.length > 0 && under.fields.every((field) => isNumeric(field.type));
  }

  private struct(type: Struct): RType {
    const descriptor = this.types.struct(
      type.fields.map((field, index) => ({
        name: field.name,
        property: fieldProperty(field, index),
        type: this.of(field.type),
        embedded: field.embedded,
        tag: type.tags[index] ?? '',
        exported: isExported(field.name),
        pkgPath: isExported(field.name) ? '' : (field.pkg?.path ?? ''),
      })),
    );
    if (type.fields.some((field) => field.embedded)) {
      this.known.set(type, descriptor);
      descriptor.setMethods(() => this.methods(type));
    }
    return descriptor;
  }

  /** The method set of *T, which says of each method whether T has it too. */
  private methods(type: Named | Struct): Parameters<RType['setMethods']>[0] {
    const ofValue = new Set(methodSet(type).map((method) => propertyOfMethod(method.name, method.pkg)));
    return methodSet(pointerTo(type)).map((method) => {
      const property = propertyOfMethod(method.name, method.pkg);
      const pointerReceiver = !ofValue.has(property);
      const func = method.selection.object as Func;
      return {
        name: method.name,
        property,
        exported: isExported(method.name),
        pointerReceiver,
        type: () => this.of(func.signature),
        holder: () => this.linker.methodThunk(pointerReceiver ? pointerTo(type) : type, method.name, method.pkg),
      };
    });
  }
}

function isNumeric(type: Type): boolean {
  const under = type.kind === 'named' ? type.underlying() : type;
  if (under.kind === 'array') return isNumeric(under.element);
  if (under.kind === 'struct') return under.fields.every((field) => isNumeric(field.type));
  return under.kind === 'basic' && /^(u?int|float)/.test(under.name);
}

const defaultName = (name: string): 'bool' | 'int' | 'int32' | 'float64' | 'complex128' | 'string' | 'unsafe.Pointer' =>
  name === 'untyped bool' ? 'bool' : name === 'untyped int' ? 'int' : name === 'untyped rune' ? 'int32' : name === 'untyped float' ? 'float64'
  : name === 'untyped complex' ? 'complex128' : name === 'untyped string' ? 'string' : 'unsafe.Pointer'; // prettier-ignore

export const isExported = (name: string): boolean =>
  /^\p{Lu}/u.test(Buffer.from(name.slice(0, 4), 'latin1').toString('utf8'));

/** The JavaScript property of a method (machine/ABI.md): unexported names carry their package. */
export function propertyOfMethod(name: string, pkg: Package | null): string {
  return isExported(name) || pkg === null ? name : `${pkg.path}.${name}`;
}

const reserved = new Set(['constructor', '__proto__', 'prototype', 'toString', 'valueOf', 'hasOwnProperty']);

/** The JavaScript property of a struct field. */
export function fieldProperty(field: Var, index: number): string {
  if (field.name === '_') return `_${index}`;
  const ascii = field.name.replace(/[^A-Za-z0-9_]/g, (c) => `$u${c.charCodeAt(0).toString(16)}`);
  return reserved.has(ascii) ? `${ascii}$` : ascii;
}
