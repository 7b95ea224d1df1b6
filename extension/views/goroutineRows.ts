import type { GoroutineState } from '../../engine/trace/source.ts';
import { placeText, type Translate } from '../words.ts';

/** How a goroutine reads in the tree. */
export interface GoroutineRow {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly spoken: string;
}

const icons: Record<string, string> = { running: 'play', runnable: 'debug-pause', syscall: 'circuit-board' };

/** The row of a goroutine; the scheduler is goroutine 0. */
export function rowOf(goroutine: GoroutineState, isSelected: boolean, t: Translate): GoroutineRow {
  const { goid, status, entry, place, held } = goroutine;
  const label = goid === 0 ? t('g0, the scheduler') : `${goid} ${entry}`;
  const state = held ? t('held') : status;
  const at = [goroutine.function, place && `(${placeText(place)})`].filter(Boolean).join(' ');
  const icon = isSelected
    ? 'debug-stackframe'
    : held
      ? 'lock'
      : goid === 0
        ? 'settings-gear'
        : (icons[status] ?? 'watch');
  return {
    label,
    description: [state, at].filter((part) => part !== '').join(' · '),
    icon,
    spoken: `${t('goroutine {0}', goid)}, ${entry}, ${state}${isSelected ? `, ${t('selected')}` : ''}, ${at}`,
  };
}
