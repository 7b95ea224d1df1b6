/**
 * Names that outlive a run: types, functions and package variables by what they are declared as, not by the objects that stand for them.
 * Each has a number (its code), in an image and in the program that goes on from it. What cannot be named (type parameters, types declared
 * in generic functions) has none, and what refers to it is not kept.
 */
import type { TypeSpec } from '../../syntax/ast.ts';
import { walk } from '../../syntax/walk.ts';
import type { Program } from '../../types/program.ts';
import {
  arrayOf, canonical, chanOf, instantiate, interfaceOf, isExported, mapOf, pointerTo, signatureOf, sliceOf, structOf,
} from '../../types/intern.ts'; // prettier-ignore
import { basic, universe } from '../../types/universe.ts';
import type { BasicKind, Chan, Func, Method, Named, Package, Signature, Type, Var } from '../../types/types.ts';
import { receiverBaseName } from '../../types/check/package.ts';
import { defaultName } from '../names.ts';

/** How a type is put together; parts are codes. The first element is the kind. */
export type TypeText =
  | ['basic', BasicKind]
  | ['named', string, string, ...number[]]
  /** Which one of those that are declared within a function. */
  | ['local', func: number, index: number, ...number[]]
  | ['pointer' | 'slice', number]
  | ['array', number, number]
  | ['map', number, number]
  | ['chan', Chan['direction'], number]
  | ['func', number[], number[], boolean]
  | ['struct', StructField[]]
  | ['interface', NamedMethod[]];

/** The package of an exported name is ''. */
type StructField = [name: string, pkg: string, type: number, embedded: boolean, tag: string];
type NamedMethod = [name: string, pkg: string, type: number];

/** Package, base type of the receiver (or ''), name; an init function with its number among them: `init#1`. */
export type FuncText = [string, string, string];

export class Codes {
  /** JSON of TypeText and FuncText, by code. */
  readonly typeTexts: string[];
  readonly funcTexts: string[];
  private readonly program: Program;
  private readonly isOwn: (packagePath: string) => boolean;
  private readonly typeCodes: Map<string, number>;
  private readonly funcCodes: Map<string, number>;
  private readonly ofTypes = new Map<Type, number>();
  private readonly ofFuncs = new Map<Func, number>();
  private readonly types: (Type | undefined)[] = [];
  private readonly owned: (boolean | undefined)[] = [];

  constructor(
    program: Program,
    isOwn: (packagePath: string) => boolean,
    known: { types: string[]; funcs: string[] } | null,
  ) {
    this.program = program;
    this.isOwn = isOwn;
    this.typeTexts = known?.types ?? [];
    this.funcTexts = known?.funcs ?? [];
    this.typeCodes = new Map(this.typeTexts.map((text, code) => [text, code]));
    this.funcCodes = new Map(this.funcTexts.map((text, code) => [text, code]));
  }

  // ---- types

  /** The code of a type; -1 when it has none. */
  type(anyType: Type): number {
    let code = this.ofTypes.get(anyType);
    if (code !== undefined) return code;
    const type = canonical(typed(anyType));
    const text = type.generic ? null : this.text(type);
    code = text === null ? -1 : intern(this.typeTexts, this.typeCodes, JSON.stringify(text));
    this.ofTypes.set(anyType, code);
    if (code >= 0) this.types[code] ??= type;
    return code;
  }

  typeText(code: number): TypeText {
    return JSON.parse(this.typeTexts[code] ?? 'null') as TypeText;
  }

  /** The code of a type by its parts. */
  codeOf(text: TypeText): number {
    return intern(this.typeTexts, this.typeCodes, JSON.stringify(text));
  }

  /** Codes of all of them; null when one has none. */
  all(types: readonly Type[]): number[] | null {
    const codes = types.map((type) => this.type(type));
    return codes.includes(-1) ? null : codes;
  }

