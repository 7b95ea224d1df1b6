/**
 * Holds the program together: gives every function its holder and compiles it when it is first called, every package variable its cell,
 * and runs package initialisation in Go's order (Go spec, "Program initialization and execution").
 */
import type { BlockStmt, Expr, SourceFile } from '../syntax/ast.ts';
import { walk } from '../syntax/walk.ts';
import type { FuncValue } from '../machine/goroutine.ts';
import type { Machine } from '../machine/index.ts';
import type { RType } from '../machine/rtype.ts';
import type { FunctionInfo, Tracer } from '../../trace/tracer.ts';
import { lookupFieldOrMethod } from '../types/lookup.ts';
import type { Program } from '../types/program.ts';
import { basic, anyType } from '../types/universe.ts';
import type { Func, Package, Type, TypeParameter, Var } from '../types/types.ts';
import { CodePlaces } from './codePlaces.ts';
import { Descriptors, fieldProperty, propertyOfMethod } from './descriptors.ts';
import { emitAs } from './expressions.ts';
import { FunctionEmitter, type FunctionContext } from './function.ts';
import { LinkNames } from './linknames.ts';
import { Methods, receiverAdapter } from './methods.ts';
import { Parking, neverParks } from './parking.ts';
import { basicKind, isInterface, underlying } from './typeQueries.ts';
import { Unsupported } from './unsupported.ts';
import { Unit } from './unit.ts';

/** A compiled (or not yet compiled) function; `f` is what emitted code calls. */
export interface Holder {
  f: (...args: never[]) => unknown;
  readonly name: string;
  readonly isGenerator: boolean;
  /** The function as a Go func value. */
  readonly value: object;
}

/** Functions supplied instead of Go's, by qualified name. */
export type Natives = ReadonlyMap<string, (...args: never[]) => unknown>;

interface Cell {
  v: unknown;
}

export interface LinkerOptions {
  program: Program;
  machine: Machine;
  tracer: Tracer;
  natives: Natives;
  /** Whether the statements of this file are steps. */
  isShown(packagePath: string, filePath: string): boolean;
  /** Told of functions that have just been compiled: their steps are known now. */
  compiled(functions: readonly FunctionInfo[]): void;
}

export class Linker {
  readonly program: Program;
  readonly machine: Machine;
  readonly tracer: Tracer;
  readonly descriptors: Descriptors;
  readonly parking: Parking;
  readonly methods = new Methods();
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
  private readonly thunks = new Map<Type, Map<string, Holder>>();
  private readonly globals = new Map<Var, Cell>();
  private readonly initialised = new Set<Package>();
  private readonly checked = new Set<Func>();

  constructor(options: LinkerOptions) {
    this.options = options;
    this.program = options.program;
    this.machine = options.machine;
    this.tracer = options.tracer;
    this.descriptors = new Descriptors(this, options.machine.types);
    this.linkNames = new LinkNames(options.program);
    this.parking = new Parking({
      native: (func) => this.nativeIsGenerator(func),
      declaration: (func) => this.declaration(func),
      check: (func) => this.check(func),
    });
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
      holder = this.makeHolder(origin, all);
      instances.set(key, holder);
    }
    return holder;
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

  private makeHolder(func: Func, typeArguments: Type[]): Holder {
    const name = qualifiedName(func);
    const parking = this.parking;
    const native = this.native(func);
    let compiled: ((...args: never[]) => unknown) | null = null;
    const compile = (): ((...args: never[]) => unknown) => {
      compiled ??= native === null ? this.compile(func, typeArguments) : this.instantiateNative(native, typeArguments);
      holder.f = compiled;
      return compiled;
    };
    const holder: Holder = {
      f: (...args: never[]) => compile()(...args),
      name,
      get isGenerator() {
        const isGenerator = parking.mayPark(func);
        Object.defineProperty(holder, 'isGenerator', { value: isGenerator });
        return isGenerator;
      },
      get value() {
        const value = compile();
        if (holder.isGenerator) (value as { isGenerator?: boolean }).isGenerator = true;
        Object.defineProperty(holder, 'value', { value });
        return value;
      },
    };
    return holder;
  }

