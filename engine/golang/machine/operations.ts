/**
 * Makes the operations of a type: zero, clone, assign, equal, hashKey, box.
 *
 * The class of a struct type and its operations are made as JavaScript text, with the fields written out in order: V8 then gives each type one
 * hidden class, and constructor, clone and == are straight-line code.
 */
import { T } from '../../trace/tracer.ts';
import { complexEqual, zeroComplex, type Complex } from './complex.ts';
import { equalInterface, hashInterface } from './interfaces.ts';
import { isMappedArray, mappedClass, newMappedArray } from './mapped.ts';
import { installOnBox, installOnStruct } from './methods.ts';
import { panicRuntime } from './runtimeError.ts';
import type { Box, BoxClass, Field, RType, StructClass } from './rtype.ts';
import { newArray, nilSlice } from './slice.ts';
import type { GoArray, TypedArray } from './values.ts';

const identity = (value: unknown): unknown => value;
const same = (x: unknown, y: unknown): boolean => x === y;
const doNothing = (): void => undefined;
const isAggregate = (type: RType): boolean => type.kind === 'struct' || type.kind === 'array';

export function complete(type: RType): void {
  if (type.completed) return;
  type.completed = true;
  type.clone = identity;
  type.cloneFrom = identity;
  type.assign = doNothing;
  type.equal = same;
  type.hashKey = identity;
  type.classOfBox = makeBoxClass(type);
  type.box = boxer(type.classOfBox);
  type.unbox = unboxed;
  switch (type.kind) {
    case 'bool':
      type.zero = () => false;
      break;
    case 'string':
      type.zero = () => '';
      break;
    case 'complex64':
    case 'complex128':
      type.zero = () => zeroComplex;
      type.equal = complexEqual as RType['equal'];
      type.hashKey = (value) => hashComplex(value as Complex);
      break;
    case 'float32':
    case 'float64':
      type.zero = () => 0;
      type.hashKey = (value) => (Number.isNaN(value) ? {} : value);
      break;
    case 'slice':
      type.zero = () => nilSlice;
      makeUncomparable(type);
      break;
    case 'map':
    case 'func':
      type.zero = () => null;
      makeUncomparable(type);
      break;
    case 'interface':
      type.zero = () => null;
      type.box = identity as RType['box'];
      type.unbox = identity;
      type.equal = equalInterface as RType['equal'];
      type.hashKey = hashInterface as RType['hashKey'];
      break;
    case 'chan':
    case 'unsafe.Pointer':
      type.zero = () => null;
      break;
    case 'pointer':
      type.zero = () => null;
      completePointer(type, type.classOfBox);
      break;
    case 'struct':
      completeStruct(type);
      break;
    case 'array':
      completeArray(type);
      break;
    default:
      type.zero = () => 0;
  }
  if (!type.comparable) makeUncomparable(type);
}

function makeUncomparable(type: RType): void {
  type.equal = () => panicRuntime(`comparing uncomparable type ${type.string}`);
  type.hashKey = () => panicRuntime(`hash of unhashable type ${type.string}`);
}

const hashComplex = ({ re, im }: Complex): unknown =>
  Number.isNaN(re) || Number.isNaN(im) ? {} : `${re + 0},${im + 0}`;

// ---- boxes

function makeBoxClass(type: RType): BoxClass {
  class BoxOf {
    declare readonly $type: RType;
    v: unknown;

    constructor(v: unknown) {
      this.v = v;
    }
  }
  Object.defineProperty(BoxOf.prototype, '$type', { value: type });
  installOnBox(BoxOf.prototype, type);
  return BoxOf;
}

const boxer =
  (Class: BoxClass): RType['box'] =>
  (value) =>
    new Class(value);
const unboxed = (box: object): unknown => (box as Box).v;

/** A non-nil pointer to a struct stands for itself in an interface. */
function completePointer(type: RType, BoxOf: BoxClass): void {
  const elem = type.element;
  if (type.named) return;
  type.box = (value) => {
    if (value === null) return new BoxOf(null);
    if (elem.kind !== 'struct') {
      type.box = boxer(BoxOf);
      return new BoxOf(value);
    }
    const Class = elem.structClass;
    type.box = (pointer) =>
      pointer !== null && (pointer as object).constructor === Class ? (pointer as object) : new BoxOf(pointer);
    return type.box(value);
  };
  type.unbox = (value) => (value.constructor === BoxOf ? (value as Box).v : value);
}

