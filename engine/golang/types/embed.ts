/** Variables whose value is files (`//go:embed`): which they are, and what the compiler says of them (cmd/compile/internal/noder, checkEmbed). */
import path from 'node:path';
import { embeddedFiles, type EmbeddedFile } from '../source/embed.ts';
import { SourceError } from '../source/errors.ts';
import type { GenDecl, Ident, SourceFile, ValueSpec } from '../syntax/ast.ts';
import { walk } from '../syntax/walk.ts';
import { isString, underlying } from './predicates.ts';
import { relativeTo, typeString } from './typeString.ts';
import type { GoError, Package, Type } from './types.ts';

/** What the variable is: a string, bytes, or a file system of package embed. */
export type EmbedKind = 'string' | 'bytes' | 'FS';

/** A variable, and the lines above its declaration. */
interface Embedding {
  name: Ident;
  spec: ValueSpec;
  patterns: Pattern[];
}

interface Pattern {
  text: string;
  pos: number;
}

const directive = /^\/\/go:embed[ \t]+/;

/** Whether a package embeds files. */
export const embeds = (pkg: Package): boolean =>
  pkg.files.some((file) => file.directives.some(({ text }) => directive.test(text)));

/** The kind of a type that files may be embedded into; null for any other. */
export function embedKind(type: Type): EmbedKind | null {
  if (type.kind === 'named' && type.object.name === 'FS' && type.object.pkg?.path === 'embed') return 'FS';
  const under = underlying(type);
  if (under.kind === 'slice' && isByte(underlying(under.element))) return 'bytes';
  return isString(type) ? 'string' : null;
}

const isByte = (type: Type): boolean => type.kind === 'basic' && type.name === 'uint8';

/** The files of the variables of a package that has been checked, by the variable's name. @throws SourceError when there are none */
export function embeddedVariables(pkg: Package, realPath: (file: string) => string): Map<string, EmbeddedFile[]> {
  const found = pkg.files.flatMap((file) => {
    const folder = path.dirname(realPath(file.path));
    return embeddings(file, 0).found.map(({ name, patterns }): [string, EmbeddedFile[]] => [
      name.name,
      patterns.flatMap(({ text }) => embeddedFiles(folder, text)),
    ]);
  });
  return new Map(found);
}

/** What is wrong with the embedding of files into a package, in the words of Go 1.`minor`. */
export function embedErrors(pkg: Package, minor: number, realPath: (file: string) => string): GoError[] {
  return pkg.files.flatMap((file) => {
    const { found, errors } = embeddings(file, minor);
    const folder = path.dirname(realPath(file.path));
    return [...errors, ...found.flatMap((each) => valueErrors(pkg, each, folder))];
  });
}

function valueErrors(pkg: Package, { name, patterns }: Embedding, folder: string): GoError[] {
  const variable = pkg.lookup(name.name);
  const kind = variable?.kind === 'var' ? embedKind(variable.type) : 'FS';
  if (variable?.kind === 'var' && kind === null) {
    return [
      { pos: name.pos, message: `go:embed cannot apply to var of type ${typeString(variable.type, relativeTo(pkg))}` },
    ];
  }
  const files = new Set<string>();
  for (const { text, pos } of patterns) {
    try {
      for (const each of embeddedFiles(folder, text)) files.add(each.name);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      return [{ pos, message: error.message, kind: 'import' }];
    }
  }
  if (kind === 'FS' || files.size === 1 || variable?.kind !== 'var') return [];
  return [
    {
      pos: name.pos,
      message: `invalid go:embed: multiple files for type ${typeString(variable.type, relativeTo(pkg))}`,
    },
  ];
}

