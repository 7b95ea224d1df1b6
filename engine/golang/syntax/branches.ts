/** Checks labels, break, continue, goto and fallthrough, with the messages of cmd/compile/internal/syntax/branches.go. */
import type { BlockStmt, BranchStmt, Expr, LabeledStmt, Pos, Stmt } from './ast.ts';
import { exprString } from './exprString.ts';
import type { FileSet } from './fileSet.ts';
import { walk } from './walk.ts';

type Report = (pos: Pos, message: string) => void;

/** Reports misplaced branches and bad labels in a function's body and in the function literals within it. */
export function checkBranches(body: BlockStmt, fileSet: FileSet, report: Report): void {
  new LabelScope(fileSet, report).check(body);
  walk(body, (node) => {
    if (node.kind === 'FuncLit') new LabelScope(fileSet, report).check(node.body);
  });
}

interface Block {
  parent: Block | null;
  start: Pos;
  /** The label of the statement that this block is, or is a part of. */
  labeled: LabeledStmt | null;
}
interface Label {
  block: Block;
  stmt: LabeledStmt;
  used: boolean;
}
/** What break and continue without a label refer to. */
interface Targets {
  breaks: Stmt | null;
  continues: boolean;
  /** Index of the clause of the switch directly around, or -1. */
  clause: number;
}
type Goto = BranchStmt & { label: NonNullable<BranchStmt['label']> };

class LabelScope {
  readonly #labels = new Map<string, Label>();
  readonly #fileSet: FileSet;
  readonly #report: Report;

  constructor(fileSet: FileSet, report: Report) {
    this.#fileSet = fileSet;
    this.#report = report;
  }

  check(body: BlockStmt): void {
    const gotos = this.#block(null, { breaks: null, continues: false, clause: -1 }, null, body.pos, body.list);
    for (const { label } of gotos) {
      const found = this.#labels.get(label.name);
      if (found === undefined) this.#report(label.pos, `label ${label.name} not defined`);
      else {
        found.used = true;
        const start = this.#fileSet.format(found.block.start);
        this.#report(label.pos, `goto ${label.name} jumps into block starting at ${start}`);
      }
    }
    for (const { used, stmt } of this.#labels.values()) {
      if (!used) this.#report(stmt.label.pos, `label ${stmt.label.name} defined and not used`);
    }
  }

