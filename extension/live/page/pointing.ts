/** What the pointer, the focus and the arrow keys do in the picture. */
import type { Fact } from '../picture.ts';
import { sourceName, type Pointed } from './bar.tsx';
import { t } from '../../webview/page/texts.ts';

type Point = (pointed: Pointed | null) => void;

interface Pointing {
  tabIndex: number;
  onMouseEnter: () => void;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** Handlers for something that says where it comes from. */
export function pointing(pointed: Pointed, point: Point): Pointing {
  return {
    tabIndex: -1,
    onMouseEnter: () => point(pointed),
    onFocus: () => point(pointed),
    onKeyDown: moveFocus,
  };
}

/** The arrow keys go from value to value, Home and End to the first and the last. */
export function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const stations = [...document.querySelectorAll<SVGElement>('#picture [tabindex]')];
  const from = stations.indexOf(event.currentTarget as SVGElement);
  stations[Math.min(stations.length - 1, Math.max(0, from + step))]?.focus();
}

/** A value in words, with where it comes from. */
export const spokenFact = ({
  label,
  value,
  source,
  how,
  isChanged,
}: Pick<Fact, 'label' | 'value' | 'source' | 'how' | 'isChanged'>): string =>
  `${label} ${value}${isChanged ? `, ${t('changed')}` : ''}, ${sourceName(source)}. ${how}`;
