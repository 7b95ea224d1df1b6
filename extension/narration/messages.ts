import type { Narration } from '../../engine/adapter/events.ts';

/** What the page asks for. */
export type PageMessage =
  | { do: 'ready' | 'next' | 'back' | 'play' | 'pause' | 'resume' | 'here' }
  | { do: 'speed'; value: number }
  | { do: 'read'; value: string }
  | { do: 'choose'; value: number };

/** The speeds that the reader can choose from. */
export const speeds = [0.5, 1, 2, 4] as const;

/** What the page is given to show. */
export interface PageContent {
  /** Made by narrationHtml.ts, which escapes everything. */
  readonly html: string;
  /** What a screen reader is told. */
  readonly spoken: string;
  readonly position: string;
  /** 0 to 1. */
  readonly progress: number;
  readonly isPlaying: boolean;
  readonly speed: number;
  /** A session runs: Next, Back and Play do something. */
  readonly isRunning: boolean;
  /** Names the text: another one is shown from its top. */
  readonly text?: string;
  readonly state?: SavedPage;
}

const plain = new Set<unknown>(['ready', 'next', 'back', 'play', 'pause', 'resume', 'here']);

/** Checks a message of the page; undefined for anything that is not exactly one of ours. */
export function parsePageMessage(message: unknown): PageMessage | undefined {
  if (typeof message !== 'object' || message === null || !('do' in message)) return undefined;
  const value: unknown = 'value' in message ? message.value : undefined;
  const what = message.do;
  if (plain.has(what) && value === undefined) return { do: what } as PageMessage;
  if (what === 'speed' && speeds.some((speed) => speed === value)) return { do: what, value: value as number };
  if (what === 'read' && typeof value === 'string' && /^[a-z0-9-]+$/.test(value)) return { do: what, value };
  if (what === 'choose' && typeof value === 'number' && Number.isInteger(value) && value >= 0)
    return { do: what, value };
  return undefined;
}

/** What the page keeps for a reload of the window. */
export interface SavedPage {
  readonly narration: Narration;
  readonly choice?: number;
}

/** Checks what a page had kept; undefined when it is nothing of this version. */
export function parseSavedPage(state: unknown): SavedPage | undefined {
  if (typeof state !== 'object' || state === null || !('narration' in state)) return undefined;
  const { narration } = state;
  if (typeof narration !== 'object' || narration === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(narration));
  const texts = ['walkthrough', 'walkthroughTitle', 'stop', 'chapter', 'chapterTitle', 'chapterText', 'title', 'text'];
  const isNarration =
    texts.every((name) => typeof fields.get(name) === 'string') &&
    ['real', 'executed', 'mirrored', 'observed', 'inferred'].some((nature) => nature === fields.get('nature')) &&
    ['index', 'count'].every((name) => Number.isInteger(fields.get(name))) &&
    Array.isArray(fields.get('lookAt')) &&
    isQuestion(fields.get('question'));
  if (!isNarration) return undefined;
  const choice = 'choice' in state && typeof state.choice === 'number' ? { choice: state.choice } : {};
  return { narration: narration as Narration, ...choice };
}

function isQuestion(question: unknown): boolean {
  if (question === null) return true;
  if (typeof question !== 'object') return false;
  const { text, choices, answer } = question as Record<string, unknown>;
  return (
    typeof text === 'string' &&
    typeof answer === 'string' &&
    Array.isArray(choices) &&
    choices.every((choice: unknown) => typeof (choice as { text?: unknown } | null)?.text === 'string')
  );
}