  private text(type: Type): TypeText | null {
    switch (type.kind) {
      case 'basic':
        return ['basic', type.name];
      case 'named': {
        const args = this.all(type.typeArguments);
        const { object } = type;
        if (args === null) return null;
        if (object.local === 0) return ['named', object.pkg?.path ?? '', object.name, ...args];
        const place = this.placeOf(type.origin ?? type);
        return place === null ? null : ['local', ...place, ...args];
      }
      case 'pointer':
      case 'slice': {
        const element = this.type(type.element);
        return element < 0 ? null : [type.kind, element];
      }
      case 'array': {
        const element = this.type(type.element);
        return element < 0 ? null : ['array', type.length, element];
      }
      case 'map': {
        const parts = this.all([type.key, type.element]);
        return parts === null ? null : ['map', parts[0] as number, parts[1] as number];
      }
      case 'chan': {
        const element = this.type(type.element);
        return element < 0 ? null : ['chan', type.direction, element];
      }
      case 'signature': {
        const params = this.all(type.params);
        const results = this.all(type.results);
        if (params === null || results === null || type.typeParameters.length > 0) return null;
        return ['func', params, results, type.variadic];
      }
      case 'struct': {
        const types = this.all(type.fields.map((field) => field.type));
        if (types === null) return null;
        const field = (f: Var, i: number): StructField => [f.name, hiddenIn(f), types[i] as number, f.embedded, type.tags[i] ?? '']; // prettier-ignore
        return ['struct', type.fields.map(field)];
      }
      case 'interface': {
        if (type.terms() !== null || type.comparable()) return null;
        const methods = type.methods();
        const types = this.all(methods.map((method) => method.signature));
        if (types === null) return null;
        const named = (m: Method, i: number): NamedMethod => [m.name, hiddenIn(m), types[i] as number];
        return ['interface', methods.map(named)];
      }
      default:
        return null;
    }
  }

  /** The code of the function that a type is declared in, and its number there. In a generic function there is one for each instance. */
  private placeOf({ object, outerParameters }: Named): [func: number, index: number] | null {
    if (object.within === null || outerParameters.length > 0) return null;
    const func = this.func(object.within);
    const index = typesWithin(object.within).findIndex(({ name }) => name.object === object);
    return func < 0 || index < 0 ? null : [func, index];
  }

  /** The checker's type behind a code. */
  typeOf(code: number): Type {
    return (this.types[code] ??= this.makeType(this.typeText(code)));
  }

  private makeType(text: TypeText): Type {
    const all = (codes: number[]): Type[] => codes.map((code) => this.typeOf(code));
    const hidden = (path: string): Package | null => (path === '' ? null : this.program.load(path));
    switch (text[0]) {
      case 'basic':
        return basic[text[1]];
      case 'named': {
        const [, path, name, ...args] = text;
        const object = path === '' ? universe.get(name) : this.program.load(path).lookup(name);
        if (object?.kind !== 'typename') throw new Error(`type ${path}.${name} is undeclared`);
        return args.length === 0 ? object.type : instantiate(object.type as Named, all(args));
      }
      case 'local': {
        const [, code, index, ...args] = text;
        const func = this.funcOf(code);
        this.program.checkBody(func);
        const object = typesWithin(func)[index]?.name.object;
        if (object?.kind !== 'typename') throw new Error(`type ${index} of ${func.name} is undeclared`);
        return args.length === 0 ? object.type : instantiate(object.type as Named, all(args));
      }
      case 'pointer':
        return pointerTo(this.typeOf(text[1]));
      case 'slice':
        return sliceOf(this.typeOf(text[1]));
      case 'array':
        return arrayOf(text[1], this.typeOf(text[2]));
      case 'map':
        return mapOf(this.typeOf(text[1]), this.typeOf(text[2]));
      case 'chan':
        return chanOf(text[1], this.typeOf(text[2]));
      case 'func':
        return signatureOf(all(text[1]), all(text[2]), text[3]);
      case 'struct': {
        const fields = text[1].map(
          ([name, pkg, type, embedded]): Var => ({
            kind: 'var', role: 'field', name, pkg: hidden(pkg), pos: 0, type: this.typeOf(type), embedded, addressTaken: false, captured: false,
            owner: null, spec: null, specIndex: 0, file: null,
          }),
        ); // prettier-ignore
        const tags = text[1].map(([, , , , tag]) => tag);
        return structOf(fields, tags);
      }
      case 'interface':
        return interfaceOf(
          text[1].map(([name, pkg, type]) => ({
            name,
            pkg: hidden(pkg),
            signature: this.typeOf(type) as Signature,
          })),
        );
    }
  }

