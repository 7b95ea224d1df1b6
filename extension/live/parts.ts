/** What goes to the page of a picture: which cards and lines it has, and those of them that the page does not have yet. Of many, a few change in a step. */
import { cardsOf, type Card, type Edge, type Picture } from './picture.ts';

/** A picture with the ids of its cards and edges in place of them, and what is new of these. */
export interface Parts {
  readonly outline: Outline;
  readonly cards: readonly Card[];
  readonly edges: readonly Edge[];
}

type Outline = Pick<Picture, 'step' | 'notices'> & {
  readonly [name in 'scheduler' | 'netpoll']: string;
} & { readonly [name in 'epoll' | 'wakeups']: string | null } & {
  readonly [name in 'instances' | 'waits' | 'goroutines' | 'edges']: readonly string[];
} & { readonly rows: readonly { readonly go: string | null; readonly kernel: string; readonly beyond: readonly string[] }[] }; // prettier-ignore

type Part = Card | Edge;

/** The extension's side: remembers what the page has. */
export class Sender {
  #known = new Map<string, string>();

  /** The page is another one, which has nothing. */
  forget(): void {
    this.#known.clear();
  }

  partsOf(picture: Picture): Parts {
    const known = new Map<string, string>();
    const fresh = <T extends Part>(kind: string, parts: readonly T[]): T[] =>
      parts.filter((part) => {
        const [id, text] = [`${kind} ${part.id}`, JSON.stringify(part)];
        known.set(id, text);
        return this.#known.get(id) !== text;
      });
    const [cards, edges] = [fresh('card', cardsOf(picture)), fresh('edge', picture.edges)];
    this.#known = known;
    return { outline: outlineOf(picture), cards, edges };
  }
}

/** The page's side: puts pictures together; a card that has not changed is the same object as before. */
export class Receiver {
  #cards = new Map<string, Card>();
  #edges = new Map<string, Edge>();

  /** Undefined when a part is not there: then the page has to ask for all of them. */
  pictureOf({ outline, cards, edges }: Parts): Picture | undefined {
    const missing: string[] = [];
    const taken = { cards: new Map<string, Card>(), edges: new Map<string, Edge>() };
    const taker = <T extends Part>(old: ReadonlyMap<string, T>, news: readonly T[], into: Map<string, T>) => {
      const fresh = new Map(news.map((part) => [part.id, part]));
      return (id: string): T => {
        const part = fresh.get(id) ?? old.get(id);
        if (part === undefined) missing.push(id);
        else into.set(id, part);
        return part as T;
      };
    };
    const card = taker(this.#cards, cards, taken.cards);
    const edge = taker(this.#edges, edges, taken.edges);
    const orNull = (id: string | null): Card | null => (id === null ? null : card(id));
    const picture: Picture = {
      ...outline,
      scheduler: card(outline.scheduler),
      netpoll: card(outline.netpoll),
      epoll: orNull(outline.epoll),
      instances: outline.instances.map(card),
      waits: outline.waits.map(card),
      goroutines: outline.goroutines.map(card),
      rows: outline.rows.map(({ go, kernel, beyond }) => ({ go: orNull(go), kernel: card(kernel), beyond: beyond.map(card) })), // prettier-ignore
      wakeups: orNull(outline.wakeups),
      edges: outline.edges.map(edge),
    };
    [this.#cards, this.#edges] = [taken.cards, taken.edges];
    return missing.length === 0 ? picture : undefined;
  }
}

const idOf = ({ id }: Part): string => id;
const idOrNull = (card: Card | null): string | null => card && card.id;

const outlineOf = ({ step, notices, ...picture }: Picture): Outline => ({
  step,
  notices,
  scheduler: picture.scheduler.id,
  netpoll: picture.netpoll.id,
  epoll: idOrNull(picture.epoll),
  instances: picture.instances.map(idOf),
  waits: picture.waits.map(idOf),
  goroutines: picture.goroutines.map(idOf),
  rows: picture.rows.map(({ go, kernel, beyond }) => ({ go: idOrNull(go), kernel: kernel.id, beyond: beyond.map(idOf) })), // prettier-ignore
  wakeups: idOrNull(picture.wakeups),
  edges: picture.edges.map(idOf),
});
