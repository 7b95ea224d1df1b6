/**
 * The statements of a function and which of them may follow which (Go spec, "Statements"): what the recorded lines of Go are read with.
 *
 * A statement's own lines are its head without the blocks and function literals in it: Go's line table speaks of lines, steps are of statements.
 */
import type {
  BlockStmt,
  Expr,
  FuncDecl,
  FuncLit,
  Node,
  Pos,
  SourceFile,
  Stmt,
} from '../../engine/golang/syntax/ast.ts';
import type { FileSet } from '../../engine/golang/syntax/fileSet.ts';
import { functionName } from '../../engine/golang/source/anchors.ts';
import { children, walk } from '../../engine/golang/syntax/walk.ts';

export interface FlowNode {
  /** Positions at which a step on this statement may stand. */
  positions: Pos[];
  lines: Set<number>;
  /** Makes no code of its own (`for {`, `break`, `var x T`), so that recordings may or may not show it: not compared. */
  optional: boolean;
  /** The engine may go through it without a step: no statement, or the head of `for {`, on which only the first round steps. */
  passable: boolean;
  next: Set<FlowNode>;
  /** The first line, as the source has it. */
  text: string;
  line: number;
}

export interface FunctionFlow {
  /** As anchors name it; a function literal goes by the declaration that it stands in. */
  name: string;
  file: SourceFile;
  entryLine: number;
  endLine: number;
  entryPos: Pos;
  nodes: FlowNode[];
  /** Stands before the first statement. */
  entry: FlowNode;
}

/** All functions and function literals of a file. */
export function functionsIn(file: SourceFile, fileSet: FileSet): FunctionFlow[] {
  const found: FunctionFlow[] = [];
  const literalsIn = (node: Node, name: string): void =>
    walk(node, (each) => {
      if (each.kind === 'FuncLit') found.push(new FlowBuilder(file, fileSet).build(each, each.body, name));
    });
  for (const decl of file.decls) {
    if (decl.kind !== 'FuncDecl') {
      literalsIn(decl, '');
      continue;
    }
    const body = decl.body();
    if (body === null) continue;
    found.push(new FlowBuilder(file, fileSet).build(decl, body, functionName(decl)));
    literalsIn(body, functionName(decl));
  }
  return found;
}

/** Where `break` and `continue` lead; null where they may not stand. */
interface Target {
  label: string | null;
  breakTo: FlowNode;
  continueTo: FlowNode | null;
}

class FlowBuilder {
  readonly #file: SourceFile;
  readonly #fileSet: FileSet;
  readonly #nodes: FlowNode[] = [];
  readonly #targets: Target[] = [];
  readonly #labels = new Map<string, FlowNode>();
  readonly #gotos: [FlowNode, string][] = [];
  #entryLine = 0;

  constructor(file: SourceFile, fileSet: FileSet) {
    this.#file = file;
    this.#fileSet = fileSet;
  }

