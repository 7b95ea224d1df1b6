import type { Narration } from '../../engine/adapter/events.ts';

/** A calm reader: words of English, letters of Chinese, in a minute. */
const wordsPerMinute = 200;
const ideographsPerMinute = 350;

/** Milliseconds to read a narration aloud in one's head; a look at the line comes on top. */
export function readingTime({ title, text, chapterText, question }: Narration): number {
  const all = [title, chapterText, text, question?.answer ?? ''].join(' ');
  const ideographs = all.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = all.match(/[\p{L}\p{N}`_.]+/gu)?.filter((word) => !/\p{Script=Han}/u.test(word)).length ?? 0;
  return 2000 + (words / wordsPerMinute + ideographs / ideographsPerMinute) * 60_000;
}
