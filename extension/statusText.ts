import type { Walk } from './session/walk.ts';
import type { Translate } from './words.ts';

/** What the status bar says about a walk; undefined before its first stop. */
export function statusText(walk: Walk, t: Translate): { text: string; spoken: string; isWaiting: boolean } | undefined {
  const { waiting, state } = walk;
  if (waiting) {
    const text = waiting.hint === '' ? waiting.text : `${waiting.text}: ${waiting.hint}`;
    return { text: `$(watch) ${text}`, spoken: text, isWaiting: true };
  }
  if (!state) return undefined;
  const { cursor } = state;
  const step = cursor.live
    ? t('step {0}', cursor.step)
    : t('step {0} of {1}, in the history', cursor.step, cursor.last);
  const stop = walk.narration && t('stop {0}/{1}', walk.narration.index + 1, walk.narration.count);
  const dropped = cursor.dropped > 0 && t('the oldest {0} steps were let go of', cursor.dropped);
  const { info, control } = walk;
  const made = info?.recorded ? new Date(info.recorded.made).toLocaleString() : '';
  const isProcess = info?.recorded?.process !== undefined;
  const recorded =
    info?.recorded && (isProcess ? t('recording of a real process, {0}', made) : t('recording of {0}', made));
  const follows = control?.controls === false && t('another client is in control');
  const words = [recorded, follows, step, stop].filter(Boolean).join(' · ');
  const icon = info?.recorded ? 'record' : follows ? 'eye' : cursor.live ? 'debug-step-over' : 'history';
  return {
    text: `$(${icon}) ${words}`,
    spoken: [words, dropped].filter(Boolean).join(', '),
    isWaiting: false,
  };
}
