/** One Go function (or function literal) on its way to JavaScript: its variables, labels, temporaries, steps. */
import type { BlockStmt, Expr, FuncLit, Pos, SourceFile, Stmt } from '../syntax/ast.ts';
import { substitute } from '../types/substitute.ts';
import type { Func, Package, Type, TypeParameter, Var } from '../types/types.ts';
import { isAggregate, parameterVars, underlying } from './typeQueries.ts';
import type { Linker } from './linker.ts';
import { CannotLeave, Leaving, type LeavingPlace } from './leaving.ts';
import { hasCall, inPlace, type Order } from './order.ts';
import { placeWithin, type FunctionInfo } from '../../trace/tracer.ts';
import { marker } from './codePlaces.ts';
import { emitBlock } from './statements.ts';
import { Unsupported } from './unsupported.ts';
import type { Unit } from './unit.ts';

/** Where a variable lives, as JavaScript: `js` reads and writes its value; a cell is its own pointer. */
export interface Slot {
  kind: 'plain' | 'cell' | 'object';
  /** For a cell the name of the cell, else the text of the value. */
  js: string;
  /** Where it goes out of sight. */
  until: Pos;
}

/** A target of break or continue. */
export interface LabelTarget {
  goLabel: string | null;
  kind: 'loop' | 'switch' | 'select' | 'block';
  breakJs: string;
  continueJs: string | null;
  /** Set where the body runs in a JavaScript function of its own (range over func): leaving it takes a detour. */
  detour: Detour | null;
}

/** How statements inside the body of a range-over-func loop leave it. */
export interface Detour {
  /** JavaScript variables of the loop: its state, and which of the exits was taken. */
  state: string;
  exit: string;
  exits: { code: number; js: string; level: Detour | null }[];
  /** That of the body around. */
  outer: Detour | null;
}

export interface FunctionContext {
  linker: Linker;
  unit: Unit;
  pkg: Package;
  file: SourceFile;
  environment: Map<TypeParameter, Type> | null;
  shown: boolean;
}

export class FunctionEmitter {
  readonly linker: Linker;
  readonly unit: Unit;
  readonly pkg: Package;
  readonly file: SourceFile;
  readonly environment: Map<TypeParameter, Type> | null;
  readonly shown: boolean;
  /** The JavaScript variable of the frame. */
  frame: string;
  readonly depth: number;
  readonly slots = new Map<Var, Slot>();
  readonly labels: LabelTarget[] = [];
  properties: string[] = [];
  /** Results as variables: named, or synthesized where a deferred call may change or replace what is returned. */
  results: Var[] = [];
  resultTypes: Type[] = [];
  hasDefer = false;
  usesRecover = false;
  isGenerator = false;
  detour: Detour | null = null;
  info: FunctionInfo | null = null;
  pendingLabel: string | null = null;
  /** The statement under way if it spans lines, by its step. */
  private spread: { pc: number; pos: Pos } | null = null;
  /** JavaScript bindings that serve variable after variable: those of blocks that goto jumps into. */
  readonly rebound = new Set<string>();
  readonly gotoLabels = new Map<string, { js: string; detour: Detour | null }>();
  /** What function literals and range-over-func bodies are named after, and how many there are. */
  private closures: { name: string; isClosure: boolean; literals: number; bodies: number };
  /** Holds what a call gave until it is known whether it has parked. */
  private result: string | null = null;
  /** Where it is left when it parks, if it is a plain function that may; and its holder, which has the rests. */
  leaving: Leaving | null = null;
  private self: object | null = null;
  private leavesItself = false;
  private block: BlockStmt | null = null;
  /** Of a function and the literals in it: which of them is left at a place. */
  private readonly leftAt = new Map<Pos, FunctionEmitter>();
  /** That of the statement under way, and its order. */
  private mark = '';
  order: Order = inPlace;
  /** What this literal uses of the functions around it. */
  private readonly captured = new Set<string>();
  /** Loop variables that all iterations share (before Go 1.22): the JavaScript variable that keeps the one instance. */
  readonly sharedLoopVariables = new Map<Var, string>();
  private readonly localNames: string[] = [];
  private readonly usedNames = new Set<string>();
  private lines: string[] = [];
  readonly parent: FunctionEmitter | null;
  name: string;
  /** Among the functions of the unit. */
  private number: number;

