/**
 * Which functions may park, and so must be generators: those that communicate, call one that may park, or call something unknown that could.
 *
 * The answer is found over the static call graph (strongly connected functions share one answer). A call through an interface or a func value
 * is taken to park, unless its name or package says that it does not by nature (`Error`, `String`, `Len`…; callbacks of sort, strings…).
 * Where that guess is wrong at run time the machine drives the generator nested (`M.driveNested`): nothing is ever skipped.
 */
import type { CallExpr, Expr, ForStmt, FuncLit, Node } from '../syntax/ast.ts';
import { walk } from '../syntax/walk.ts';
import type { Func, Type, TypeParameter } from '../types/types.ts';

const neverParkingMethods = new Set([
  'Error', 'String', 'Len', 'Less', 'Swap', 'Network', 'Timeout', 'Temporary', 'Unwrap', 'Is', 'As', 'Size', 'Name', 'Mode', 'IsDir', 'Sys',
  'ModTime', 'GoString', 'Format', 'Width', 'Precision', 'Flag', 'Kind', 'Elem', 'Bits', 'Comparable', 'Implements', 'AssignableTo', 'PkgPath', 'Key',
  'NumField', 'NumMethod', 'Field', 'Method', 'Value', 'Deadline', 'RuntimeError', 'Uint64', 'Int63', 'Seed', 'Type', 'Info', 'sockaddr', 'family',
  'isWildcard', 'toLocal', 'MultipathTCP', 'common', 'uncommon', 'LocalAddr', 'RemoteAddr', 'Addr', 'Done', 'Err', 'ptr',
]); // prettier-ignore

/** Whether a method of this name is taken not to park when it is called through an interface. */
export const neverParks = (name: string): boolean => neverParkingMethods.has(name);

const callbacksNeverPark = new Set([
  'sort', 'slices', 'strings', 'bytes', 'unicode', 'unicode/utf8', 'strconv', 'maps', 'cmp', 'errors', 'internal/bisect', 'reflect', 'fmt',
  'internal/reflectlite', 'internal/poll/never', 'math/bits', 'internal/godebug',
]); // prettier-ignore

/** Large packages that most programs carry without calling them get one answer for all their functions, so that nobody reads them for it. */
function wholesale(func: Func): boolean | null {
  if (/^crypto\/tls$|^net\/http\/internal\/http2$/.test(func.pkg?.path ?? '')) return true;
  if (func.decl?.file.path === 'net/http/h2_bundle.go') return true;
  // Its connections wait for each other.
  if (func.pkg?.path === 'vendor/golang.org/x/net/nettest') return null;
  return /^(crypto|vendor)\//.test(func.pkg?.path ?? '') ? false : null;
}

/** What the analysis asks of the linker. */
export interface CallGraph {
  /** Whether a native replaces the function, and then whether it is a generator. */
  native(func: Func): boolean | null;
  /** The function as it is declared, following linknames; null where there is no body. */
  declaration(func: Func): Func | null;
  /** Checks the body, so that its tree carries types. */
  check(func: Func): void;
  /** Whether a package is a person's own. */
  isOwn(path: string): boolean;
}

/** What a call refers to. */
export type Callee =
  | { kind: 'conversion' }
  | { kind: 'builtin'; name: string }
  | { kind: 'static'; func: Func }
  | { kind: 'interface'; func: Func }
  | { kind: 'literal'; literal: FuncLit }
  | { kind: 'value' };

/** The expression without parentheses. */
export function unparen(e: Expr): Expr {
  while (e.kind === 'ParenExpr') e = e.x;
  return e;
}

/** Whether values of this type are called dynamically: an interface, or a type parameter bound to one. */
function isInterface(type: Type): boolean {
  return type.kind === 'interface' || (type.kind === 'named' && type.underlying().kind === 'interface');
}

/** Resolves what `call` calls. A method of a type parameter counts as an interface call here; emit resolves it per instance. */
export function calleeOf(call: CallExpr): Callee {
  let fun = unparen(call.fun);
  if (fun.mode === 'type') return { kind: 'conversion' };
  if (fun.kind === 'IndexExpr') {
    const generic = unparen(fun.x);
    if (generic.kind === 'Ident' && generic.object?.kind === 'func') fun = generic;
    if (generic.kind === 'SelectorExpr' && generic.sel.object?.kind === 'func') fun = generic;
  }
  if (fun.kind === 'FuncLit') return { kind: 'literal', literal: fun };
  if (fun.kind === 'Ident') {
    if (fun.object?.kind === 'builtin') return { kind: 'builtin', name: fun.object.name };
    if (fun.object?.kind === 'func') return { kind: 'static', func: fun.object };
    return { kind: 'value' };
  }
  if (fun.kind === 'SelectorExpr') {
    const selection = fun.selection;
    if (selection === undefined) {
      if (fun.sel.object?.kind === 'builtin') return { kind: 'builtin', name: fun.sel.object.name };
      if (fun.sel.object?.kind === 'func') return { kind: 'static', func: fun.sel.object };
      return { kind: 'value' };
    }
    if (selection.kind === 'method' && selection.object.kind === 'func') {
      const receiver = selection.object.receiver;
      const dynamic = selection.object.decl === null || (receiver !== null && isInterface(receiver.type));
      return dynamic ? { kind: 'interface', func: selection.object } : { kind: 'static', func: selection.object };
    }
  }
  return { kind: 'value' };
}

