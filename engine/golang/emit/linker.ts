/**
 * Holds the program together: gives every function its holder and compiles it when it is first called, every package variable its cell,
 * and runs package initialisation in Go's order (Go spec, "Program initialization and execution").
 */
import type { BlockStmt, SourceFile } from '../syntax/ast.ts';
import { walk } from '../syntax/walk.ts';
import type { FuncValue, G, Steps } from '../machine/goroutine.ts';
import type { Machine } from '../machine/index.ts';
import { starting } from '../machine/parked.ts';
import type { RType } from '../machine/rtype.ts';
import type { FunctionInfo, Tracer } from '../../trace/tracer.ts';
import type { Program } from '../types/program.ts';
import { basic, anyType } from '../types/universe.ts';
import type { Func, Package, Type, TypeParameter, Var } from '../types/types.ts';
import { CodePlaces, type CodePlace } from './codePlaces.ts';
import { Descriptors, fieldProperty, propertyOfMethod } from './descriptors.ts';
import { Codes } from './image/codes.ts';
import { encode, frameText } from './image/encoder.ts';
import type { GlobalKey, HolderKey, ImageData, Reference, UnitRecord } from './image/format.ts';
import { Recorder } from './image/recorder.ts';
import { Restored, type StoredImage } from './image/restored.ts';
import { FunctionEmitter, type FunctionContext } from './function.ts';
import { CannotLeave } from './leaving.ts';
import { Initialisation, type Cell } from './initialisation.ts';
import { LinkNames } from './linknames.ts';
import { LinkedHolder, type Holder, type Linked } from './holder.ts';
import { Methods } from './methods.ts';
import { Parking } from './parking.ts';
import { Thunks } from './thunks.ts';
import { basicKind, underlying } from './typeQueries.ts';
import { Unsupported } from './unsupported.ts';
import { Unit } from './unit.ts';

/** Functions that stand before Go's, by qualified name (natives/shortcuts.ts): each is given a way to Go's own. */
export type ShortcutTable = ReadonlyMap<string, (own: () => Linked) => Linked>;

/** Functions supplied instead of Go's, by qualified name. */
export type Natives = ReadonlyMap<string, (...args: never[]) => unknown>;

export interface LinkerOptions {
  program: Program;
  machine: Machine;
  tracer: Tracer;
  natives: Natives;
  shortcuts: ShortcutTable;
  /** Whether somebody may come to watch. If not, code has no steps, and stores are not announced. */
  watchable: boolean;
  /** Whether the statements of this file are steps, where somebody may watch. */
  isShown(packagePath: string, filePath: string): boolean;
  /** Told of functions that have just been compiled: their steps are known now. */
  compiled(functions: readonly FunctionInfo[]): void;
  /** Whether a package is a person's own. */
  isOwn(packagePath: string): boolean;
  /** Where a file of a person's own is on disk. */
  realPath(file: string): string;
  /** What an earlier run linked. */
  image: StoredImage | null;
}

/** A function that a holder stands for. What an image knows only by its key is looked up when it is asked for. */
interface Target {
  key: HolderKey | null;
  code: number;
  name: string;
  func(): Func;
  typeArguments(): Type[];
  descriptors(): RType[];
}

export class Linker {
  readonly program: Program;
  readonly machine: Machine;
  readonly tracer: Tracer;
  readonly descriptors: Descriptors;
  readonly parking: Parking;
  readonly methods = new Methods();
  readonly thunks = new Thunks(this);
  readonly boolType: Type = basic.bool;
  readonly intType: Type = basic.int;
  readonly runeType: Type = basic.int32;
  readonly anyType: Type = anyType;
  /** Natives that were linked, by name: a test fails if one never is. */
  readonly usedNatives = new Set<string>();
  readonly functions: FunctionInfo[] = [];
  /** Where the code on the JavaScript stack came from. */
  readonly places = new CodePlaces();
  private readonly options: LinkerOptions;
  private readonly linkNames: LinkNames;
  private readonly holders = new Map<Func, Map<string, Holder>>();
  readonly codes: Codes;
  readonly recorder = new Recorder();
  /** What an earlier run linked; null when there was none. */
  readonly restored: Restored | null;
  private readonly initialisation: Initialisation;
  private readonly holdersByKey = new Map<HolderKey, Holder>();
  private readonly checked = new Set<Func>();