  constructor(context: FunctionContext, name: string, parent: FunctionEmitter | null) {
    this.linker = context.linker;
    this.unit = context.unit;
    this.pkg = context.pkg;
    this.file = context.file;
    this.environment = context.environment;
    this.shown = context.shown;
    this.parent = parent;
    this.name = name;
    this.depth = parent === null ? 0 : parent.depth + 1;
    this.frame = `F${this.depth}`;
    this.number = this.unit.functions.push(name) - 1;
    this.closures = { name, isClosure: parent !== null, literals: 0, bodies: 0 };
  }

  private context(): FunctionContext {
    const { linker, unit, pkg, file, environment, shown } = this;
    return { linker, unit, pkg, file, environment, shown };
  }

  /** `let` for what declare and temporary asked for so far. */
  declarations(): string {
    return this.localNames.length > 0 ? `let ${this.localNames.join(', ')};` : '';
  }

  // ---- text

  write(text: string): void {
    // What comes before the place where a rest begins is not in it.
    if (this.leaving === null || this.leaving.from === null) this.lines.push(text);
  }

  /** Begins a block, which a rest, too, is in. */
  open(text: string): void {
    this.lines.push(text);
  }

  /** Runs `body` and gives what it wrote instead of appending it. */
  capture(body: () => void): string {
    const outer = this.lines;
    this.lines = [];
    body();
    const text = this.lines.join('\n');
    this.lines = outer;
    return text;
  }

  private local(): string {
    const name = `$${this.depth}_${this.unit.next()}`;
    this.localNames.push(name);
    return name;
  }

  /** A JavaScript variable of this function that holds an intermediate value. */
  temporary(): string {
    const name = this.local();
    this.leaving?.statements.at(-1)?.push(name);
    return name;
  }

  fresh(prefix: string): string {
    return `${prefix}${this.unit.next()}`;
  }

  /** Marks that execution arrives at the statement [pos, end). */
  step(pos: Pos, end: Pos, writes: string[] = []): void {
    this.mark = marker(this.number, pos - this.file.base);
    this.write(this.mark);
    const { base, text } = this.file;
    const pc = this.info?.steps.length ?? 0;
    this.spread = text.slice(pos - base, end - base).includes('\n') ? { pc, pos } : null;
    if (!this.shown || this.info === null) return;
    this.info.steps.push({ pos, end, writes });
    const F = this.frame;
    const at = this.spread === null ? '' : `${this.within()} = 0; `;
    if (this.isGenerator) this.write(`${F}.pc = ${pc}; ${at}if (T.on && T.step(${F})) yield* M.hold(${F});`);
    else this.write(`${F}.pc = ${pc}; ${at}if (T.on) T.step(${F});`);
  }

  /** The frame's property that says where within a statement of several lines execution is. */
  private within(): string {
    if (!this.properties.includes('within')) this.properties.push('within');
    return `${this.frame}.within`;
  }

  /** `text`, which may fail or call at `pos`: in a statement of several lines the frame or a mark says so before, for tracebacks. */
  placed(pos: Pos, text: string): string {
    if (!this.shown) {
      const mark = this.markWithin(pos);
      // A field is looked up behind what comes before it.
      return `${mark}${text.replace(/(?=\.[\w$]+$)/, mark)}`;
    }
    const place = this.placing(pos);
    return place === '' ? text : `(${place}, ${text})`;
  }

  /** The assignment that `placed` makes; empty where the statement's own place will do. */
  placing(pos: Pos): string {
    const { spread } = this;
    return !this.shown || spread === null || pos <= spread.pos
      ? ''
      : `${this.within()} = ${placeWithin(spread.pc, pos - spread.pos)}`;
  }

  /** The same for those who read the JavaScript stack. */
  markWithin(pos: Pos): string {
    return this.spread === null ? '' : marker(this.number, pos - this.file.base);
  }