  build(declaration: FuncDecl | FuncLit, body: BlockStmt, name: string): FunctionFlow {
    this.#entryLine = this.#line(declaration.pos);
    const end = this.#node([body.rbrace], [[body.rbrace, body.rbrace + 1]]);
    const entry = this.#junction();
    entry.next.add(this.#list(body.list, end));
    for (const [from, label] of this.#gotos) {
      const to = this.#labels.get(label);
      if (to !== undefined) from.next.add(to);
    }
    const [entryLine, endLine] = [this.#entryLine, this.#line(body.rbrace)];
    return { name, file: this.#file, entryLine, endLine, entryPos: declaration.pos, nodes: this.#nodes, entry };
  }

  /** The first of a list of statements that ends in `after`. */
  #list(list: readonly Stmt[], after: FlowNode): FlowNode {
    let next = after;
    for (let i = list.length - 1; i >= 0; i--) next = this.#statement(list[i] as Stmt, next, null);
    return next;
  }

  #statement(s: Stmt, after: FlowNode, label: string | null): FlowNode {
    switch (s.kind) {
      case 'EmptyStmt':
        return after;
      case 'BlockStmt':
        return this.#list(s.list, after);
      case 'LabeledStmt': {
        const junction = this.#junction();
        this.#labels.set(s.label.name, junction);
        junction.next.add(this.#statement(s.stmt, after, s.label.name));
        return junction;
      }
      case 'ReturnStmt': {
        const node = this.#node([s.pos], [[s.pos, s.end]], [s]);
        // Without results it is a jump to the end, and often none.
        node.optional ||= s.results.length === 0;
        return node;
      }
      case 'BranchStmt':
        return this.#branch(s.token, s.label?.name ?? null, s.pos, after);
      case 'IfStmt': {
        const node = this.#node([s.pos], [[s.pos, s.body.pos]], [s.init, s.cond]);
        const known = s.init === null ? constantValue(s.cond) : null;
        node.optional ||= known !== null;
        if (known !== false) node.next.add(this.#list(s.body.list, after));
        if (known !== true) node.next.add(s.else === null ? after : this.#statement(s.else, after, null));
        return node;
      }
      case 'ForStmt': {
        const node = this.#node([s.pos], [[s.pos, s.body.pos]], [s.init, s.cond, s.post]);
        // The init alone is code that is run once; the loop then never comes back to the head.
        node.passable = s.cond === null && s.post === null && s.init === null;
        node.optional ||= node.passable;
        this.#loop(node, s.body, s.cond === null ? null : after, after, label);
        return node;
      }
      case 'RangeStmt': {
        const node = this.#node([s.pos], [[s.pos, s.body.pos]], [s.x]);
        this.#loop(node, s.body, after, after, label);
        return node;
      }
      case 'SwitchStmt':
      case 'TypeSwitchStmt': {
        const lists = s.clauses.flatMap((clause) => clause.list ?? []);
        const head: [Pos, Pos] = [s.pos, s.clauses[0]?.pos ?? s.rbrace];
        const parts: (Node | null)[] = s.kind === 'SwitchStmt' ? [s.init, s.tag] : [s.init, s.x];
        const node = this.#node([s.pos], [head, ...spans(lists)], [...parts, ...lists]);
        // A type switch binds its variable in each clause, at `case` or `default`.
        for (const clause of s.clauses) this.#own(node, this.#line(clause.pos));
        this.#targets.push({ label, breakTo: after, continueTo: null });
        let following: FlowNode | null = null;
        for (const clause of s.clauses.toReversed()) {
          const falls = endsInFallthrough(clause.body) && following !== null;
          following = this.#clause(clause.body, after, falls ? following : null);
          node.next.add(following);
        }
        if (s.clauses.every((clause) => clause.list !== null)) node.next.add(after);
        this.#targets.pop();
        return node;
      }
      case 'SelectStmt': {
        const comms = s.clauses.flatMap((clause) => clause.comm ?? []);
        const head: [Pos, Pos] = [s.pos, s.clauses[0]?.pos ?? s.rbrace];
        const node = this.#node([s.pos], [head, ...spans(comms)], comms);
        for (const clause of s.clauses) this.#own(node, this.#line(clause.pos));
        this.#targets.push({ label, breakTo: after, continueTo: null });
        for (const clause of s.clauses) node.next.add(this.#list(clause.body, after));
        this.#targets.pop();
        return node;
      }
      case 'DeclStmt': {
        let next = after;
        for (const spec of s.decl.specs.toReversed()) {
          if (spec.kind !== 'ValueSpec' || s.decl.token !== 'var') continue;
          const node = this.#node([spec.pos, s.pos], [[spec.pos, spec.end]], [spec]);
          node.optional ||= spec.values.length === 0;
          node.next.add(next);
          next = node;
        }
        return next;
      }
      default: {
        const node = this.#node([s.pos], [[s.pos, s.end]], [s]);
        node.optional ||= s.kind === 'AssignStmt' && s.op === '=' && s.lhs.every(isBlank) && s.rhs.every(isName);
        node.next.add(after);
        return node;
      }
    }
  }

  #clause(body: readonly Stmt[], after: FlowNode, fallthroughTo: FlowNode | null): FlowNode {
    if (fallthroughTo === null) return this.#list(body, after);
    const last = body.at(-1);
    const fall = this.#node(last === undefined ? [] : [last.pos], []);
    fall.optional = true;
    fall.next.add(fallthroughTo);
    let next = fall;
    for (const s of body.slice(0, -1).toReversed()) next = this.#statement(s, next, null);
    return next;
  }

  #loop(head: FlowNode, body: BlockStmt, exit: FlowNode | null, after: FlowNode, label: string | null): void {
    this.#targets.push({ label, breakTo: after, continueTo: head });
    head.next.add(this.#list(body.list, head));
    if (exit !== null) head.next.add(exit);
    this.#targets.pop();
  }

  #branch(token: string, label: string | null, pos: Pos, after: FlowNode): FlowNode {
    const node = this.#node([pos], [[pos, pos + 1]]);
    node.optional = true;
    if (token === 'goto') {
      this.#gotos.push([node, label ?? '']);
      return node;
    }
    const target = this.#targets.findLast(
      (each) => (label === null || each.label === label) && (token === 'break' || each.continueTo !== null),
    );
    node.next.add((token === 'break' ? target?.breakTo : target?.continueTo) ?? after);
    return node;
  }

  /** A node of spans of text; function literals in `parts` are cut out but for the line on which each begins. */
  #node(positions: Pos[], extents: [Pos, Pos][], parts: (Node | null)[] = []): FlowNode {
    const node = this.#junction();
    node.positions = positions;
    node.optional = false;
    node.passable = positions.length === 0;
    for (const [from, to] of extents) {
      for (let line = this.#line(from); line <= this.#line(Math.max(from, to - 1)); line++) this.#own(node, line);
    }
    for (const part of parts) {
      if (part === null) continue;
      eachLiteral(part, (literal) => {
        for (let line = this.#line(literal.pos) + 1; line <= this.#line(literal.end - 1); line++)
          node.lines.delete(line);
      });
    }
    node.line = this.#line(positions[0] ?? 0);
    const start = (positions[0] ?? this.#file.base) - this.#file.base;
    node.text = (this.#file.text.slice(start).split('\n', 1)[0] ?? '').slice(0, 80);
    // On the line of the declaration only the entry is recorded.
    if (node.lines.size === 0) node.optional = true;
    return node;
  }

  #own(node: FlowNode, line: number): void {
    if (line !== this.#entryLine) node.lines.add(line);
  }

  #junction(): FlowNode {
    const node: FlowNode = {
      positions: [],
      lines: new Set(),
      optional: true,
      passable: true,
      next: new Set(),
      text: '',
      line: 0,
    };
    this.#nodes.push(node);
    return node;
  }

  #line(pos: Pos): number {
    return this.#fileSet.position(pos).line;
  }
}

function endsInFallthrough(body: readonly Stmt[]): boolean {
  const last = body.at(-1);
  return last?.kind === 'BranchStmt' && last.token === 'fallthrough';
}

function isBlank(x: Expr): boolean {
  return x.kind === 'Ident' && x.name === '_';
}

function isName(x: Expr): boolean {
  return x.kind === 'Ident';
}

/** The value of a condition that the compiler knows on Linux; null when it does not. The statement then makes no code. */
function constantValue(x: Expr): boolean | null {
  switch (x.kind) {
    case 'ParenExpr':
      return constantValue(x.x);
    case 'UnaryExpr': {
      const value = x.op === '!' ? constantValue(x.x) : null;
      return value === null ? null : !value;
    }
    case 'Ident':
    case 'SelectorExpr':
      return [
        'race.Enabled',
        'msan.Enabled',
        'asan.Enabled',
        'raceenabled',
        'msanenabled',
        'asanenabled',
        'cgoAvailable',
      ].includes(nameOf(x))
        ? false
        : null;
    case 'BinaryExpr': {
      if (
        (x.op === '==' || x.op === '!=') &&
        ['runtime.GOOS', 'GOOS'].includes(nameOf(x.x)) &&
        x.y.kind === 'BasicLit'
      ) {
        return (x.y.text === '"linux"') === (x.op === '==');
      }
      if (x.op !== '&&' && x.op !== '||') return null;
      const left = constantValue(x.x);
      if (left === null) return null;
      return left === (x.op === '||') ? left : constantValue(x.y);
    }
    default:
      return null;
  }
}

function nameOf(x: Expr): string {
  if (x.kind === 'Ident') return x.name;
  return x.kind === 'SelectorExpr' ? `${nameOf(x.x)}.${x.sel.name}` : '';
}

function spans(nodes: readonly (Expr | Stmt)[]): [Pos, Pos][] {
  return nodes.map((node) => [node.pos, node.end]);
}

function eachLiteral(node: Node, visit: (literal: FuncLit) => void): void {
  if (node.kind === 'FuncLit') visit(node);
  else for (const child of children(node)) eachLiteral(child, visit);
}

/** The statements that may be compared next: those behind optional ones stand for them. */
export function comparedNext(node: FlowNode): FlowNode[] {
  return reached(
    node,
    (each) => !each.optional,
    (each) => each.optional,
  );
}

/** The statements on which the engine may step next; none where the function may end. */
export function steppedNext(node: FlowNode): FlowNode[] {
  return reached(
    node,
    () => true,
    (each) => each.passable,
  );
}

function reached(
  node: FlowNode,
  isWanted: (node: FlowNode) => boolean,
  goesThrough: (node: FlowNode) => boolean,
): FlowNode[] {
  const seen = new Set<FlowNode>();
  const visit = (from: FlowNode): void => {
    for (const next of from.next) {
      if (seen.has(next)) continue;
      seen.add(next);
      if (goesThrough(next)) visit(next);
    }
  };
  visit(node);
  return [...seen].filter(isWanted);
}