  /** Where a file of a person's own is on disk. */
  readonly realPath: (file: string) => string;

  constructor(options: LinkerOptions) {
    this.options = options;
    this.realPath = (file) => options.realPath(file);
    this.program = options.program;
    this.machine = options.machine;
    this.tracer = options.tracer;
    this.codes = new Codes(options.program, (path) => options.isOwn(path), options.image?.data ?? null);
    this.restored =
      options.image === null
        ? null
        : new Restored(options.image, {
            machine: options.machine,
            tracer: options.tracer,
            fileSet: options.program.fileSet,
            places: this.places,
            resolve: (reference) => this.resolve(reference),
            descriptor: (code) => this.descriptors.byCode(code),
            announce: (functions) => this.announce(functions),
          });
    this.descriptors = new Descriptors(this, options.machine.types);
    this.linkNames = new LinkNames(options.program);
    this.initialisation = new Initialisation(this);
    this.parking = new Parking({
      native: (func) => this.nativeMayPark(func),
      declaration: (func) => this.declaration(func),
      check: (func) => this.check(func),
      isOwn: (path) => this.isOwn(path),
    });
  }

  /** Whether somebody may come to watch. */
  get watchable(): boolean {
    return this.options.watchable;
  }

  // ---- functions

  /** The holder of a function, or of an instance of a generic one. A method of an instantiated type carries its type arguments itself. */
  holder(func: Func, typeArguments: Type[]): Holder {
    const origin = func.origin ?? func;
    const all = func.origin === null ? typeArguments : [...func.typeArguments, ...typeArguments];
    const key = all.map((type) => type.id).join(',');
    let instances = this.holders.get(origin);
    if (instances === undefined) this.holders.set(origin, (instances = new Map<string, Holder>()));
    let holder = instances.get(key);
    if (holder === undefined) {
      holder = this.holderFor(origin, all);
      instances.set(key, holder);
    }
    return holder;
  }

  private holderFor(func: Func, typeArguments: Type[]): Holder {
    const code = this.codes.func(func);
    const types = code < 0 ? null : this.codes.all(typeArguments);
    const key = types === null ? null : holderKey(code, types);
    const known = key === null ? undefined : this.holdersByKey.get(key);
    if (known !== undefined) return known;
    return this.makeHolder({
      key,
      code,
      name: this.nameOf(func),
      func: () => func,
      typeArguments: () => typeArguments,
      descriptors: () => typeArguments.map((type) => this.descriptors.of(type)),
    });
  }

  /** As tracebacks name it: of the functions that are all called init, each has a number. */
  private nameOf(func: Func): string {
    const name = qualifiedName(func);
    if (func.name !== 'init' || func.receiver !== null || func.pkg === null) return name;
    return `${name}.${this.program.initFunctions(func.pkg).indexOf(func)}`;
  }

  /** The holder that goes by a key. */
  holderOf(key: HolderKey): Holder {
    const known = this.holdersByKey.get(key);
    if (known !== undefined) return known;
    const [code = 0, ...types] = key.split(/[:,]/).map(Number);
    const func = (): Func => this.codes.funcOf(code);
    return this.makeHolder({
      key,
      code,
      name: this.restored?.name(code) ?? this.nameOf(func()),
      func,
      typeArguments: () => types.map((type) => this.codes.typeOf(type)),
      descriptors: () => types.map((type) => this.descriptors.byCode(type)),
    });
  }

  /** The holder of a package's function by name, or of a method of `base`. */
  functionNamed(path: string, name: string, base = ''): Holder {
    return this.holderOf(holderKey(this.codes.funcNamed(path, name, base), []));
  }

  holderReference(f: FunctionEmitter, func: Func, typeArguments: Type[]): string {
    return f.unit.reference(
      this.holder(
        func,
        typeArguments.map((type) => f.type(type)),
      ),
      'h',
    );
  }

