/** Run-time type descriptors (machine/types.ts) for the checker's types. */
import type { MachineTypes, Method, RType } from '../machine/types.ts';
import { canonical, pointerTo } from '../types/intern.ts';
import { methodSet } from '../types/lookup.ts';
import { runtimeTypeString, typeString } from '../types/typeString.ts';
import type { Func, Named, Signature, Struct, Type } from '../types/types.ts';
import { restoreType } from './image/types.ts';
import type { Linker } from './linker.ts';
import { defaultName, fieldProperty, isExported, propertyOfMethod } from './names.ts';

export { fieldProperty, propertyOfMethod };

/** Packages whose structs of numbers and pointers are laid out in memory as Go lays them out, because the kernel reads them. */
const mappedPackages = new Set([
  'syscall',
  'internal/runtime/syscall',
  'internal/runtime/syscall/linux',
  'runtime/internal/syscall',
]);
const mappedRuntimeTypes = new Set(['epollevent', 'timespec', 'timeval', 'itimerval', 'itimerspec']);

export class Descriptors {
  private readonly known = new Map<Type, RType>();
  /** By code (image/codes.ts), those of types that have one. */
  readonly coded = new Map<number, RType>();
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
      const code = this.linker.codes.type(type);
      descriptor = this.coded.get(code) ?? this.make(type);
      this.keep(type, code, descriptor);
    }
    return descriptor;
  }

  private keep(type: Type, code: number, descriptor: RType): void {
    this.known.set(type, descriptor);
    if (code < 0) return;
    this.coded.set(code, descriptor);
    this.linker.recorder.named(descriptor, `t${code}`);
  }

  /** A descriptor that is made when it is first asked for. */
  lazy(type: Type): () => RType {
    return this.linker.recorder.localType(() => this.of(type), type);
  }

  /** The descriptor of a type by its code: from the image, else from the declarations. */
  byCode(code: number): RType {
    return (
      this.coded.get(code) ?? restoreType(this.linker, this.types, code) ?? this.of(this.linker.codes.typeOf(code))
    );
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
    this.keep(type, this.linker.codes.type(type), descriptor);
    const under = type.underlying();
    if (under.kind !== 'interface' && under.kind !== 'pointer') descriptor.setMethods(() => this.methods(type));
    return descriptor;
  }

  /** Whether values of the type lie in memory. */
  isMapped(type: Named): boolean {
    const { pkg } = type.object;
    const path = pkg?.path ?? '';
    const under = type.underlying();
    if (under.kind !== 'struct' || under.fields.length === 0) return false;
    // A person's own structs for the kernel: they have nothing but numbers in them.
    const own = pkg !== null && this.linker.isOwn(path) && pkg.imports().some((imported) => imported.path === 'unsafe');
    if (own) return under.fields.every((field) => isNumbers(field.type));
    if (!mappedPackages.has(path) && !(path === 'runtime' && mappedRuntimeTypes.has(type.object.name))) return false;
    return under.fields.every((field) => canLieInMemory(field.type));
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
  methods(type: Named | Struct): Method[] {
    const ofValue = new Set(methodSet(type).map((method) => propertyOfMethod(method.name, method.pkg)));
    const { recorder, codes } = this.linker;
    const methods = methodSet(pointerTo(type)).map((method): Method => {
      const property = propertyOfMethod(method.name, method.pkg);
      const pointerReceiver = !ofValue.has(property);
      const func = method.selection.object as Func;
      const made: Method = {
        name: method.name,
        property,
        exported: isExported(method.name),
        pointerReceiver,
        type: () => recorder.methodType(made, this.of(func.signature)),
        holder: () => this.linker.thunks.of(pointerReceiver ? pointerTo(type) : type, method.name, method.pkg),
      };
      return made;
    });
    recorder.methodSet(codes.type(type), methods);
    return methods;
  }
}

/** Numbers and pointers (the iovec of writev), and structs and arrays of them. */
function canLieInMemory(type: Type): boolean {
  const under = type.kind === 'named' ? type.underlying() : type;
  if (under.kind === 'array') return canLieInMemory(under.element);
  if (under.kind === 'struct') return under.fields.every((field) => canLieInMemory(field.type));
  return under.kind === 'pointer' || (under.kind === 'basic' && /^(u?int|float|unsafe\.Pointer)/.test(under.name));
}

/** A number, or an array or a struct of numbers. */
function isNumbers(type: Type): boolean {
  const under = type.kind === 'named' ? type.underlying() : type;
  if (under.kind === 'array') return isNumbers(under.element);
  if (under.kind === 'struct') return under.fields.length > 0 && under.fields.every((field) => isNumbers(field.type));
  return under.kind === 'basic' && /^u?int\d*$/.test(under.name);
}