  /** What a call gives of a function that may park (machine/parked.ts). `mark` says again where that is, behind the marks in its arguments. */
  awaited(call: string, mark: string): string {
    const result = (this.result ??= this.local());
    const wait = this.isGenerator ? `(${result} = M.rest(), yield, ${mark}yield* ${result})` : `M.driveRest()`;
    return `((${result} = ${call}) === M.parked ? ${wait} : ${result})`;
  }

  /**
   * What a call gives, as an expression that may be used once: where the order asks for it the call is a statement before. `pos` stands for the call,
   * `mark` as in `awaited`.
   */
  called(call: string, mayPark: boolean, pos: Pos, mark: string): string {
    const { leaving } = this;
    if (!this.order.lifts) {
      if (leaving !== null && mayPark) throw new CannotLeave();
      return mayPark ? this.awaited(call, mark) : call;
    }
    const result = this.temporary();
    // The mark in front of the expression that this stands in is not in front of the call now; behind it the statement's own holds again.
    const marked = `${mark}${call}`;
    const again = mark === '' ? '' : this.mark;
    if (leaving?.from === pos) this.begin(`${result} = `, mark);
    else if (mayPark && leaving !== null && !this.isGenerator) {
      this.write(`if ((${result} = ${marked}) === M.parked) ${this.leaveAt(pos)}${again}`);
    } else this.write(`${result} = ${mayPark ? this.awaited(marked, mark) : marked};${again}`);
    return result;
  }

  /** The value of an expression as it is now, whatever a call behind it in the statement changes. */
  kept(e: Expr, text: string): string {
    return this.isFollowed(e) ? this.keep(text) : text;
  }

  /** The same of a text that stands before some expressions. */
  keptBefore(rest: Expr[], text: string): string {
    return this.order.lifts && rest.some(hasCall) ? this.keep(text) : text;
  }

  private keep(text: string): string {
    const name = this.temporary();
    this.write(`${name} = ${text};`);
    return name;
  }

  /** Whether calls come before the statement, and one of them stands behind the expression. */
  isFollowed(e: Expr): boolean {
    return this.order.lifts && e.end <= this.order.last;
  }

  /** Does something in the order of a statement. */
  ordered<Result>(order: Order, emit: () => Result): Result {
    const outer = this.order;
    this.order = order;
    const result = emit();
    this.order = outer;
    return result;
  }

  /** Text that no statement can come before. */
  inPlace<Result>(emit: () => Result): Result {
    return this.ordered(inPlace, emit);
  }

  /** What may not be evaluated, or more than once: the function cannot be left in it. */
  conditionally<Result>(emit: () => Result): Result {
    return this.leaving === null ? emit() : this.leaving.conditionally(emit);
  }

  /** A rest begins with what is left of the call that has parked. */
  begin(store: string, mark = ''): void {
    this.leaving?.arrive();
    this.write(`${this.mark}${mark}${store}yield* $steps;`);
  }

  /** Leaves a plain function that has parked. */
  leaveAt(pos: Pos): string {
    const leaving = this.leaving as Leaving;
    if (leaving.conditional > 0) throw new CannotLeave();
    const seen = [...this.slots].filter(([, slot]) => slot.until > pos);
    leaving.places.set(pos, {
      variables: seen.map(([variable]) => variable),
      temporaries: leaving.statements.map((names) => names.length),
    });
    this.outermost.leftAt.set(pos, this);
    const values = [...seen.map(([, slot]) => slot.js), ...leaving.statements.flat(), ...this.besides()];
    if (this.parent !== null) values.push(capturedMark);
    const self = this.unit.reference(this.self as object, 'h');
    return `return M.park(${self}.rest(${pos - this.file.base})(${['M.rest()', ...values].join(', ')}));`;
  }

  /** What a function has beside variables. */
  private besides(): string[] {
    return [...(this.hasDefer ? ['D'] : []), ...(this.usesRecover ? ['$recoverable'] : [])];
  }

  // ---- types

  /** The type with the type arguments of this instance put in. */
  type(type: Type): Type {
    return this.environment !== null && type.generic ? substitute(type, this.environment) : type;
  }