  private makeHolder(target: Target): Holder {
    const { name } = target;
    const native = this.native(name);
    let compiled: Linked | null = null;
    const compile = (): Linked => {
      compiled ??= native === null ? this.linkBehind(target, holder) : instantiateNative(native, target.descriptors());
      holder.f = compiled;
      return compiled;
    };
    const mayPark = (): boolean => this.restored?.mayPark(target.code) ?? this.parking.mayPark(target.func());
    const linkRest = (offset: number): Linked => this.linkRest(target, holder, offset);
    const holder = new LinkedHolder(name, compile, mayPark, linkRest);
    if (target.key !== null) {
      this.holdersByKey.set(target.key, holder);
      this.recorder.holder(target.key, holder);
    }
    return holder;
  }

  /** Go's function, behind its shortcut where it has one: then it is linked when the shortcut first asks for it. */
  private linkBehind(target: Target, holder: Holder): Linked {
    const shortcut = this.options.shortcuts.get(target.name);
    if (shortcut === undefined) return this.link(target, holder);
    let own: Linked | null = null;
    return shortcut(() => (own ??= this.link(target, holder)));
  }

  /** The function from the image, else compiled from source. */
  private link(target: Target, holder: Holder): (...args: never[]) => unknown {
    const record = target.key === null ? undefined : this.restored?.function(target.key);
    if (record === undefined) {
      const begin = performance.now();
      const made = this.compile(target, holder);
      this.recorder.milliseconds += performance.now() - begin;
      return made;
    }
    if (record.alias !== undefined) return this.holderOf(record.alias).value as (...args: never[]) => unknown;
    this.initialisation.require(this.codes.packageOf(target.code));
    const f = this.restored?.make(record.unit as UnitRecord) as FuncValue;
    f.goName = target.name;
    if (record.usesRecover) f.usesRecover = true;
    return f as unknown as (...args: never[]) => unknown;
  }

  private compile(target: Target, holder: Holder): (...args: never[]) => unknown {
    const func = target.func();
    const declared = this.declaration(func);
    if (declared === null) {
      const at = this.program.fileSet.format(func.decl?.pos ?? func.pos);
      throw new Unsupported(`${at}: ${qualifiedName(func)} has no body in Go, and Netwalk has nothing in its place`);
    }
    if (declared !== func) return this.linked(target.key, func, declared);
    this.initialisation.require(func.pkg?.path ?? '');
    this.check(func);
    const name = this.nameOf(func);
    const known = this.functions.length;
    const { emitter, text } = this.emitted(target, func, holder);
    if (this.functions.length > known) this.options.compiled(this.functions.slice(known));
    const f = emitter.unit.evaluate(text, name) as FuncValue;
    f.goName = name;
    if (emitter.usesRecover) f.usesRecover = true;
    this.recorder.function(target.key, { unit: emitter.unit, usesRecover: emitter.usesRecover });
    return f as unknown as (...args: never[]) => unknown;
  }

  /** A function's emitter, and what that wrote. Where nobody can come to watch, one that may park is a plain function if that can be (leaving.ts). */
  private emitted(target: Target, func: Func, holder: Holder): { emitter: FunctionEmitter; text: string } {
    const emit = (mayLeave: boolean): { emitter: FunctionEmitter; text: string } => {
      const emitter = this.emitterOf(target, func);
      emitter.mayLeave(this.watchable ? null : holder, mayLeave);
      const { receiver, params, results } = func;
      return { emitter, text: emitter.emit(func, null, { receiver, params, results }) };
    };
    try {
      return emit(true);
    } catch (error) {
      if (!(error instanceof CannotLeave)) throw error;
      return emit(false);
    }
  }

  private emitterOf(
    target: Target,
    func: Func,
    name = this.nameOf(func),
    parent: FunctionEmitter | null = null,
  ): FunctionEmitter {
    const { decl } = func;
    if (decl === null) throw new Error(`${qualifiedName(func)} has no declaration`);
    const context = this.context(func.pkg as Package, decl.file, environmentOf(func, target.typeArguments()));
    return new FunctionEmitter(context, name, parent);
  }