// ---- structs

/** The text of a field's zero value, `t3` being the field's type. */
function zeroText(type: RType, name: string): string {
  switch (type.kind) {
    case 'bool':
      return 'false';
    case 'string':
      return "''";
    case 'slice':
    case 'complex64':
    case 'complex128':
    case 'struct':
    case 'array':
      return `${name}.zero()`;
    case 'map':
    case 'func':
    case 'interface':
    case 'chan':
    case 'pointer':
    case 'unsafe.Pointer':
      return 'null';
    default:
      return '0';
  }
}

/**
 * Whether there is nothing to store in a value of the type: one serves all fields of such a type. (Pointers to variables without size may be equal or not,
 * says Go.)
 */
function isEmpty(type: RType): boolean {
  if (type.kind === 'array') return type.length === 0;
  return type.kind === 'struct' && !type.mapped && type.fields.every((field) => isEmpty(field.type));
}

const plainEqual = new Set(['struct', 'array', 'interface', 'complex64', 'complex128', 'slice', 'map', 'func']);

interface StructCode {
  Class: StructClass;
  zero: () => unknown;
  make: (...values: unknown[]) => object;
  clone: (value: unknown) => unknown;
  assign: (target: unknown, source: unknown) => void;
  equal: (x: unknown, y: unknown) => boolean;
}

function completeStruct(type: RType): void {
  const { fields } = type;
  const types = fields.map((field) => field.type);
  const code = type.mapped ? mappedCode(type) : structCode(type, fields, types);
  const { Class } = code;
  type.classOfStruct = Class;
  Object.defineProperty(Class.prototype, '$struct', { value: type });
  installOnStruct(Class.prototype as object, type);
  type.zero = code.zero;
  type.make = code.make;
  type.clone = code.clone;
  type.cloneFrom = code.clone;
  type.assign = code.assign;
  type.equal = code.equal;
  type.unbox = (box) => code.clone((box as Box).v);
  const compared = fields.filter((field) => field.name !== '_');
  type.hashKey = (value) =>
    joinKeys(compared.map((field) => field.type.hashKey((value as Record<string, unknown>)[field.property])));
}

function structCode(type: RType, fields: Field[], types: RType[]): StructCode {
  const property = (i: number): string => `[${JSON.stringify(fields[i]?.property)}]`;
  const params = fields.map((_, i) => `a${i}`);
  const empty = types.map(isEmpty);
  const clones = fields.map((field, i) => {
    if (empty[i] === true) return `e${i}`;
    return isAggregate(field.type) ? `t${i}.clone(v${property(i)})` : `v${property(i)}`;
  });
  const assigns = fields.map((field, i) => {
    if (empty[i] === true) return '';
    if (isAggregate(field.type)) return `t${i}.assign(x${property(i)}, y${property(i)});`;
    return `if (T.on) T.write(x, ${JSON.stringify(field.property)}); x${property(i)} = y${property(i)};`;
  });
  const equals = fields.flatMap((field, i) => {
    if (field.name === '_') return [];
    const [x, y] = [`x${property(i)}`, `y${property(i)}`];
    return [plainEqual.has(field.type.kind) ? `t${i}.equal(${x}, ${y})` : `${x} === ${y}`];
  });
  const name = `go_${type.name.replace(/[^A-Za-z0-9_]/g, '_')}`;
  const text = `"use strict";
class ${name} { constructor(${params.join(', ')}) { ${params.map((param, i) => `this${property(i)} = ${param};`).join(' ')} } }
return {
  Class: ${name},
  zero: () => new ${name}(${fields.map((field, i) => (empty[i] === true ? `e${i}` : zeroText(field.type, `t${i}`))).join(', ')}),
  make: (${params.join(', ')}) => new ${name}(${params.map((param, i) => (empty[i] === true ? `e${i}` : param)).join(', ')}),
  clone: (v) => new ${name}(${clones.join(', ')}),
  assign: (x, y) => { if (x === null || y === null) x.v, y.v; ${assigns.join(' ')} },
  equal: (x, y) => ${equals.length > 0 ? equals.join(' && ') : 'true'},
};`;
  // The text is made from a type's field names and nothing else.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const make = new Function('T', ...types.flatMap((_, i) => [`t${i}`, `e${i}`]), text) as (
    ...args: unknown[]
  ) => StructCode;
  return make(T, ...types.flatMap((fieldType, i) => [fieldType, empty[i] === true ? fieldType.zero() : null]));
}

