/** What Go's names are in JavaScript (machine/ABI.md). */

export const isExported = (name: string): boolean =>
  /^\p{Lu}/u.test(Buffer.from(name.slice(0, 4), 'latin1').toString('utf8'));

/** The JavaScript property of a method (machine/ABI.md): unexported names carry their package. */
export function propertyOfMethod(name: string, pkg: { path: string } | null): string {
  return isExported(name) || pkg === null ? name : `${pkg.path}.${name}`;
}

const reserved = new Set(['constructor', '__proto__', 'prototype', 'toString', 'valueOf', 'hasOwnProperty']);

/** The JavaScript property of a struct field. */
export function fieldProperty(field: { name: string }, index: number): string {
  if (field.name === '_') return `_${index}`;
  const ascii = field.name.replace(/[^A-Za-z0-9_]/g, (c) => `$u${c.charCodeAt(0).toString(16)}`);
  return reserved.has(ascii) ? `${ascii}$` : ascii;
}

/** The type of an untyped constant where nothing else says one (Go spec, "Constants"). */
export const defaultName = (name: string): 'bool' | 'int' | 'int32' | 'float64' | 'complex128' | 'string' | 'unsafe.Pointer' =>
  name === 'untyped bool' ? 'bool' : name === 'untyped int' ? 'int' : name === 'untyped rune' ? 'int32' : name === 'untyped float' ? 'float64'
  : name === 'untyped complex' ? 'complex128' : name === 'untyped string' ? 'string' : 'unsafe.Pointer'; // prettier-ignore
