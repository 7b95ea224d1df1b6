/** Makes type descriptors. Identical types (Go spec, "Type identity") are one object. */
import { arrayType } from './memory.ts';
import { pointerTo } from './methods.ts';
import {
  RType, type BasicName, type Direction, type Field, type InterfaceMethod, type Kind, type Method, type Shape,
} from './rtype.ts'; // prettier-ignore

function shapeOf(kind: Kind, parts: Partial<Shape> = {}): Shape {
  return {
    kind,
    elem: parts.elem ?? null,
    key: parts.key ?? null,
    length: parts.length ?? 0,
    fields: parts.fields ?? [],
    methods: parts.methods ?? [],
    params: parts.params ?? [],
    results: parts.results ?? [],
    variadic: parts.variadic ?? false,
    direction: parts.direction ?? 'both',
  };
}

const interned = new Map<string, RType>();

/** The unnamed type with this identity; `string` is how reflect prints it. */
function intern(key: string, string: () => string, kind: Kind, parts: Partial<Shape>): RType {
  let type = interned.get(key);
  if (type === undefined) {
    type = new RType(string(), '', '', shapeOf(kind, parts), false, false);
    interned.set(key, type);
  }
  return type;
}

const ids = (list: RType[]): string => list.map((type) => type.id).join(',');

const basics = new Map<string, RType>();

/** The name is a BasicName: other kinds have no values. */
function basic(name: string): RType {
  let type = basics.get(name);
  if (type === undefined) {
    type = new RType(name, name, '', shapeOf(name as BasicName), false, false);
    basics.set(name, type);
  }
  return type;
}

function pointer(elem: RType): RType {
  return (elem.pointerTo ??= new RType(`*${elem.string}`, '', '', shapeOf('pointer', { elem }), false, false));
}

function signatureText(params: RType[], results: RType[], variadic: boolean): string {
  const list = params.map((param, i) =>
    variadic && i === params.length - 1 ? `...${param.elem?.string}` : param.string,
  );
  const out = results.map((result) => result.string).join(', ');
  return `(${list.join(', ')})${results.length === 0 ? '' : results.length === 1 ? ` ${out}` : ` (${out})`}`;
}

function func(params: RType[], results: RType[], variadic = false): RType {
  const key = `func ${ids(params)} ${ids(results)} ${variadic}`;
  return intern(key, () => `func${signatureText(params, results, variadic)}`, 'func', { params, results, variadic });
}

/** How reflect prints a field of an unnamed struct. */
function fieldText({ name, type, embedded, tag }: Field): string {
  const text = embedded ? type.string : `${name} ${type.string}`;
  return tag === '' ? text : `${text} ${JSON.stringify(tag)}`;
}

function struct(fields: Field[]): RType {
  const key = fields.map((f) =>
    [f.name, f.exported ? '' : f.pkgPath, f.type.id, f.embedded, f.tag.length, f.tag].join(' '),
  );
  const string = (): string => (fields.length === 0 ? 'struct {}' : `struct { ${fields.map(fieldText).join('; ')} }`);
  return intern(`struct ${key.join(';')}`, string, 'struct', { fields });
}

function interfaceOf(methods: InterfaceMethod[]): RType {
  const key = methods.map((method) => `${method.property} ${method.type.id}`).join(';');
  const string = (): string => {
    const list = methods.map((m) => `${m.exported ? m.name : m.property}${m.type.string.slice('func'.length)}`);
    return methods.length === 0 ? 'interface {}' : `interface { ${list.join('; ')} }`;
  };
  return intern(`interface ${key}`, string, 'interface', { methods });
}

function chanText(elem: RType, direction: Direction): string {
  if (direction === 'send') return `chan<- ${elem.string}`;
  if (direction === 'recv') return `<-chan ${elem.string}`;
  return elem.shape?.kind === 'chan' && elem.name === '' && elem.direction === 'recv'
    ? `chan (${elem.string})`
    : `chan ${elem.string}`;
}

export interface NamedOptions {
  name: string;
  /** As reflect prints it, with the package's name. */
  string: string;
  pkgPath: string;
  /** See mapped.ts. */
  mapped?: boolean;
  /** Gives the underlying type when it is first needed; else `complete` says it. */
  resolve?: () => RType;
}

function named({ name, string, pkgPath, mapped = false, resolve }: NamedOptions): RType {
  const type = new RType(string, name, pkgPath, null, true, mapped);
  type.resolve = resolve ?? null;
  return type;
}

export const types = {
  basic,
  pointer,
  func,
  struct,
  named,
  interface: interfaceOf,
  slice: (elem: RType): RType => intern(`[] ${elem.id}`, () => `[]${elem.string}`, 'slice', { elem }),
  array: (elem: RType, length: number): RType =>
    intern(`[${length}] ${elem.id}`, () => `[${length}]${elem.string}`, 'array', { elem, length }),
  map: (key: RType, elem: RType): RType =>
    intern(`map ${key.id} ${elem.id}`, () => `map[${key.string}]${elem.string}`, 'map', { key, elem }),
  chan: (elem: RType, direction: Direction): RType =>
    intern(`chan ${direction} ${elem.id}`, () => chanText(elem, direction), 'chan', { elem, direction }),
};

/** The factories, for who makes descriptors. */
export type MachineTypes = typeof types;

pointerTo.of = pointer;
arrayType.of = types.array;
arrayType.byte = () => types.basic('uint8');

export { RType };
export type { BasicName, Direction, Field, InterfaceMethod, Kind, Method };
