/** What the live picture shows, before anybody says where on the page: cards with facts, and who is connected with whom. */

/** How a value is known: as the badges of the narration have it. */
export type Source = 'executed' | 'mirrored' | 'observed' | 'inferred';

/** One value. */
export interface Fact {
  /** The same in every picture: `fd 22 rg`. */
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly source: Source;
  /** Where the value comes from, in a sentence or two. */
  readonly how: string;
  /** A command that shows it outside of Netwalk; '' where there is none. */
  readonly command: string;
  /** What tells whether it has changed, where the text does not. */
  readonly key?: string;
  /** What an expression calls it, where it is a variable of the program: `pollDesc(7).rg`. */
  readonly variable?: string;
  /** A goroutine that sits in this place. */
  readonly token?: number;
  /** How full a queue is, 0 to 1. */
  readonly fill?: number;
  readonly isChanged?: boolean;
}

/** An item of a list: a descriptor, or a goroutine. */
export interface Chip {
  readonly id: string;
  readonly text: string;
  readonly spoken: string;
  readonly isChanged?: boolean;
}

/** A list with its items in order. */
export interface Strip extends Omit<Fact, 'value' | 'fill' | 'token'> {
  readonly chips: readonly Chip[];
  /** How many more there are: a long list is cut. */
  readonly more: number;
  /** Said when it is empty. */
  readonly empty: string;
}

/** The bits of a set, by their numbers from 0. */
export interface Bits extends Omit<Fact, 'fill' | 'token'> {
  /** `gone`: it was set before. */
  readonly bits: readonly ('set' | 'clear' | 'gone')[];
  /** How many more there are. */
  readonly more: number;
}

/** Entries of an array, a row each. */
export interface Table extends Omit<Fact, 'value' | 'fill' | 'token'> {
  readonly heads: readonly string[];
  readonly rows: readonly TableRow[];
  /** How many more there are. */
  readonly more: number;
}

export interface TableRow {
  readonly id: string;
  readonly cells: readonly string[];
  /** It has an answer. */
  readonly isOn: boolean;
  /** It is passed over. */
  readonly isOff: boolean;
  readonly isChanged?: boolean;
}

/** What a click on a card shows. */
export type Target = { readonly goroutine: number } | { readonly descriptor: number };

export interface Card {
  readonly id: string;
  readonly title: string;
  /** Beside the title. */
  readonly detail: string;
  /** One or two facts a line. */
  readonly lines: readonly (readonly Fact[])[];
  /** A box in the card: the pollDesc. */
  readonly inner?: { readonly title: string; readonly lines: readonly (readonly Fact[])[] };
  readonly strips?: readonly Strip[];
  readonly bits?: readonly Bits[];
  readonly table?: Table;
  readonly target?: Target;
  readonly isSelected?: boolean;
  /** How many it stands for. */
  readonly count?: number;
  readonly isNew?: boolean;
}

/** `card`, or `card fact` by their ids. */
export interface End {
  readonly card: string;
  readonly fact?: string;
}

export interface Edge {
  readonly id: string;
  /**
   * `waits`: a goroutine for a descriptor; `woke`: who made whom runnable; `is`: the descriptor of a netFD; `peer`: the other end of a connection;
   * `asks`: a select or poll about a descriptor; `callback`: a descriptor that was put on a ready list.
   */
  readonly kind: 'waits' | 'woke' | 'is' | 'peer' | 'asks' | 'callback';
  readonly from: End;
  readonly to: End;
  readonly spoken: string;
  readonly isChanged?: boolean;
}

/** A descriptor: Go's objects around it, and what the kernel holds. */
export interface Row {
  readonly go: Card | null;
  readonly kernel: Card;
  /** What is at the other end of it, in another session: what is between, and the socket there. */
  readonly beyond: readonly Card[];
}

export interface Picture {
  readonly step: number;
  /** Said above it: what the reader must know about what is shown. */
  readonly notices: readonly string[];
  readonly scheduler: Card;
  readonly netpoll: Card;
  /** The instance of Go's netpoller, and those that the program has made itself. */
  readonly epoll: Card | null;
  readonly instances: readonly Card[];
  /** Calls of select and poll. */
  readonly waits: readonly Card[];
  readonly goroutines: readonly Card[];
  readonly rows: readonly Row[];
  readonly wakeups: Card | null;
  readonly edges: readonly Edge[];
}

/** All cards, in reading order. */
export const cardsOf = (picture: Picture): Card[] =>
  [
    picture.scheduler,
    picture.netpoll,
    picture.epoll,
    ...picture.instances,
    ...picture.waits,
    ...picture.goroutines,
    ...picture.rows.flatMap(({ go, kernel, beyond }) => [go, kernel, ...beyond]),
    picture.wakeups,
  ].filter((card) => card !== null);

/** All facts of a card. */
export const factsOf = ({ lines, inner, bits = [] }: Card): Fact[] => [
  ...lines.flat(),
  ...(inner?.lines.flat() ?? []),
  ...bits,
];