export class Parking {
  private readonly answers = new Map<Func, boolean>();
  private readonly index = new Map<Func, number>();
  private readonly low = new Map<Func, number>();
  private readonly stack: Func[] = [];
  private readonly parks = new Map<Func, boolean>();

  private readonly graph: CallGraph;

  constructor(graph: CallGraph) {
    this.graph = graph;
  }

  /** Whether the function may park. For a generic function or method, its origin is asked. */
  mayPark(func: Func): boolean {
    const origin = func.origin ?? func;
    const known = this.answers.get(origin);
    if (known !== undefined) return known;
    this.visit(origin);
    return this.answers.get(origin) ?? false;
  }

  /** Whether a function literal, whose enclosing body is checked, may park. */
  literalMayPark(literal: FuncLit, pkgPath: string): boolean {
    return this.scan(literal.body, pkgPath, (callee) => this.mayPark(callee));
  }

  /** Whether a part of a checked body may park (the body of a range-over-func loop, say). */
  nodeMayPark(node: Node, pkgPath: string): boolean {
    return this.scan(node, pkgPath, (callee) => this.mayPark(callee));
  }

  /** Tarjan's strongly connected components. */
  private visit(func: Func): void {
    const known = this.graph.native(func) ?? wholesale(func);
    if (known !== null) {
      this.answers.set(func, known);
      return;
    }
    const declared = this.graph.declaration(func);
    if (declared === null) {
      this.answers.set(func, false);
      return;
    }
    if (declared !== func) {
      this.answers.set(func, this.mayPark(declared));
      return;
    }
    const index = this.index.size;
    this.index.set(func, index);
    this.low.set(func, index);
    this.stack.push(func);
    this.graph.check(func);
    const body = func.decl?.body() ?? null;
    const parks =
      body !== null &&
      this.scan(body, func.pkg?.path ?? '', (callee) => {
        const origin = callee.origin ?? callee;
        const known = this.answers.get(origin);
        if (known !== undefined) return known;
        if (!this.index.has(origin)) this.visit(origin);
        const answer = this.answers.get(origin);
        if (answer !== undefined) return answer;
        this.low.set(func, Math.min(this.low.get(func) ?? 0, this.low.get(origin) ?? 0));
        return false;
      });
    this.parks.set(func, parks);
    if (this.low.get(func) !== index) return;
    const component = this.stack.splice(this.stack.indexOf(func));
    const answer = component.some((member) => this.parks.get(member) === true);
    for (const member of component) this.answers.set(member, answer);
  }

  /** Visits every call in the node (all of them: the component needs each edge) outside nested literals that are not called here. */
  private scan(node: Node, pkgPath: string, mayPark: (func: Func) => boolean): boolean {
    let parks = false;
    walk(node, (part) => {
      if (part.kind === 'FuncLit') return false;
      if (part.kind === 'SelectStmt' || part.kind === 'SendStmt') parks = true;
      else if (part.kind === 'UnaryExpr' && part.op === '<-') parks = true;
      else if (part.kind === 'ForStmt') parks ||= this.graph.isOwn(pkgPath) && spins(part);
      else if (part.kind === 'RangeStmt') parks ||= rangesOverChannelOrFunc(part.x.type, pkgPath);
      else if (part.kind === 'GoStmt') {
        // The call itself runs elsewhere; its operands are evaluated here.
        for (const operand of [part.call.fun, ...part.call.args]) parks = this.scan(operand, pkgPath, mayPark) || parks;
        return false;
      } else if (part.kind === 'CallExpr') parks = this.callMayPark(part, pkgPath, mayPark) || parks;
      return undefined;
    });
    return parks;
  }

  private callMayPark(call: CallExpr, pkgPath: string, mayPark: (func: Func) => boolean): boolean {
    const callee = calleeOf(call);
    switch (callee.kind) {
      case 'static':
        return mayPark(callee.func);
      case 'interface':
        return !neverParkingMethods.has(callee.func.name);
      case 'literal':
        return this.scan(callee.literal.body, pkgPath, mayPark);
      case 'value':
        return !callbacksNeverPark.has(pkgPath);
      default:
        return false;
    }
  }
}

/** A loop that waits for what another goroutine does, without parking: it is preempted. */
function spins(loop: ForStmt): boolean {
  if (loop.body.list.length === 0) return true;
  let loads = false;
  walk(loop, (part) => {
    if (part.kind === 'FuncLit') return false;
    const callee = part.kind === 'CallExpr' ? calleeOf(part) : null;
    if (callee?.kind === 'static' && callee.func.pkg?.path === 'sync/atomic') loads ||= /^(Load|CompareAndSwap)/.test(callee.func.name); // prettier-ignore
    return undefined;
  });
  return loads;
}

function rangesOverChannelOrFunc(type: Type | undefined, pkgPath: string): boolean {
  const under = type?.kind === 'named' ? type.underlying() : type;
  return under?.kind === 'chan' || (under?.kind === 'signature' && !callbacksNeverPark.has(pkgPath));
}

export type TypeArguments = Map<TypeParameter, Type>;
