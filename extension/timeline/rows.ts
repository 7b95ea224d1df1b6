/** What lists of moments read. */
import type { Descriptor, GoroutineState, Hit, Sought } from '../../engine/trace/source.ts';
import { placeText, shorten, type Translate } from '../words.ts';

/** A step that a search found. */
export function hitRow(
  { step, goid, function: name, place, text, errnoName }: Hit,
  t: Translate,
): { label: string; detail: string } {
  const icon = text === '' ? 'symbol-function' : errnoName === '' ? 'terminal' : 'error';
  const who = goid === 0 ? t('g0, the scheduler') : t('goroutine {0}', goid);
  return {
    label: `$(${icon}) ${shorten(text === '' ? name : text, 120)}`,
    detail: [t('step {0}', step), who, place && placeText(place)].filter(Boolean).join(' · '),
  };
}

/** A kind of moment to go to. */
export interface Kind {
  label: string;
  description: string;
  sought: Sought;
}

/** The kinds that there are now, the goroutine in view first. */
export function kindsOf(
  now: { goroutines: readonly GoroutineState[]; descriptors: readonly Descriptor[]; selected: number | undefined },
  calls: readonly string[],
  errnos: readonly string[],
  t: Translate,
): Kind[] {
  const kind = (label: string, description: string, sought: Sought): Kind => ({ label, description, sought });
  const goroutines = now.goroutines.map(
    ({ goid, entry, status }) =>
    kind(goid === 0 ? t('g0, the scheduler') : `${t('goroutine {0}', goid)} ${entry}`, t('runs again ({0})', status), { goid }), // prettier-ignore
  );
  const isSelected = ({ sought }: Kind): boolean => sought.goid === now.selected;
  return [
    ...goroutines.filter(isSelected),
    kind(t('A system call that fails'), '', { errno: 'any' }),
    ...errnos.map((errno) => kind(errno, t('a system call that fails so'), { errno })),
    ...calls.map((call) => kind(call, t('system call'), { call })),
    ...now.descriptors.map(({ fd, role, local, peer }) =>
      kind(`fd ${fd}`, [role, peer === '' ? local : `${local} → ${peer}`].filter(Boolean).join(' · '), { fd }),
    ),
    ...goroutines.filter((other) => !isSelected(other)),
  ];
}