  /** Whether a person's own package occurs in a type. */
  typeIsOwn(code: number): boolean {
    let own = this.owned[code];
    if (own === undefined) {
      const text = this.typeText(code);
      own =
        (text[0] === 'named' && this.isOwn(text[1])) ||
        (text[0] === 'local' && this.funcIsOwn(text[1])) ||
        partsOf(text).some((part) => this.typeIsOwn(part));
      this.owned[code] = own;
    }
    return own;
  }

  // ---- functions

  /** The code of a function as it is declared; -1 when it has none. */
  func(func: Func): number {
    let code = this.ofFuncs.get(func);
    if (code === undefined) {
      const text = this.funcText(func);
      code = text === null ? -1 : intern(this.funcTexts, this.funcCodes, JSON.stringify(text));
      this.ofFuncs.set(func, code);
    }
    return code;
  }

  /** The code of a package's function by name. */
  funcNamed(path: string, name: string, base = ''): number {
    return intern(this.funcTexts, this.funcCodes, JSON.stringify([path, base, name]));
  }

  private funcText(func: Func): FuncText | null {
    const { decl, pkg, name } = func;
    if (decl === null || pkg === null || func.origin !== null || name === '_') return null;
    if (decl.receiver === null) {
      const number = name === 'init' ? `#${this.program.initFunctions(pkg).indexOf(func)}` : '';
      return [pkg.path, '', name + number];
    }
    const base = receiverBaseName(decl);
    return base === null ? null : [pkg.path, base, name];
  }

  /** The function behind a code. */
  funcOf(code: number): Func {
    const [path, base, name] = JSON.parse(this.funcTexts[code] ?? 'null') as FuncText;
    const pkg = this.program.load(path);
    const found = base === '' ? this.plainFunction(pkg, name) : methodOf(pkg, base, name);
    if (found?.kind !== 'func')
      throw new Error(`function ${path}.${base === '' ? '' : `${base}.`}${name} is undeclared`);
    this.ofFuncs.set(found, code);
    return found;
  }

  private plainFunction(pkg: Package, name: string): ReturnType<Package['lookup']> {
    const init = /^init#(\d+)$/.exec(name);
    return init === null ? pkg.lookup(name) : this.program.initFunctions(pkg)[Number(init[1])];
  }

  funcIsOwn(code: number): boolean {
    return this.isOwn(this.packageOf(code));
  }

  /** The package that a function is declared in. */
  packageOf(func: number): string {
    const [path] = JSON.parse(this.funcTexts[func] ?? '[""]') as FuncText;
    return path;
  }

  packageIsOwn(path: string): boolean {
    return this.isOwn(path);
  }
}

function intern(texts: string[], codes: Map<string, number>, text: string): number {
  let code = codes.get(text);
  if (code === undefined) {
    code = texts.push(text) - 1;
    codes.set(text, code);
  }
  return code;
}

/** Descriptors know no untyped constants. */
const typed = (type: Type): Type =>
  type.kind === 'basic' && type.name.startsWith('untyped') ? basic[defaultName(type.name)] : type;

/** The types that are declared within a function, in source order. */
function typesWithin({ decl }: Func): TypeSpec[] {
  const found: TypeSpec[] = [];
  const body = decl?.body() ?? null;
  if (body !== null) {
    walk(body, (node) => {
      if (node.kind === 'TypeSpec') found.push(node);
    });
  }
  return found;
}

/** The package that an unexported name belongs to, else ''. */
const hiddenIn = ({ name, pkg }: { name: string; pkg: Package | null }): string =>
  isExported(name) ? '' : (pkg?.path ?? '');

/** The method of a type of a package, by their names. */
export function methodOf(pkg: Package, base: string, name: string): Func | undefined {
  const object = pkg.lookup(base);
  if (object?.kind !== 'typename') return undefined;
  const type = object.type.kind === 'pointer' ? object.type.element : object.type;
  return type.kind === 'named' ? type.methods().find((method) => method.name === name) : undefined;
}

export function partsOf(text: TypeText): number[] {
  switch (text[0]) {
    case 'basic':
      return [];
    case 'named':
    case 'local':
      return text.slice(3) as number[];
    case 'pointer':
    case 'slice':
      return [text[1]];
    case 'array':
    case 'chan':
      return [text[2]];
    case 'map':
      return [text[1], text[2]];
    case 'func':
      return [...text[1], ...text[2]];
    case 'struct':
      return text[1].map(([, , type]) => type);
    case 'interface':
      return text[1].map(([, , type]) => type);
  }
}