  /** What is left of a function at a place: from the image, else compiled from source. */
  private linkRest(target: Target, holder: Holder, offset: number): Linked {
    const record = target.key === null ? undefined : this.restored?.rest(target.key, offset);
    if (record !== undefined) return this.restored?.make(record) as Linked;
    const begin = performance.now();
    const func = target.func();
    this.check(func);
    const { emitter: outermost } = this.emitted(target, func, holder);
    const pos = outermost.file.base + offset;
    const whole = outermost.isLeftAt(pos);
    const emitter = this.emitterOf(target, func, whole.name, whole.parent);
    emitter.mayLeave(holder, true);
    const text = emitter.rest(pos, whole);
    const rest = emitter.unit.evaluate(text, target.name) as Linked;
    this.recorder.rest(target.key, offset, emitter.unit);
    this.recorder.milliseconds += performance.now() - begin;
    return rest;
  }

  /** A body that stands elsewhere; where one side says uintptr and the other has a pointer, addresses are made and followed. */
  private linked(key: HolderKey | null, func: Func, declared: Func): (...args: never[]) => unknown {
    const holder = this.holder(declared, []);
    const isAddress = (type: Type | undefined): boolean => type !== undefined && basicKind(type) === 'uintptr';
    const isPointer = (type: Type | undefined): boolean => type !== undefined && underlying(type).kind === 'pointer';
    const params = func.signature.params.map((type, i) =>
      isAddress(type) && isPointer(declared.signature.params[i])
        ? `M.fromUnsafePointer(M.pointerAt(a${i}), t${i})`
        : `a${i}`,
    );
    const results = func.signature.results.map(
      (type, i) => isAddress(type) && isPointer(declared.signature.results[i]),
    );
    if (params.every((text, i) => text === `a${i}`) && !results.includes(true)) {
      this.recorder.function(key, { alias: holder, usesRecover: false });
      return holder.value as (...args: never[]) => unknown;
    }
    const unit = new Unit(this.machine, this.tracer, this.places, null);
    const texts = params.map((text, i) => {
      if (text === `a${i}`) return text;
      const pointer = underlying(declared.signature.params[i] as Type);
      const element = pointer.kind === 'pointer' ? pointer.element : pointer;
      return text.replace(`t${i}`, unit.reference(this.descriptors.of(element), 't'));
    });
    const called = `${unit.reference(holder, 'h')}.f(${texts.join(', ')})`;
    const call = holder.mayPark ? `(yield* M.finish(${called}))` : called;
    const result = (text: string, i: number): string => (results[i] === true ? `M.addressOf(${text})` : text);
    const body =
      results.length > 1
        ? `const r = ${call}; return [${results.map((_, i) => result(`r[${i}]`, i)).join(', ')}];`
        : `return ${result(call, 0)};`;
    const names = params.map((_, i) => `a${i}`).join(', ');
    if (holder.mayPark) unit.hoist(`function* linked(${names}) { ${body} }`);
    const text = holder.mayPark ? `return M.start(linked(${names}));` : body;
    const f = unit.evaluate(`function (${names}) { ${text} }`, qualifiedName(func));
    this.recorder.function(key, { unit, usesRecover: false });
    return f as (...args: never[]) => unknown;
  }

  /** Whether a package is a person's own. */
  isOwn(path: string): boolean {
    return this.options.isOwn(path);
  }

  /** Whether the statements of a file are steps. */
  isShown(pkg: Package, file: SourceFile): boolean {
    return this.watchable && this.options.isShown(pkg.path, file.path);
  }

  /** What an emitter needs to know of the place of a function. */
  context(pkg: Package, file: SourceFile, environment: Map<TypeParameter, Type> | null): FunctionContext {
    return {
      linker: this,
      unit: new Unit(this.machine, this.tracer, this.places, file),
      pkg,
      file,
      environment,
      shown: this.isShown(pkg, file),
    };
  }

  private check(func: Func): void {
    if (this.checked.has(func)) return;
    this.checked.add(func);
    this.program.checkBody(func);
  }

  /** Whether something else is executed instead of Go's function. */
  isNative(name: string): boolean {
    return this.options.natives.has(name);
  }