  descriptor(type: Type): string {
    return this.unit.reference(this.linker.descriptors.of(this.type(type)), 't');
  }

  // ---- variables

  /** Gives a local variable its place; `scopeEnd` is where it goes out of sight. */
  declare(variable: Var, scopeEnd: Pos): Slot {
    const type = this.type(variable.type);
    const under = underlying(type);
    const aggregate = under.kind === 'struct' || under.kind === 'array';
    const shared = variable.captured || (variable.addressTaken && !aggregate);
    const name = this.uniqueName(variable.name);
    let slot: Slot;
    if (shared) {
      slot = { kind: aggregate ? 'object' : 'cell', js: `${name}$${this.depth}`, until: scopeEnd };
      if (this.shown) this.showProperty(name);
    } else if (this.shown) {
      slot = { kind: 'plain', js: `${this.frame}.${this.showProperty(name)}`, until: scopeEnd };
    } else {
      const js = `${name}$${this.depth}`;
      this.localNames.push(js);
      slot = { kind: 'plain', js, until: scopeEnd };
    }
    this.slots.set(variable, slot);
    if (this.shown && variable.name !== '_' && variable.name !== '') {
      this.info?.locals.push({
        name: variable.name,
        property: name,
        type: this.linker.descriptors.lazy(type),
        from: variable.pos,
        to: scopeEnd,
        cell: slot.kind === 'cell',
        argument: variable.role !== 'local',
      });
    }
    return slot;
  }

  private showProperty(name: string): string {
    this.properties.push(name);
    return name;
  }

  /** Declares and initialises: `value` must be a fresh value of the variable's type. */
  define(variable: Var, scopeEnd: Pos, value: string): void {
    const slot = this.slots.get(variable) ?? this.declare(variable, scopeEnd);
    this.initialise(slot, value);
  }

  /** Writes the start of a variable's life (each time round a loop: a new variable). */
  initialise(slot: Slot, value: string): void {
    if (slot.kind === 'plain') {
      this.write(`${slot.js} = ${value};`);
      return;
    }
    // A block that goto jumps into is a switch: its variables must be visible in all cases.
    const keyword = this.gotoLabels.size > 0 ? '' : 'const ';
    if (keyword === '') {
      this.localNames.push(slot.js);
      this.rebound.add(slot.js);
    }
    if (slot.kind === 'cell') this.write(`${keyword}${slot.js} = new M.Cell(${value});${this.show(slot)}`);
    else this.write(`${keyword}${slot.js} = ${value};${this.show(slot)}`);
  }

  /** Makes a shared variable visible on the frame. */
  show(slot: Slot): string {
    if (!this.shown || slot.kind === 'plain') return '';
    return ` ${this.frame}.${slot.js.slice(0, slot.js.lastIndexOf('$'))} = ${slot.js};`;
  }

  slotOf(variable: Var): Slot {
    const own = this.slots.get(variable);
    if (own !== undefined) return own;
    const slot = this.parent?.slotOf(variable);
    if (slot === undefined) throw this.error(variable.pos, `variable ${variable.name} has no place`);
    this.captured.add(slot.js);
    return slot;
  }

  private uniqueName(name: string): string {
    const base = name === '' || name === '_' ? 'blank' : asciiName(name);
    let unique = base;
    for (let n = 1; this.usedNames.has(unique) || reservedNames.has(unique); n++) unique = `${base}$${n}`;
    this.usedNames.add(unique);
    return unique;
  }

  zero(type: Type): string {
    return this.linker.zeroText(this, this.type(type));
  }

  error(pos: Pos, message: string): Error {
    const at = this.linker.program.fileSet.position(pos);
    return new Unsupported(`${at.path}:${at.line}:${at.column}: ${message}`);
  }

  // ---- the whole function

