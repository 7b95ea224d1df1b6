/** Go values as text, the way Go prints them, and what is inside them: read through a view, so as they are now or as they were. */
import type { View } from '../../trace/history.ts';
import { absent } from '../../trace/history.ts';
import type { RType } from '../machine/rtype.ts';

/** A value together with its static type and where it was found (object and key), which tells whether it changed. */
export interface TypedValue {
  type: RType;
  value: unknown;
  owner: object | null;
  key: string | number;
}

/** A part of a value: a field, an element, what a pointer points to. */
export interface Part extends TypedValue {
  name: string;
  /** How an expression reaches it from its whole: `.Sysfd`, `[3]`. */
  access: string;
}

interface SliceLike {
  array: ArrayLike<unknown> | null;
  offset: number;
  length: number;
  capacity: number;
}
interface MapLike {
  entries: Map<unknown, { key: unknown; value: unknown }>;
}

const maximumText = 160;
const maximumElements = 8;
const maximumString = 96;

/** Asks a value's own Error or String method, where that is safe. */
export type Describe = (type: RType, value: unknown) => string | null;

export class Values {
  private readonly view: View;
  private readonly describe: Describe;

  constructor(view: View, describe: Describe) {
    this.view = view;
    this.describe = describe;
  }

  /** One line for a value. */
  text(type: RType, value: unknown): string {
    const text = this.render(type, value, 0);
    return text.length > 4 * maximumText ? `${text.slice(0, 4 * maximumText)}…` : text;
  }

  private render(type: RType, value: unknown, depth: number): string {
    if (value === undefined) return '‹not set yet›';
    switch (type.kind) {
      case 'string':
        return quote(value as string);
      case 'bool':
      case 'float32':
      case 'float64':
        return String(value as boolean | number);
      case 'complex64':
      case 'complex128': {
        const { re, im } = value as { re: number; im: number };
        return `(${re}${im < 0 ? '' : '+'}${im}i)`;
      }
      case 'unsafe.Pointer':
        return value === null ? 'nil' : 'unsafe.Pointer';
      case 'uintptr':
        return typeof value === 'object' && value !== null ? 'pointer' : number(value);
      case 'struct':
        return depth > 2 ? '{…}' : this.struct(type, value as object, depth);
      case 'array':
        return this.list(type.elem as RType, value as ArrayLike<unknown>, 0, type.length, depth);
      case 'slice': {
        const slice = value as SliceLike;
        if (slice.array === null) return 'nil';
        const words = type.string === '[]uint8' ? this.words(slice.array, slice.offset, slice.length) : null;
        const text = words ?? this.list(type.elem as RType, slice.array, slice.offset, slice.length, depth);
        return depth === 0 ? `len: ${slice.length}, cap: ${slice.capacity}, ${text}` : text;
      }
      case 'map': {
        if (value === null) return 'nil';
        const entries = this.mapEntries(value as MapLike);
        if (depth > 2 && entries.length > 0) return 'map[…]';
        const shown = entries.slice(0, maximumElements).map((e) => `${this.render(type.key as RType, e.key, depth + 1)}: ${this.render(type.elem as RType, e.value, depth + 1)}`); // prettier-ignore
        return `map[${shown.join(', ')}${entries.length > maximumElements ? ', …' : ''}]`;
      }
      case 'pointer':
        return this.pointer(type, value, depth);
      case 'interface':
        return this.inInterface(value, depth);
      case 'func':
        return value === null ? 'nil' : functionName(value);
      case 'chan': {
        if (value === null) return 'nil';
        const chan = value as { qcount?: number; dataqsiz?: number };
        return `chan ${type.elem?.string ?? ''} ${Number(this.view.get(chan, 'qcount') ?? 0)}/${chan.dataqsiz ?? 0}`;
      }
      default:
        return withMeaning(number(value), this.describe(type, value));
    }
  }

  private struct(type: RType, object: object, depth: number): string {
    const described = depth > 0 ? this.describe(type, object) : null;
    if (described !== null) return described;
    let text = '{';
    for (const field of type.fields) {
      if (field.name === '_') continue;
      if (text.length > maximumText) return `${text}, …}`;
      text += `${text === '{' ? '' : ', '}${field.name}: ${this.render(field.type, this.view.get(object, field.property), depth + 1)}`;
    }
    return `${text}}`;
  }

  private list(element: RType, array: ArrayLike<unknown>, offset: number, length: number, depth: number): string {
    if (depth > 2 && length > 0) return '[…]';
    const count = Math.min(length, element.kind === 'uint8' ? 16 : maximumElements);
    const shown = Array.from({ length: count }, (_, i) =>
      this.render(element, this.view.get(array, offset + i), depth + 1),
    );
    return `[${shown.join(' ')}${length > count ? ' …' : ''}]`;
  }