  private native(name: string): ((...args: never[]) => unknown) | null {
    const native = this.options.natives.get(name);
    if (native === undefined) return null;
    this.usedNatives.add(name);
    return native;
  }

  private nativeMayPark(func: Func): boolean | null {
    const native = this.options.natives.get(qualifiedName(func));
    if (native === undefined) return null;
    return isGeneratorFunction(native) || (native as { mayPark?: boolean }).mayPark === true;
  }

  /** The Go functions that a goroutine is in, whose JavaScript stack this is called on; on top the native, if it waits in one. */
  stack(limit: number, gp: G): CodePlace[] {
    return this.places.stack(limit, gp.panicking, (name) => !name.includes('(') && this.isNative(name));
  }

  /** The linker's name of a function by its own: `internal/poll.runtime_pollWait` of `runtime.poll_runtime_pollWait`. */
  symbol(name: string): string {
    return this.linkNames.symbol(name);
  }

  /** What Go executes where a native stands for it, by the qualified name of a function (`time.Sleep`); null for what is in assembly. */
  bodyNamed(name: string): BlockStmt | null {
    const dot = name.lastIndexOf('.');
    const func = this.program.load(name.slice(0, dot)).lookup(name.slice(dot + 1));
    return func?.kind === 'func' ? (this.declaration(func)?.decl?.body() ?? null) : null;
  }

  private declaration(func: Func): Func | null {
    if (func.decl?.hasBody === true) return func;
    return this.linkNames.resolve(func);
  }

  // ---- package variables and initialisation

  globalReference(f: FunctionEmitter, variable: Var): string {
    return f.unit.reference(this.global(variable), 'g');
  }

  /** The cell of a package variable. */
  global(variable: Var): Cell {
    return this.initialisation.global(this.linkNames.variable(variable) ?? variable);
  }

  /** A package variable by the path of its package and its name. */
  globalOf(key: GlobalKey): Cell {
    return this.initialisation.globalOf(key);
  }

  /** The package variables that the program has used so far: name, cell, descriptor. */
  knownGlobals(packagePath: string): [string, Cell, RType][] {
    return this.initialisation.known(packagePath);
  }

  /** A package variable by name; the package by its path or its name. */
  globalNamed(pkg: string, name: string): [Cell, RType] | null {
    const found = this.initialisation.known(pkg).find((each) => each[0] === name);
    return found === undefined ? null : [found[1], found[2]];
  }

  /** Initialises a package and, before it, what it imports. Gives the functions to run, in order. */
  initialise(path: string): Generator<() => unknown> {
    return this.initialisation.initialise(path);
  }

  // ---- images

  /** What this run linked, and what it was restored from: for the next run. */
  image(): { data: ImageData; parts: string[] } {
    const { codes, recorder, program, descriptors } = this;
    const linked = { codes, fileSet: program.fileSet, packages: program.loaded(), descriptors: descriptors.coded };
    return encode(recorder, linked, this.restored?.stored ?? null);
  }

  private resolve(reference: Reference): object {
    const key = reference.slice(1);
    switch (reference[0]) {
      case 'h':
        return this.holderOf(key);
      case 'k':
        return this.thunks.byKey(key);
      case 'g':
        return this.globalOf(key);
      default:
        return this.descriptors.byCode(Number(key));
    }
  }

  /** Takes functions from the image into the program. */
  private announce(functions: FunctionInfo[]): void {
    for (const info of functions) {
      info.id = this.functions.length;
      this.functions.push(info);
    }
    this.options.compiled(functions);
  }

  /** A function of the scheduler as an image has it, or as `find` finds it in the source. */
  mirrored(name: string, find: () => FunctionInfo | null): FunctionInfo | null {
    const known = this.restored?.mirrored(name);
    if (known === undefined) {
      const info = find();
      this.recorder.mirror(name, info);
      return info;
    }
    if (known !== null) this.announce([known]);
    return known;
  }

  // ---- small services for emit

