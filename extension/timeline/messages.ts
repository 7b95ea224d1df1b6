/** Messages between the timeline's page and the extension. Both sides check what they get. */
import type { Timeline } from '../../engine/trace/source.ts';

/** What the page is given to draw; null: nothing runs. */
export interface Shown {
  readonly type: 'show';
  readonly timeline: Timeline | null;
  /** The goroutine that stands at the cursor. */
  readonly current: number | null;
  /** Names the run: another one is shown from its beginning to its end. */
  readonly run: string;
}

/** Why something asked for was not done; '' when all is well. */
export interface Said {
  readonly type: 'say';
  readonly text: string;
}

/** What the page asks for: steps in sight with room for so many buckets; to travel to a step. */
export type PageMessage =
  { do: 'ready' } | { do: 'look'; from: number; to: number; buckets: number } | { do: 'go'; step: number };

const isStep = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** Checks a message of the page; undefined for anything that is not exactly one of ours. */
export function parsePageMessage(message: unknown): PageMessage | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { do: what, from, to, buckets, step } = message as Record<string, unknown>;
  if (what === 'ready') return { do: what };
  if (what === 'go' && isStep(step)) return { do: what, step };
  if (what === 'look' && isStep(from) && isStep(to) && to > from && isStep(buckets) && buckets > 0 && buckets <= 4000) return { do: what, from, to, buckets }; // prettier-ignore
  return undefined;
}

/** Checks what the extension says to the page. */
export function parseShown(message: unknown): Shown | Said | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { type, text, timeline, run } = message as Record<string, unknown>;
  if (type === 'say' && typeof text === 'string') return message as Said;
  const isTimeline = timeline === null || (typeof timeline === 'object' && Array.isArray((timeline as Timeline).lanes));
  return type === 'show' && typeof run === 'string' && isTimeline ? (message as Shown) : undefined;
}