  /** Bytes that are text, without the zeros behind it; null when they are not. */
  private words(array: ArrayLike<unknown>, offset: number, length: number): string | null {
    const count = Math.min(length, maximumString);
    const bytes = Array.from({ length: count }, (_, i) => this.view.get(array, offset + i) as number);
    const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
    const text = quote(String.fromCharCode(...bytes.slice(0, end)));
    if (end === 0 || /\\[^nrt"\\]/.test(text)) return null;
    return end < length ? `${text}…` : text;
  }

  private pointer(type: RType, value: unknown, depth: number): string {
    if (value === null || value === undefined) return 'nil';
    if (value === 0) return 'nil';
    const element = type.elem as RType;
    if (element.kind === 'struct' || element.kind === 'array')
      return depth > 1 ? '&{…}' : this.render(element, value, depth + (depth === 0 ? 0 : 1));
    return `&${this.render(element, this.view.get(value, 'v'), depth + 1)}`;
  }

  private inInterface(value: unknown, depth: number): string {
    if (value === null) return 'nil';
    const type = (value as { $type: RType }).$type;
    const inner = unboxed(type, value);
    const described = this.describe(type, inner);
    if (described !== null) return described;
    const text = this.render(type, inner, depth);
    return depth === 0 ? `${type.string} ${text}` : text;
  }

  private mapEntries(map: MapLike): { key: unknown; value: unknown }[] {
    return this.view
      .entries(map.entries)
      .flatMap(([, entry]) => (entry === absent ? [] : [entry as { key: unknown; value: unknown }]));
  }

  /** What is inside, for unfolding. */
  parts(type: RType, value: unknown, start = 0, count = 200): Part[] {
    if (value === null || value === undefined) return [];
    switch (type.kind) {
      case 'struct':
        return type.fields
          .filter((field) => field.name !== '_')
          .map((field) => this.part(field.name, `.${field.name}`, field.type, value, field.property));
      case 'array':
        return this.elements(type.elem as RType, value as ArrayLike<unknown>, 0, type.length, start, count);
      case 'slice': {
        const slice = value as SliceLike;
        return slice.array === null
          ? []
          : this.elements(type.elem as RType, slice.array, slice.offset, slice.length, start, count);
      }
      case 'map':
        return this.mapEntries(value as MapLike)
          .slice(start, start + count)
          .map((entry) => {
            const name = this.render(type.key as RType, entry.key, 1);
            return {
              name: `[${name}]`,
              access: `[${name}]`,
              type: type.elem as RType,
              value: entry.value,
              owner: entry,
              key: 'value',
            };
          });
      case 'pointer': {
        const element = type.elem as RType;
        if (element.kind === 'struct' || element.kind === 'array') return this.parts(element, value, start, count);
        return [{ ...this.part('*', '', element, value, 'v'), access: '*' }];
      }
      case 'interface': {
        const dynamic = (value as { $type: RType }).$type;
        const inner = unboxed(dynamic, value);
        const name = `.(${dynamic.string})`;
        return [{ name, access: name, type: dynamic, value: inner, owner: value, key: 'v' }];
      }
      default:
        return [];
    }
  }

  private part(name: string, access: string, type: RType, owner: object, key: string | number): Part {
    return { name, access, type, value: this.view.get(owner, key), owner, key };
  }

  private elements(
    type: RType,
    array: ArrayLike<unknown>,
    offset: number,
    length: number,
    start: number,
    count: number,
  ): Part[] {
    const end = Math.min(length, start + count);
    const parts: Part[] = [];
    for (let i = start; i < end; i++) parts.push(this.part(`[${i}]`, `[${i}]`, type, array, offset + i));
    return parts;
  }

  /** How many elements and fields `parts` would give. */
  counts(type: RType, value: unknown): { indexed: number; named: number } {
    if (value === null || value === undefined) return { indexed: 0, named: 0 };
    switch (type.kind) {
      case 'array':
        return { indexed: type.length, named: 0 };
      case 'slice':
        return { indexed: (value as SliceLike).length, named: 0 };
      case 'map':
        return { indexed: this.mapEntries(value as MapLike).length, named: 0 };
      case 'struct':
        return { indexed: 0, named: type.fields.filter((field) => field.name !== '_').length };
      case 'pointer': {
        if (value === 0) return { indexed: 0, named: 0 };
        const element = type.elem as RType;
        return element.kind === 'struct' || element.kind === 'array'
          ? this.counts(element, value)
          : { indexed: 0, named: 1 };
      }
      case 'interface':
        return { indexed: 0, named: 1 };
      default:
        return { indexed: 0, named: 0 };
    }
  }
}

/** The value that an interface holds: a pointer to a struct stands for itself. */
export function unboxed(type: RType, value: unknown): unknown {
  if (type.kind === 'pointer' && !Object.hasOwn(value as object, 'v')) return value;
  return (value as { v: unknown }).v;
}

/** A character in UTF-8, or else one byte. */
const characters =
  /[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|[\x80-\xff]/g;
const escapes: Readonly<Record<string, string>> = {
  '\x07': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v', '"': '\\"', '\\': '\\\\',
}; // prettier-ignore

/** A byte string in Go's quotes (strconv.Quote), cut when it is long. */
export function quote(bytes: string): string {
  const cut = bytes.length > maximumString ? bytes.slice(0, maximumString) : bytes;
  const text = cut.replace(characters, (character) => {
    const escape = escapes[character];
    if (escape !== undefined) return escape;
    if (character.length > 1) return Buffer.from(character, 'latin1').toString();
    return /[ -~]/.test(character) ? character : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return bytes.length > maximumString ? `"${text}"+${bytes.length - maximumString} more` : `"${text}"`;
}

function number(value: unknown): string {
  return String(value);
}

/** `11 (resource temporarily unavailable)`: a number whose type says what it means. */
function withMeaning(text: string, described: string | null): string {
  return described === null ? text : `${text} (${described})`;
}

function functionName(value: unknown): string {
  return (value as { goName?: string }).goName ?? 'func';
}