  zeroText(f: FunctionEmitter, type: Type): string {
    const under = underlying(type);
    switch (under.kind) {
      case 'basic': {
        const kind = basicKind(under);
        if (kind === 'bool') return 'false';
        if (kind === 'string') return '""';
        if (kind === 'unsafe.Pointer') return 'null';
        return kind?.startsWith('complex') === true ? 'new M.Complex(0, 0)' : '0';
      }
      case 'slice':
        return 'M.nilSlice';
      case 'struct':
      case 'array':
        return `${f.descriptor(type)}.zero()`;
      default:
        return 'null';
    }
  }

  /** `.name` of a field. */
  property(field: Var, index = 0): string {
    return `.${fieldProperty(field, index)}`;
  }

  methodName(method: Func): string {
    return propertyOfMethod(method.name, method.pkg);
  }

  traits(body: BlockStmt): { hasDefer: boolean; usesRecover: boolean } {
    const traits = { hasDefer: false, usesRecover: false };
    walk(body, (node) => {
      if (node.kind === 'FuncLit') return false;
      if (node.kind === 'DeferStmt') traits.hasDefer = true;
      if (
        node.kind === 'CallExpr' &&
        node.fun.kind === 'Ident' &&
        node.fun.object?.kind === 'builtin' &&
        node.fun.name === 'recover'
      ) {
        traits.usesRecover = true;
      }
      return undefined;
    });
    return traits;
  }

  loopVarPerIteration(file: SourceFile): boolean {
    return this.program.loopVarPerIteration(file);
  }

  newFunctionInfo(name: string, file: SourceFile, pos: number, end: number, isGenerator: boolean): FunctionInfo {
    const info: FunctionInfo = {
      id: this.functions.length,
      name,
      file: file.path,
      pos,
      end,
      isGenerator,
      steps: [],
      locals: [],
    };
    this.functions.push(info);
    return info;
  }

  /** The class of a function's frames: the links, then a property a variable. */
  frameClass(info: FunctionInfo, properties: string[]): new () => object {
    const make = new Function(`return ${frameText(properties)}`) as () => (fn: FunctionInfo) => new () => object;
    const made = make()(info);
    this.recorder.frame(made, info, properties);
    return made;
  }
}

const holderKey = (func: number, types: readonly number[]): HolderKey =>
  types.length === 0 ? `${func}` : `${func}:${types.join(',')}`;

/** A native of a generic function is a maker: it is given the descriptors of its type arguments first. */
function instantiateNative(native: (...args: never[]) => unknown, descriptors: RType[]): (...args: never[]) => unknown {
  const made =
    descriptors.length === 0
      ? native
      : (native as unknown as (...types: unknown[]) => (...args: never[]) => unknown)(...descriptors);
  return isGeneratorFunction(made) ? starting(made) : made;
}

const isGeneratorFunction = (f: object): f is (...args: never[]) => Steps<unknown> =>
  f.constructor.name === 'GeneratorFunction';

/** The substitution of an instance: type parameters of the function, or of the receiver's type as the method names them. */
function environmentOf(func: Func, typeArguments: Type[]): Map<TypeParameter, Type> | null {
  if (typeArguments.length === 0) return null;
  const receiver = func.receiver?.type;
  const named = receiver?.kind === 'pointer' ? receiver.element : receiver;
  const ofReceiver = named?.kind === 'named' ? named.typeArguments : [];
  const parameters = [...ofReceiver, ...func.signature.typeParameters];
  const environment = new Map<TypeParameter, Type>();
  parameters.forEach((parameter, i) => {
    const argument = typeArguments[i];
    if (parameter.kind === 'typeparam' && argument !== undefined) environment.set(parameter, argument);
  });
  return environment;
}

/** `net.Listen`, `internal/poll.(*FD).Init`, `time.Duration.String`. */
export function qualifiedName(func: Func): string {
  const pkg = func.pkg?.path ?? '';
  const receiver = func.receiver?.type;
  if (receiver === undefined) return `${pkg}.${func.name}`;
  const named = receiver.kind === 'pointer' ? receiver.element : receiver;
  const name = named.kind === 'named' ? named.object.name : '?';
  return receiver.kind === 'pointer' ? `${pkg}.(*${name}).${func.name}` : `${pkg}.${name}.${func.name}`;
}
