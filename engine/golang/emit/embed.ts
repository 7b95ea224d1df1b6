/** The values of variables that files are embedded into (`//go:embed`; cmd/compile/internal/staticdata, WriteEmbed). */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { RType } from '../machine/rtype.ts';
import type { EmbeddedFile } from '../source/embed.ts';
import { embedKind } from '../types/embed.ts';
import type { Type } from '../types/types.ts';
import type { Machine } from '../machine/index.ts';

/** The value of a variable of this type with these files; they are read now. */
export function embeddedValue(machine: Machine, type: Type, rtype: RType, files: readonly EmbeddedFile[]): unknown {
  const kind = embedKind(type);
  if (kind === 'FS') return fileSystem(machine, rtype, files);
  const content = fs.readFileSync(files[0]?.file ?? '');
  return kind === 'string' ? content.toString('latin1') : machine.sliceOf(new Uint8Array(content));
}

/** embed.FS: a pointer to its files and their folders, sorted by folder, then by name; the names of folders end with a slash. */
function fileSystem(machine: Machine, type: RType, files: readonly EmbeddedFile[]): object {
  const contents = new Map<string, string>();
  for (const { name, file } of files) {
    contents.set(name, fs.readFileSync(file, 'latin1'));
    for (let dir = path.posix.dirname(name); dir !== '.'; dir = path.posix.dirname(dir)) contents.set(`${dir}/`, '');
  }
  const byPlace = (a: string, b: string): number =>
    compare(path.posix.dirname(a), path.posix.dirname(b)) || compare(a, b);
  const names = [...contents.keys()].map((name) => utf8(name));
  const entry = type.fields[0]?.type.elem?.elem as RType;
  const list = names.sort(byPlace).map((name) => {
    const made = entry.zero() as Record<string, unknown>;
    made[propertyOf(entry, 'name')] = name;
    const content = contents.get(Buffer.from(name, 'latin1').toString()) ?? '';
    made[propertyOf(entry, 'data')] = content;
    if (!name.endsWith('/')) made[propertyOf(entry, 'hash')] = hashOf(content);
    return made;
  });
  const value = type.zero() as Record<string, unknown>;
  value[propertyOf(type, 'files')] = new machine.Cell(machine.sliceOf(list));
  return value;
}

/** The first half of SHA-256, inverted (cmd/internal/hash, Sum32): fmt shows it. */
const hashOf = (content: string): Uint8Array => Uint8Array.from(createHash('sha256').update(content, 'latin1').digest().subarray(0, 16), (byte) => byte ^ 0xff); // prettier-ignore

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Go's strings are bytes. */
const utf8 = (name: string): string => Buffer.from(name).toString('latin1');

const propertyOf = (type: RType, name: string): string =>
  type.fields.find((field) => field.name === name)?.property ?? name;