function mappedCode(type: RType): StructCode {
  const Class = mappedClass(type);
  const { fields } = type;
  type StructOfFields = Record<string, unknown>;
  const assign = (target: unknown, source: unknown): void => {
    for (const { property, type: fieldType } of fields) {
      if (isAggregate(fieldType)) {
        fieldType.assign((target as StructOfFields)[property], (source as StructOfFields)[property]);
      } else {
        if (T.on) T.write(target as object, property);
        (target as StructOfFields)[property] = (source as StructOfFields)[property];
      }
    }
  };
  return {
    Class,
    zero: () => new Class(),
    make: (...values) => new Class(...values),
    clone: (value) => {
      const copy = new Class();
      assign(copy, value);
      return copy;
    },
    assign,
    equal: (x, y) =>
      fields.every(({ name, property, type: fieldType }) => {
        return name === '_' || fieldType.equal((x as StructOfFields)[property], (y as StructOfFields)[property]);
      }),
  };
}

// ---- arrays

function completeArray(type: RType): void {
  const elem = type.element;
  const { length } = type;
  const aggregate = isAggregate(elem);
  const inMemory = elem.kind === 'struct' && elem.mapped;
  // A copy of one that has its values is made faster than one that gets them.
  let blank: GoArray | null = null;
  const zero = (): GoArray => {
    if (aggregate) return newArray(elem, length);
    blank ??= newArray(elem, length);
    return Array.isArray(blank) ? blank.slice() : newArray(elem, length);
  };
  type.zero = inMemory ? () => newMappedArray(type) : zero;
  type.clone = (value) => {
    const array = value as GoArray;
    if (ArrayBuffer.isView(array)) return array.slice();
    if (isMappedArray(array) || aggregate) {
      const copy = type.zero() as unknown[];
      for (let i = 0; i < length; i++) {
        if (aggregate) elem.assign(copy[i], array[i]);
        else copy[i] = array[i];
      }
      return copy;
    }
    return array.slice();
  };
  type.cloneFrom = type.clone;
  type.assign = (target, source) => {
    const to = target as unknown[];
    const from = source as GoArray;
    if (aggregate) {
      for (let i = 0; i < length; i++) elem.assign(to[i], from[i]);
      return;
    }
    if (T.on) T.writeElements(to, 0, length);
    if (ArrayBuffer.isView(to)) (to as unknown as TypedArray).set(from as never);
    else for (let i = 0; i < length; i++) to[i] = from[i];
  };
  type.equal = (x, y) => {
    for (let i = 0; i < length; i++) if (!elem.equal((x as GoArray)[i], (y as GoArray)[i])) return false;
    return true;
  };
  type.hashKey = (value) => joinKeys(Array.from(value as GoArray, (item) => elem.hashKey(item)));
  type.unbox = (box) => type.clone((box as Box).v);
}

// ---- keys

const objectIds = new WeakMap<object, number>();
let nextObjectId = 1;
function objectId(object: object): number {
  let id = objectIds.get(object);
  if (id === undefined) objectIds.set(object, (id = nextObjectId++));
  return id;
}

/** One key of several, unambiguous. A NaN's key is a new object each time, so that a struct with one is equal to nothing either. */
export function joinKeys(keys: unknown[]): string {
  return keys.map((key) => keyText(key)).join('');
}
export function keyText(key: unknown): string {
  switch (typeof key) {
    case 'string':
      return `s${key.length}:${key}`;
    case 'number':
    case 'bigint':
      return `n${key};`;
    case 'boolean':
      return `b${key};`;
    default:
      return key === null ? 'z;' : `o${objectId(key as object)};`;
  }
}
