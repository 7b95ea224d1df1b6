/** How a stop of a trace is told in DAP's words. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Cursor, Stop, StopReason } from '../trace/source.ts';
import type { Words } from './words.ts';

/** DAP's reasons; a mark is where a walkthrough's step ends. */
const reasons: Record<StopReason, string> = {
  entry: 'entry',
  step: 'step',
  breakpoint: 'breakpoint',
  'function breakpoint': 'function breakpoint',
  exception: 'exception',
  pause: 'pause',
  goto: 'goto',
  mark: 'step',
  waiting: 'pause',
};

/** The body of the `stopped` event; the title is the narrated stop's, where it is one. */
export function stoppedBody(stop: Stop, title: string | null, words: Words): DebugProtocol.StoppedEvent['body'] {
  const history = historyText(stop.cursor, words);
  const what = stop.description || (title ?? '');
  const description = [history, what].filter((part) => part !== '').join(' – ');
  const text = [history, stop.text].filter((part) => part !== '').join(' – ');
  return {
    reason: reasons[stop.reason],
    ...(description === '' ? {} : { description }),
    ...(text === '' ? {} : { text }),
    threadId: stop.goid,
    allThreadsStopped: stop.alone !== true,
    ...(stop.breakpointIds.length === 0 ? {} : { hitBreakpointIds: stop.breakpointIds }),
  };
}

/** `history: step 12 of 90`, and at its beginning whether there was more; '' at the live end. */
export function historyText({ step, first, last, live, dropped }: Cursor, words: Words): string {
  if (live) return '';
  return words.history(step, last) + (step === first && dropped > 0 ? words.oldest(dropped) : '');
}