  /** A native of a generic function is a maker: it is given the descriptors of its type arguments first. */
  private instantiateNative(
    native: (...args: never[]) => unknown,
    typeArguments: Type[],
  ): (...args: never[]) => unknown {
    if (typeArguments.length === 0) return native;
    const descriptors = typeArguments.map((type) => this.descriptors.of(type));
    return (native as unknown as (...types: unknown[]) => (...args: never[]) => unknown)(...descriptors);
  }

  /** A function that takes a receiver of exactly `receiver` first and calls its method `name`, promoted or not. */
  methodThunk(receiver: Type, name: string, pkg: Package | null): Holder {
    const key = propertyOfMethod(name, pkg);
    let thunks = this.thunks.get(receiver);
    if (thunks === undefined) this.thunks.set(receiver, (thunks = new Map<string, Holder>()));
    let thunk = thunks.get(key);
    if (thunk === undefined) {
      thunk = this.makeThunk(receiver, name, pkg);
      thunks.set(key, thunk);
    }
    return thunk;
  }

  private makeThunk(receiver: Type, name: string, pkg: Package | null): Holder {
    const selection = lookupFieldOrMethod(receiver, true, pkg, name);
    if (selection === undefined || selection.object.kind !== 'func') throw new Error(`no method ${name}`);
    const method = selection.object;
    const dynamic = method.decl === null || (method.receiver !== null && isInterface(method.receiver.type));
    const wantsPointer = method.receiver?.type.kind === 'pointer';
    if (!dynamic && selection.path.length === 0 && wantsPointer === (receiver.kind === 'pointer'))
      return this.holder(method, []);
    const unit = new Unit(this.machine, this.tracer, this.places, null);
    const adapted = receiverAdapter(
      receiver,
      selection,
      (step) => this.property(step.field, step.index),
      (type) => unit.reference(this.descriptors.of(type), 't'),
    );
    const property = JSON.stringify(this.methodName(method));
    const flag = JSON.stringify(`${this.methodName(method)}$g`);
    const target = dynamic ? null : this.holder(method, []);
    const isGenerator = target === null ? !neverParks(name) : target.isGenerator;
    const star = isGenerator ? 'yield* ' : '';
    const call =
      target === null
        ? `const i = ${adapted}; return i[${flag}] ? ${isGenerator ? 'yield* ' : 'M.driveNested('}i[${property}](...a)${isGenerator ? '' : ')'} : i[${property}](...a);`
        : `return ${star}${unit.reference(target, 'h')}.f(${adapted}, ...a);`;
    const f = unit.evaluate(
      `function${isGenerator ? '*' : ''} (r, ...a) { ${call} }`,
      `${name} (promoted)`,
    ) as Holder['f'];
    if (isGenerator) (f as { isGenerator?: boolean }).isGenerator = true;
    // Deferred, it recovers where the method does.
    if (target !== null)
      Object.defineProperty(f, 'usesRecover', { get: () => (target.value as FuncValue).usesRecover });
    return { f, name, isGenerator, value: f };
  }

  private compile(func: Func, typeArguments: Type[]): (...args: never[]) => unknown {
    const declared = this.declaration(func);
    if (declared === null) {
      const at = this.program.fileSet.format(func.decl?.pos ?? func.pos);
      throw new Unsupported(`${at}: ${qualifiedName(func)} has no body in Go, and Netwalk has nothing in its place`);
    }
    if (declared !== func) return this.linked(target.key, func, declared);
    this.initialisation.require(func.pkg?.path ?? '');
    this.check(func);
    const decl = func.decl;
    if (decl === null) throw new Error(`${qualifiedName(func)} has no declaration`);
    const context = this.context(func.pkg as Package, decl.file, environmentOf(func, typeArguments));
    const emitter = new FunctionEmitter(context, qualifiedName(func), null);
    const known = this.functions.length;
    const text = emitter.emit(func, null, { receiver: func.receiver, params: func.params, results: func.results });
    if (this.functions.length > known) this.options.compiled(this.functions.slice(known));
    const f = context.unit.evaluate(text, qualifiedName(func)) as FuncValue;
    f.goName = qualifiedName(func);
    if (emitter.isGenerator) f.isGenerator = true;
    if (emitter.usesRecover) f.usesRecover = true;
    return f as unknown as (...args: never[]) => unknown;
  }

