import type { Narration } from '../../../engine/adapter/events.ts';
import type { Translate } from '../../../extension/words.ts';

/** English, with its values put in. */
export const t: Translate = (message, ...values) =>
  message.replaceAll(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]));

/** A narration to change. */
export const narration: Narration = {
  walkthrough: 'tcp-echo',
  walkthroughTitle: 'A TCP echo: Listen',
  stop: 'sys-socket',
  index: 11,
  count: 55,
  chapter: 'listen',
  chapterTitle: 'Listen',
  chapterText: '',
  title: 'Both `flags`',
  text: 'The **first** call. See [there](#accept4).',
  nature: 'real',
  place: { file: 'net/sock_cloexec.go', line: 19, column: 2, endLine: 19, endColumn: 40 },
  question: null,
  lookAt: [],
};

/** A narration that asks. */
export const asking: Narration = {
  ...narration,
  question: {
    text: 'Why?',
    choices: [
      { text: 'fast', right: false },
      { text: 'fork', right: true },
    ],
    answer: 'Because of *fork*.',
  },
};
