/** The timeline in words, for who does not see it. */
import type { Timeline } from '../../engine/trace/source.ts';
import type { Translate } from '../words.ts';

/** Where the cursor stands: `step 1234 of 5000, the newest`. */
export function spokenCursor({ cursor }: Timeline, t: Translate): string {
  const { step, last, live } = cursor;
  const at = t('step {0} of {1}', step, last);
  return live ? `${at}, ${t('the newest')}` : at;
}

/** A row for each lane: its name, and what is to be seen in it. */
export function rows({ lanes, wakes, others }: Timeline, t: Translate): { name: string; text: string }[] {
  const found = lanes.map(({ goid, entry, runs, calls, waits }) => {
    const steps = Math.round(runs.reduce((sum, { from, to, share }) => sum + (to - from) * share, 0));
    const made = calls.reduce((sum, { count }) => sum + count, 0);
    const failed = calls.reduce((sum, call) => sum + call.failed, 0);
    const woken = wakes.filter((wake) => wake.goid === goid).length;
    const copied = calls.reduce((sum, { copies = 0 }) => sum + copies, 0);
    const reasons = [...new Set(waits.map(({ reason }) => reason))].join(', ');
    const text = [
      t('{0} steps', steps),
      made > 0 && t('{0} system calls, {1} failed', made, failed),
      copied > 0 && t('{0} copied data', copied),
      waits.length > 0 && t('waits {0} times: {1}', waits.length, reasons),
      woken > 0 && t('woken {0} times', woken),
    ];
    const name = goid === 0 ? t('g0, the scheduler') : `${t('goroutine {0}', goid)} ${entry}`;
    return { name, text: text.filter(Boolean).join(', ') };
  });
  return others === 0 ? found : [...found, { name: t('and {0} more goroutines', others), text: '' }];
}