  /** The JavaScript of the function as an expression. */
  emit(
    func: Func | null,
    literal: FuncLit | null,
    signatureVars: { receiver: Var | null; params: Var[]; results: Var[] },
  ): string {
    const body = literal?.body ?? func?.decl?.body() ?? null;
    if (body === null) throw new Error(`${this.name} has no body`);
    const start = literal?.pos ?? func?.decl?.pos ?? body.pos;
    const end = body.end;
    this.results = signatureVars.results;
    this.resultTypes = signatureVars.results.map((result) => this.type(result.type));
    const traits = this.linker.traits(body);
    this.hasDefer = traits.hasDefer;
    this.usesRecover = traits.usesRecover;
    this.isGenerator =
      literal === null && func !== null
        ? this.linker.parking.mayPark(func)
        : this.linker.parking.nodeMayPark(body, this.pkg.path);
    if (this.shown) {
      const at = func?.decl?.name.pos ?? start;
      this.info = this.linker.newFunctionInfo(this.name, this.file, at, end, this.isGenerator);
    }
    this.block = body;
    if (this.leavesItself && this.isGenerator) {
      this.isGenerator = false;
      this.leaving = new Leaving();
    }
    const params = [...(signatureVars.receiver === null ? [] : [signatureVars.receiver]), ...signatureVars.params];
    const names = params.map((_, i) => `a${i}`);
    const prologue = this.capture(() => {
      params.forEach((param, i) => {
        if (param.name === '' || param.name === '_') return;
        this.define(param, end, names[i] ?? '');
      });
      for (const result of this.results) {
        if ((result.name === '' || result.name === '_') && !this.hasDefer) continue;
        this.define(result, end, this.zero(result.type));
      }
    });
    const text = this.capture(() => {
      if (this.shown) this.step(start, func === null ? start + 4 : (func.decl?.bodyPos ?? start) + 1);
      this.emitBody(body);
    });
    const locals = `${this.declarations()}\n`;
    const enter = this.enter();
    const recover = this.usesRecover ? `const $recoverable = M.takeRecoverable();\n` : '';
    return this.functionText(names, `\n${recover}${locals}${enter}${prologue}\n${text}\n`);
  }

  private emitBody(body: BlockStmt): void {
    if (this.hasDefer) this.emitWithDefers(body);
    else {
      emitBlock(this, body.list);
      if (!endsInReturn(body.list)) {
        if (this.results.length === 0) this.step(body.rbrace, body.rbrace + 1);
        this.write(this.leave());
      }
    }
  }

  /** Lets literals in it be plain functions though they may park, and itself; its holder has the rests (leaving.ts). */
  mayLeave(self: object | null, itself: boolean): void {
    this.self = self;
    this.leavesItself = itself && self !== null;
  }

  private get outermost(): FunctionEmitter {
    return this.parent?.outermost ?? this;
  }

  /** Which function, this one or a literal in it, is left at a place. */
  isLeftAt(pos: Pos): FunctionEmitter {
    const left = this.leftAt.get(pos);
    if (left === undefined) throw new Error(`${this.name} is not left there`);
    return left;
  }

  /** The generator function of what is left of a function where it is left at `pos`, given its emitter. */
  rest(pos: Pos, whole: FunctionEmitter): string {
    const place = whole.leaving?.places.get(pos) as LeavingPlace;
    const body = whole.block as BlockStmt;
    this.results = whole.results;
    this.resultTypes = whole.resultTypes;
    this.hasDefer = whole.hasDefer;
    this.usesRecover = whole.usesRecover;
    this.isGenerator = true;
    const leaving = (this.leaving = new Leaving(pos, whole.leaving?.literals));
    for (const variable of place.variables) this.declare(variable, whole.slotOf(variable).until);
    const given = new Set(place.variables.map((variable) => this.slotOf(variable).js));
    const text = this.capture(() => this.emitBody(body));
    const temporaries = place.temporaries.flatMap((count, depth) =>
      Array.from({ length: count }, (_, i) => leaving.arrived[depth]?.[i] ?? this.local()),
    );
    for (const name of temporaries) given.add(name);
    const params = ['$steps', ...given, ...this.besides(), ...whole.captured];
    const locals = this.localNames.filter((name) => !given.has(name));
    const declarations = locals.length > 0 ? `let ${locals.join(', ')};` : '';
    return `function* ${this.jsName()}(${params.join(', ')}) {\n${declarations}\n${text}\n}`;
  }

