/** The stretch of steps in sight: from…to (exclusive), not always whole steps. */
export interface Viewport {
  readonly from: number;
  readonly to: number;
}

/** Steps that there are: first…last. */
export interface Bounds {
  readonly first: number;
  readonly last: number;
}

/** Fewer steps than this do not fill the view. */
const fewest = 8;

export const whole = ({ first, last }: Bounds): Viewport => ({ from: first, to: Math.max(last + 1, first + fewest) });

/** By a factor above 1 closer; the step `at` stays where it is. */
export function zoomed({ from, to }: Viewport, at: number, factor: number, bounds: Bounds): Viewport {
  const all = whole(bounds);
  const span = Math.min(all.to - all.from, Math.max(fewest, (to - from) / factor));
  const share = (at - from) / (to - from);
  return within(at - share * span, span, bounds);
}

/** Moved by steps, as far as there are some. */
export const panned = ({ from, to }: Viewport, steps: number, bounds: Bounds): Viewport =>
  within(from + steps, to - from, bounds);

/** With a step in sight: as it is when the step is, else around it. */
export function showing(viewport: Viewport, step: number, bounds: Bounds): Viewport {
  const { from, to } = viewport;
  return step >= from && step < to ? viewport : within(step - (to - from) / 2, to - from, bounds);
}

function within(from: number, span: number, bounds: Bounds): Viewport {
  const all = whole(bounds);
  const begin = Math.max(all.from, Math.min(from, all.to - span));
  return { from: begin, to: begin + span };
}

/** Steps to write on the ruler: round numbers, at least `apart` pixels from each other. */
export function ticks({ from, to }: Viewport, width: number, apart = 90): number[] {
  const wanted = Math.max(1, ((to - from) * apart) / width);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const distance = power * ([1, 2, 5, 10].find((factor) => power * factor >= wanted) ?? 10);
  const found: number[] = [];
  for (let at = Math.ceil(from / distance) * distance; at < to; at += distance) found.push(at);
  return found;
}
