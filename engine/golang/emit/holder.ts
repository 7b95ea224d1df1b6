/** What emitted code calls functions by. */

/** A compiled (or not yet compiled) function; `f` is what emitted code calls. */
export interface Holder {
  f: (...args: never[]) => unknown;
  readonly name: string;
  /** Whether what `f` gives may be `parked` (machine/parked.ts). */
  readonly mayPark: boolean;
  /** `mayPark`, if somebody has asked; else null: to find out may take reading a good part of the program. */
  readonly known: boolean | null;
  /** The function as a Go func value. */
  readonly value: object;
}

/** What a holder's function is linked to. */
export type Linked = (...args: never[]) => unknown;

/**
 * A holder whose function is linked when it is first called. Its properties are never redefined: V8 makes a dictionary of an object whose
 * accessor becomes a value, and each call of its function a lookup.
 */
export class LinkedHolder implements Holder {
  f: Linked;
  readonly name: string;
  private readonly link: () => Linked;
  private readonly findOut: () => boolean;
  private parks: boolean | null = null;
  private func: Linked | null = null;
  private readonly rests = new Map<number, Linked>();
  private readonly linkRest: (offset: number) => Linked;

  /** `link` gives the function, and sets `f`. */
  constructor(name: string, link: () => Linked, findOut: () => boolean, linkRest: (offset: number) => Linked) {
    this.name = name;
    this.link = link;
    this.findOut = findOut;
    this.linkRest = linkRest;
    this.f = (...args: never[]) => link()(...args);
  }

  /** What is left of the function where it is left, by the place in its file (leaving.ts): a generator function. */
  rest(offset: number): Linked {
    let rest = this.rests.get(offset);
    if (rest === undefined) this.rests.set(offset, (rest = this.linkRest(offset)));
    return rest;
  }

  get mayPark(): boolean {
    return (this.parks ??= this.findOut());
  }

  get known(): boolean | null {
    return this.parks;
  }

  get value(): Linked {
    return (this.func ??= this.link());
  }
}