  /** A body that stands elsewhere; where one side says uintptr and the other has a pointer, addresses are made and followed. */
  private linked(func: Func, declared: Func): (...args: never[]) => unknown {
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
    if (params.every((text, i) => text === `a${i}`) && !results.includes(true))
      return holder.value as (...args: never[]) => unknown;
    const unit = new Unit(this.machine, this.tracer, this.places, null);
    const texts = params.map((text, i) => {
      if (text === `a${i}`) return text;
      const pointer = underlying(declared.signature.params[i] as Type);
      const element = pointer.kind === 'pointer' ? pointer.element : pointer;
      return text.replace(`t${i}`, unit.reference(this.descriptors.of(element), 't'));
    });
    const star = holder.isGenerator ? 'yield* ' : '';
    const call = `${star}${unit.reference(holder, 'h')}.f(${texts.join(', ')})`;
    const result = (text: string, i: number): string => (results[i] === true ? `M.addressOf(${text})` : text);
    const body =
      results.length > 1
        ? `const r = ${call}; return [${results.map((_, i) => result(`r[${i}]`, i)).join(', ')}];`
        : `return ${result(call, 0)};`;
    const names = params.map((_, i) => `a${i}`).join(', ');
    return unit.evaluate(`function${holder.isGenerator ? '*' : ''} (${names}) { ${body} }`, qualifiedName(func)) as (
      ...args: never[]
    ) => unknown;
  }

  /** Whether the statements of a file are steps. */
  isShown(pkg: Package, file: SourceFile): boolean {
    return this.options.isShown(pkg.path, file.path);
  }