/** The variables of a file with lines above them, and the lines that stand where no variable follows. */
function embeddings(file: SourceFile, minor: number): { found: Embedding[]; errors: GoError[] } {
  const lines = file.directives.filter(({ text }) => directive.test(text));
  if (lines.length === 0) return { found: [], errors: [] };
  const errors: GoError[] = [];
  const above = new Map<ValueSpec, Pattern[]>();
  const places = placesIn(file);
  const report = (pos: number, message: string): void => void errors.push({ pos: pos + '//'.length, message });
  for (const { pos, text } of lines) {
    const place = places.find((each) => each.pos > pos);
    const parsed = patternsOf(text, pos);
    if (parsed.wrong !== null) report(pos, `invalid quoted string in //go:embed: ${parsed.wrong}`);
    else if (place === undefined || place.spec === null) report(pos, 'misplaced go:embed directive');
    else above.set(place.spec, [...(above.get(place.spec) ?? []), ...parsed.patterns]);
  }
  const locals = new Set(places.filter(({ isLocal }) => isLocal).map(({ spec }) => spec));
  const found: Embedding[] = [];
  for (const [spec, patterns] of above) {
    const [name] = spec.names;
    const message = !file.imports.some((each) => each.path === 'embed')
      ? requiresImport(minor)
      : spec.names.length > 1
        ? 'go:embed cannot apply to multiple vars'
        : spec.values.length > 0
          ? 'go:embed cannot apply to var with initializer'
          : locals.has(spec)
            ? 'go:embed cannot apply to var inside func'
            : null;
    const first = lines.find(({ pos }) => pos < spec.pos && places.find((each) => each.pos > pos)?.spec === spec);
    if (message !== null) report(first?.pos ?? spec.pos, message);
    else if (name !== undefined) found.push({ name, spec, patterns });
  }
  return { found, errors };
}

/** The import is missing; in the words of 1.25 and before. */
const requiresImport = (minor: number): string =>
  minor >= 25
    ? 'go:embed requires import "embed" (or import _ "embed", if package is not used)'
    : 'go:embed only allowed in Go files that import "embed"';

/** Where declarations and statements begin, in order; with the variables that are declared there. */
function placesIn(file: SourceFile): { pos: number; spec: ValueSpec | null; isLocal: boolean }[] {
  const places: { pos: number; spec: ValueSpec | null; isLocal: boolean }[] = [];
  const declared = (decl: GenDecl, isLocal: boolean): void => {
    const specs = decl.specs.map((spec) => ({ pos: spec.pos, spec: spec.kind === 'ValueSpec' && decl.token === 'var' ? spec : null, isLocal })); // prettier-ignore
    const [only] = specs;
    // A line above a group belongs to none of it.
    const isGroup = file.text.slice(decl.pos - file.base).match(/^\w+\s*\(/) !== null;
    places.push({ pos: decl.pos, spec: isGroup ? null : (only?.spec ?? null), isLocal }, ...specs);
  };
  for (const decl of file.decls) {
    if (decl.kind === 'GenDecl') declared(decl, false);
    else {
      places.push({ pos: decl.pos, spec: null, isLocal: false });
      const body = decl.body();
      if (body === null) continue;
      walk(body, (node) => {
        if (node.kind === 'DeclStmt') declared(node.decl, true);
        else if (node.kind.endsWith('Stmt')) places.push({ pos: node.pos, spec: null, isLocal: true });
      });
      places.push({ pos: decl.end, spec: null, isLocal: false });
    }
  }
  return places.sort((a, b) => a.pos - b.pos);
}

/** `a.txt "b c.txt" `d*``. */
function patternsOf(text: string, pos: number): { patterns: Pattern[]; wrong: string | null } {
  const patterns: Pattern[] = [];
  let at = directive.exec(text)?.[0].length ?? 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const [taken, quoted, raw, plain] = /^(?:("(?:[^"\\]|\\.)*")|`([^`]*)`|([^"`\s]\S*))(?=\s|$)/.exec(rest) ?? [];
    if (taken === undefined) return { patterns, wrong: rest };
    patterns.push({
      text: quoted === undefined ? (raw ?? plain ?? '') : (JSON.parse(quoted) as string),
      pos: pos + at,
    });
    at += taken.length + (/^\s*/.exec(rest.slice(taken.length))?.[0].length ?? 0);
  }
  return { patterns, wrong: null };
}