  /**
   * The JavaScript function of a body. A generator function stands by itself in the unit, also one of a literal, which is given the variables that it
   * uses of the functions around it: V8 makes the shape of its iterators once then, not for each func value.
   */
  functionText(params: readonly string[], body: string): string {
    const list = params.join(', ');
    if (!this.isGenerator) return `function ${this.jsName()}(${list}) {${body}}`;
    const all = [...this.captured, ...params].join(', ');
    this.unit.hoist(`function* ${this.jsName()}(${all}) {${body}}`);
    return `function (${list}) { return M.start(${this.jsName()}(${all})); }`;
  }

  /** Its number tells whose frame it is on the JavaScript stack. */
  jsName(): string {
    return `go_${this.name.replace(/[^A-Za-z0-9_]/g, '_')}$${this.number}`;
  }

  /** Makes the frame, when all its properties are known. */
  private enter(): string {
    if (this.info === null) return '';
    const frameClass = this.unit.reference(this.linker.frameClass(this.info, this.properties), 'Frame');
    return `const ${this.frame} = new ${frameClass}(M.getg());\n`;
  }

  /** The frame is left just before a return: of the range-over-func body that is written, or of the function itself. */
  leave(of: 'body' | 'function' = 'body'): string {
    const frame = of === 'body' ? this.frame : `F${this.depth}`;
    return this.shown ? `${frame}.g.frame = ${frame}.caller;` : '';
  }

  /**
   * The body of a loop over a func as a func value, which in Go, too, is a function: it has a name, frames and steps of its own, but the labels and
   * variables of the function around. `write` writes what it does from `at` on.
   */
  rangeBody(at: { pos: Pos; end: Pos }, params: string[], isGenerator: boolean, write: () => void): string {
    const { name, frame, number, info, properties, spread, closures, result } = this;
    const around = { name, frame, number, info, properties, spread, closures, result, isGenerator: this.isGenerator };
    this.name = `${closures.name}-range${++closures.bodies}`;
    if (this.linker.machine.goRelease.namesAfterBodies)
      this.closures = { name: this.name, isClosure: true, literals: 0, bodies: 0 };
    this.number = this.unit.functions.push(this.name) - 1;
    this.frame = this.fresh(`${frame}_`);
    this.isGenerator = isGenerator;
    // The function around and its body wait at the same time.
    this.result = null;
    this.properties = ['around'];
    this.spread = null;
    if (info !== null) this.info = this.linker.newFunctionInfo(this.name, this.file, at.pos, at.end, isGenerator);
    const body = this.capture(write);
    const enter = this.shown ? `${this.enter()}${this.frame}.around = ${frame};\n` : '';
    const mark = marker(this.number, at.pos - this.file.base);
    const text = `function${isGenerator ? '*' : ''} ${this.jsName()}(${params.join(', ')}) {${mark}\n${enter}${body}\n}`;
    const func = `M.func(${isGenerator ? `M.starting(${text})` : text}, ${JSON.stringify(this.name)}, false)`;
    Object.assign(this, around);
    return func;
  }

  /**
   * With deferred calls the body runs in a try: a return stores its results and leaves the block, a panic is kept; then the deferred calls
   * run, last first, and what they left of results or panic is what the function ends with (runtime/panic.go, deferreturn and gopanic).
   */
  private emitWithDefers(body: BlockStmt): void {
    if (this.leaving?.from === body.rbrace) {
      this.begin('');
      this.write(`return ${this.resultsText()};`);
      return;
    }
    this.write(`const D = M.newDefers(${this.shown ? this.frame : 'null'});`);
    this.open(`BODY: try {`);
    emitBlock(this, body.list);
    if (!endsInReturn(body.list)) this.step(body.rbrace, body.rbrace + 1);
    this.write(`} catch ($e) { D.panic($e); }`);
    if (this.leaving === null || this.isGenerator) this.write(`${this.awaited('D.run()', '')};`);
    else this.write(`if (D.run() === M.parked) ${this.leaveAt(body.rbrace)}`);
    this.write(this.leave());
    this.write(`return ${this.resultsText()};`);
  }

