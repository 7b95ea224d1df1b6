/**
 * Plain functions that park all the same, where nobody can come to watch: a generator costs at each call, though few of them park.
 *
 * Such a function is left where a call says that it has parked: it gives what is left of it, a generator function of its own for each place where it
 * may be left (its rest there), made when somebody first parks there, which is given what the function's variables hold. Its body is that of the
 * function from that place on: what comes before is passed over, loops around the place go on with the rest of the turn.
 *
 * For that each call is a statement of its own before the one that it stands in (order.ts). A function in which that cannot be (a call in the condition of
 * a loop or in a case, between gotos, in a loop over a map…) is a generator.
 */
import type { FuncLit, Pos } from '../syntax/ast.ts';
import type { Var } from '../types/types.ts';

/** The function must be a generator. */
export class CannotLeave extends Error {}

/** A place where a function may be left: the variables in sight, and how many temporaries the statements around it have so far. */
export interface LeavingPlace {
  variables: Var[];
  temporaries: number[];
}

export class Leaving {
  /** By the position that stands for the place. */
  readonly places = new Map<Pos, LeavingPlace>();
  /** The temporaries of the statements around, outermost first. */
  readonly statements: string[][] = [];
  /** More than 0 in what may not be evaluated, or more than once. */
  conditional = 0;
  /** In a rest: where it begins, until that is reached; then the temporaries of the statements around it. */
  from: Pos | null;
  arrived: string[][] = [];
  /** The names of literals: those of a rest are the function's. */
  readonly literals: Map<FuncLit, string>;

  constructor(from: Pos | null = null, literals = new Map<FuncLit, string>()) {
    this.from = from;
    this.literals = literals;
  }

  /** Whether the rest begins within a node. */
  beginsIn(node: { pos: Pos; end: Pos }): boolean {
    return this.from !== null && node.pos <= this.from && this.from < node.end;
  }

  /** The rest begins here. */
  arrive(): void {
    this.from = null;
    this.arrived = [...this.statements];
  }

  /** Emits what is not always evaluated. */
  conditionally<Result>(emit: () => Result): Result {
    this.conditional++;
    try {
      return emit();
    } finally {
      this.conditional--;
    }
  }
}