  private context(pkg: Package, file: SourceFile, environment: Map<TypeParameter, Type> | null): FunctionContext {
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

  private native(func: Func): ((...args: never[]) => unknown) | null {
    const name = qualifiedName(func);
    const native = this.options.natives.get(name);
    if (native === undefined) return null;
    this.usedNatives.add(name);
    return native;
  }

  private nativeIsGenerator(func: Func): boolean | null {
    const native = this.options.natives.get(qualifiedName(func));
    if (native === undefined) return null;
    return (
      native.constructor.name === 'GeneratorFunction' || (native as { isGenerator?: boolean }).isGenerator === true
    );
  }

  private declaration(func: Func): Func | null {
    if (func.decl?.hasBody === true) return func;
    return this.linkNames.resolve(func);
  }

  // ---- package variables and initialisation

  globalReference(f: FunctionEmitter, variable: Var): string {
    return f.unit.reference(this.global(variable), 'g');
  }

  /** The cell of a package variable. One whose initialiser has no effects gets its value now: nobody can tell when it was made. */
  global(variable: Var): Cell {
    let cell = this.globals.get(variable);
    if (cell !== undefined) return cell;
    this.program.checkPackageVariable(variable);
    cell = new this.machine.Cell(this.descriptors.of(variable.type).zero()) as Cell;
    this.globals.set(variable, cell);
    const pkg = variable.pkg as Package;
    if (!pkg.own && variable.spec !== null && variable.spec.values.length === variable.spec.names.length) {
      const value = variable.spec.values[variable.specIndex] as Expr;
      if (this.isLazy(pkg) || isPure(value)) cell.v = this.evaluate(value, variable);
    }
    return cell;
  }

  /** The package variables that the program has used so far: name, cell, descriptor. */
  knownGlobals(packagePath: string): [string, Cell, RType][] {
    const found: [string, Cell, RType][] = [];
    for (const [variable, cell] of this.globals) {
      if (variable.pkg?.path === packagePath) found.push([variable.name, cell, this.descriptors.of(variable.type)]);
    }
    return found.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** A package variable by name; the package by its path or its name. */
  globalNamed(pkg: string, name: string): [Cell, RType] | null {
    for (const [variable, cell] of this.globals) {
      if (variable.name !== name || (variable.pkg?.path !== pkg && variable.pkg?.name !== pkg)) continue;
      return [cell, this.descriptors.of(variable.type)];
    }
    return null;
  }

  /** Packages that are parts of the runtime: the machine stands for them, and what is used of their variables is made on demand. */
  private isLazy(pkg: Package): boolean {
    return (
      pkg.path === 'runtime' ||
      pkg.path.startsWith('runtime/internal/') ||
      pkg.path.startsWith('internal/runtime/') ||
      pkg.path === 'internal/cpu'
    );
  }

  private evaluate(value: Expr, variable: Var): unknown {
    const context = this.context(variable.pkg as Package, variable.file as SourceFile, null);
    const emitter = new FunctionEmitter({ ...context, shown: false }, `${variable.pkg?.path}.init`, null);
    const text = emitter.capture(() => emitter.write(`return ${emitAs(emitter, value, variable.type)};`));
    return (
      context.unit.evaluate(
        `function ${emitter.jsName()}() { ${emitter.declarations()} ${text} }`,
        `var ${variable.name}`,
      ) as () => unknown
    )();
  }

  /** Initialises a package and, before it, what it imports. Gives the functions to run, in order. */
  *initialise(pkg: Package): Generator<() => unknown> {
    if (this.initialised.has(pkg)) return;
    this.initialised.add(pkg);
    for (const imported of this.importOrder(pkg)) yield* this.initialise(imported);
    if (pkg.path === 'unsafe' || this.isLazy(pkg)) return;
    for (const { lhs, rhs } of this.program.initOrder(pkg)) {
      const only = lhs[0];
      if (lhs.length === 1 && only !== undefined && !pkg.own && isPure(rhs)) continue;
      yield this.initialiser(pkg, lhs, rhs);
    }
    for (const init of this.program.initFunctions(pkg)) {
      if (init.decl?.receiver !== null) continue;
      const holder = this.holder(init, []);
      yield () => (holder.f as () => unknown)();
    }
  }

  private importOrder(pkg: Package): Package[] {
    return [...new Set(pkg.imports())].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  private initialiser(pkg: Package, lhs: (Var | null)[], rhs: Expr): () => unknown {
    const context = this.context(pkg, this.program.fileOf(rhs.pos), null);
    const emitter = new FunctionEmitter({ ...context, shown: false }, `${pkg.path}.init`, null);
    emitter.isGenerator = this.parking.nodeMayPark(rhs, pkg.path);
    const text = emitter.capture(() => {
      const cells = lhs.map((variable) =>
        variable === null || variable.name === '_' ? null : emitter.unit.reference(this.global(variable), 'g'),
      );
      const first = lhs[0];
      if (lhs.length === 1) {
        const type = first?.type ?? rhs.type ?? this.anyType;
        emitter.write(`${cells[0] === null ? '' : `${cells[0]}.v = `}${emitAs(emitter, rhs, type)};`);
      } else {
        emitter.write(`const $values = ${emitAs(emitter, rhs, rhs.type ?? this.anyType)};`);
        cells.forEach((cell, i) => cell !== null && emitter.write(`${cell}.v = $values[${i}];`));
      }
    });
    const star = emitter.isGenerator ? '*' : '';
    return context.unit.evaluate(
      `function${star} ${emitter.jsName()}() { ${emitter.declarations()} ${text} }`,
      `${pkg.path}.init`,
    ) as () => unknown;
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
    const fields = properties.map((property) => `this.${property} = undefined;`).join(' ');
    const make = new Function(
      'fn',
      `return class Frame { constructor() { this.fn = fn; this.caller = null; this.g = null; this.pc = 0; ${fields} } }`,
    ) as (fn: FunctionInfo) => new () => object;
    return make(info);
  }
}

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