  /** Unnamed results get variables, for a return from within a range-over-func body. */
  ensureResultVariables(): void {
    for (const result of this.results) {
      if (!this.slots.has(result)) this.slots.set(result, { kind: 'plain', js: this.temporary(), until: Infinity });
    }
  }

  resultsText(): string {
    // Blank results have no variable unless something needs one: they are zero.
    const values = this.results.map((result) => {
      const slot = this.slots.get(result);
      return slot !== undefined || result.name !== '_' ? this.resultText(result) : this.zero(result.type);
    });
    if (values.length === 0) return '';
    return values.length === 1 ? (values[0] ?? '') : `[${values.join(', ')}]`;
  }

  /** What a result's variable holds, for the caller: a copy where somebody may still look at the variable. */
  resultText(result: Var): string {
    const text = this.read(this.slotOf(result));
    const type = this.type(result.type);
    return isAggregate(type) && (result.captured || result.addressTaken)
      ? `${this.descriptor(type)}.clone(${text})`
      : text;
  }

  read(slot: Slot): string {
    return slot.kind === 'cell' ? `${slot.js}.v` : slot.js;
  }

  private literalText(literal: FuncLit, name: string, shown: boolean): { inner: FunctionEmitter; text: string } {
    const emit = (leavesItself: boolean): { inner: FunctionEmitter; text: string } => {
      const inner = new FunctionEmitter({ ...this.context(), shown }, name, this);
      inner.mayLeave(this.self, leavesItself);
      const text = inner.emit(null, literal, parameterVars(literal));
      return { inner, text: text.replaceAll(capturedMark, [...inner.captured].join(', ')) };
    };
    const undo = this.unit.attempt();
    try {
      return emit(true);
    } catch (error) {
      if (!(error instanceof CannotLeave)) throw error;
      undo();
      return emit(false);
    }
  }

  /** Emits a function literal as an expression: a func value. */
  literal(literal: FuncLit): string {
    const { closures } = this;
    const name =
      this.leaving?.literals.get(literal) ??
      `${closures.name}.${closures.isClosure ? '' : 'func'}${++closures.literals}`;
    this.leaving?.literals.set(literal, name);
    // The initialiser of a package variable has no steps of its own, a function literal in it has.
    const shown = this.linker.isShown(this.pkg, this.file);
    const { inner, text } = this.literalText(literal, name, shown);
    const func = `M.func(${text}, ${JSON.stringify(name)}, ${inner.usesRecover})`;
    // A variable whose JavaScript binding is used again for the next variable of that name: the literal keeps today's.
    const captured = [...this.rebound].filter((js) => text.includes(js));
    return captured.length === 0 ? func : `((${captured.join(', ')}) => ${func})(${captured.join(', ')})`;
  }
}

/** Stands for what a literal captures, until all of it is known. */
const capturedMark = '/*captured*/';

function endsInReturn(list: Stmt[]): boolean {
  const last = list.at(-1);
  return last !== undefined && (last.kind === 'ReturnStmt' || (last.kind === 'BlockStmt' && endsInReturn(last.list)));
}

/** A Go identifier as a JavaScript one: bytes beyond ASCII are spelled out. */
export function asciiName(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/g, (c) => `$u${c.charCodeAt(0).toString(16)}`);
}

const reservedNames = new Set([
  'fn', 'caller', 'g', 'pc', 'shownPc', 'within', 'around', 'arguments', 'eval', 'await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete', 'do', 'else',
  'enum', 'export', 'extends', 'false', 'finally', 'for', 'function', 'if', 'implements', 'import', 'in', 'instanceof', 'interface', 'let', 'new', 'null', 'package',
  'private', 'protected', 'public', 'return', 'static', 'super', 'switch', 'this', 'throw', 'true', 'try', 'typeof', 'undefined', 'var', 'void', 'while', 'with', 'yield',
  'constructor', '__proto__', 'prototype', 'toString', 'valueOf', 'hasOwnProperty',
]); // prettier-ignore