  /** Checks a statement list; returns the gotos whose label did not come up in it. */
  #block(parent: Block | null, targets: Targets, labeled: LabeledStmt | null, start: Pos, list: Stmt[]): Goto[] {
    const block: Block = { parent, start, labeled };
    let forward: Goto[] = [];
    let overDeclaration: readonly Goto[] = []; // those that would jump over the last declaration
    let declaration: { pos: Pos; names: Expr[] } | null = null;
    const declare = (pos: Pos, names: Expr[]): void => {
      declaration = { pos, names };
      overDeclaration = [...forward];
    };
    let last = list.length; // a fallthrough may be followed by empty statements
    while (list[last - 1]?.kind === 'EmptyStmt') last--;
    for (let i = 0; i < last; i++) {
      let stmt = list[i];
      let label: LabeledStmt | null = null;
      while (stmt.kind === 'LabeledStmt') {
        label = stmt.label.name === '_' ? label : stmt;
        if (stmt.label.name !== '_') {
          const declared = this.#declare(block, stmt);
          const name = stmt.label.name;
          for (const branch of forward) {
            if (branch.label.name !== name) continue;
            declared.used = true;
            if (overDeclaration.includes(branch)) this.#jumpsOver(branch, declaration);
          }
          forward = forward.filter((branch) => branch.label.name !== name);
        }
        stmt = stmt.stmt;
      }
      const inner = (breaks: Stmt | null, continues: boolean, clause: number, pos: Pos, body: Stmt[]): void => {
        forward.push(...this.#block(block, { breaks, continues, clause }, label, pos, body));
      };
      const { breaks, continues } = targets;
      switch (stmt.kind) {
        case 'DeclStmt': {
          const spec = stmt.decl.token === 'var' ? stmt.decl.specs[0] : undefined;
          if (spec?.kind === 'ValueSpec') declare(spec.pos, spec.names.slice(0, 1));
          break;
        }
        case 'AssignStmt':
          if (stmt.op === ':=') declare(stmt.opPos, stmt.lhs);
          break;
        case 'BranchStmt':
          if (stmt.label === null) this.#unlabeled(stmt, targets, i + 1 === last);
          else if (stmt.token === 'goto') {
            if (!this.#reaches(block, stmt.label.name)) forward.push(stmt as Goto);
          } else this.#labeled(stmt as Goto, block);
          break;
        case 'BlockStmt':
          inner(breaks, continues, -1, stmt.pos, stmt.list);
          break;
        case 'IfStmt':
          inner(breaks, continues, -1, stmt.body.pos, stmt.body.list);
          if (stmt.else !== null) inner(breaks, continues, -1, stmt.else.pos, [stmt.else]);
          break;
        case 'ForStmt':
        case 'RangeStmt':
          inner(stmt, true, -1, stmt.body.pos, stmt.body.list);
          break;
        case 'SwitchStmt':
        case 'TypeSwitchStmt':
          for (const [n, clause] of stmt.clauses.entries()) inner(stmt, continues, n, clause.pos, clause.body);
          break;
        case 'SelectStmt':
          for (const clause of stmt.clauses) inner(stmt, continues, -1, clause.pos, clause.body);
          break;
        default: // no block within, nothing declared
      }
    }
    return forward;
  }

  #declare(block: Block, stmt: LabeledStmt): Label {
    const { name, pos } = stmt.label;
    const earlier = this.#labels.get(name);
    if (earlier !== undefined) {
      this.#report(pos, `label ${name} already defined at ${this.#fileSet.format(earlier.stmt.label.pos)}`);
      return earlier;
    }
    const label = { block, stmt, used: false };
    this.#labels.set(name, label);
    return label;
  }

  #jumpsOver({ label }: Goto, declaration: { pos: Pos; names: Expr[] } | null): void {
    if (declaration === null) return;
    const names = declaration.names.map(exprString).join(', ');
    const where = this.#fileSet.format(declaration.pos);
    this.#report(label.pos, `goto ${label.name} jumps over declaration of ${names} at ${where}`);
  }

  #unlabeled(stmt: BranchStmt, { breaks, continues, clause }: Targets, last: boolean): void {
    if (stmt.token === 'break') {
      if (breaks === null) this.#report(stmt.pos, 'break is not in a loop, switch, or select');
    } else if (stmt.token === 'continue') {
      if (!continues) this.#report(stmt.pos, 'continue is not in a loop');
    } else if (breaks?.kind === 'TypeSwitchStmt') this.#report(stmt.pos, 'cannot fallthrough in type switch');
    else if (breaks?.kind !== 'SwitchStmt' || clause < 0 || !last) {
      this.#report(stmt.pos, 'fallthrough statement out of place');
    } else if (clause + 1 === breaks.clauses.length) {
      this.#report(stmt.pos, 'cannot fallthrough final case in switch');
    }
  }

  /** A break or continue with a label. */
  #labeled({ token, label }: Goto, block: Block): void {
    const found = this.#labels.get(label.name);
    if (found === undefined) {
      this.#report(label.pos, `${token} label not defined: ${label.name}`);
      return;
    }
    found.used = true;
    let enclosing: Block | null = block;
    while (enclosing !== null && enclosing.labeled !== found.stmt) enclosing = enclosing.parent;
    const target = enclosing === null ? '' : found.stmt.stmt.kind;
    const loop = target === 'ForStmt' || target === 'RangeStmt';
    const breakable = loop || target === 'SwitchStmt' || target === 'TypeSwitchStmt' || target === 'SelectStmt';
    if (!(token === 'break' ? breakable : loop)) this.#report(label.pos, `invalid ${token} label ${label.name}`);
  }

  /** Whether a goto finds its label above it, in a block around it. */
  #reaches(block: Block, name: string): boolean {
    const label = this.#labels.get(name);
    if (label === undefined) return false;
    label.used = true;
    for (let b: Block | null = block; b !== null; b = b.parent) if (label.block === b) return true;
    return false;
  }
}
