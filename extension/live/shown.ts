/** What the page is given to show: made in the extension, so that of ten thousand connections it gets no more than it draws. */
import type { Parts, Sender } from './parts.ts';
import { viewName, type Translate } from '../words.ts';
import { pictureOf, type LiveModel } from './content.ts';
import type { Picture } from './picture.ts';
import { isShownView, pointedIds } from './pointing.ts';

/** A state by its number, so that a selection alone is no change. */
export interface Shown {
  readonly type: 'show';
  readonly number: number;
  /** Null: nothing has run yet. */
  readonly picture: Parts | null;
  /** What the walkthrough says to look at; null when it says nothing of what is in the picture. */
  readonly looked: Looked | null;
  /** Something runs, or the last state is what is left of it. */
  readonly isOver: boolean;
}

/** A stop's title, the names of what it points at, and which parts of the picture those are. */
export interface Looked {
  readonly title: string;
  readonly names: readonly string[];
  readonly ids: readonly string[];
}

/** What to send of a model to a page that has what this sender has sent. */
export function shownOf(model: LiveModel, number: number, isOver: boolean, t: Translate, sender: Sender): Shown {
  const picture = pictureOf(model, t);
  return { type: 'show', number, picture: sender.partsOf(picture), looked: lookedAt(picture, model, t), isOver };
}

function lookedAt(picture: Picture, { pointed, selected }: LiveModel, t: Translate): Looked | null {
  const ids = pointed ? pointedIds(picture, pointed, selected) : [];
  if (!pointed || ids.length === 0) return null;
  const shown = pointed.marks.filter(isShownView);
  const names = (shown.length > 0 ? shown : pointed.marks).map(({ view }) => viewName(view, t));
  return { title: pointed.title, names: [...new Set(names)], ids };
}
