/** What articles say of select, poll and epoll, and what these numbers and this kernel say to it. */
import type { Language } from '../walkthroughFormat.ts';
import { claimPhrases } from './claimPhrases.ts';
import type { Measurement, Point } from './measurement.ts';
import type { WaitName } from './waits.ts';

export type Verdict = 'confirmed' | 'refuted' | 'unmeasured';

export interface Claim {
  claim: string;
  verdict: Verdict;
  /** The numbers, or the kernel's answer. */
  because: string;
}

const number = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2);

/** Each claim with its verdict; nothing is said of what was not measured. */
export function judge(measurement: Measurement, language: Language): Claim[] {
  const say = claimPhrases[language];
  const { facts, level, edge, threads } = measurement;
  const verdict = (holds: boolean): Verdict => (holds ? 'confirmed' : 'refuted');
  const open = (claim: string): Claim => ({ claim, verdict: 'unmeasured', because: say.unmeasured });
  const claims: Claim[] = [];

  for (const [call, claim, grows] of [['select', say.selectGrows, true], ['poll', say.pollGrows, true], ['epoll', say.epollSteady, false]] as const) {
    const growth = growthOf(measurement, 'one-ready', call);
    claims.push(
      growth === null
        ? open(claim)
        : { claim, verdict: verdict(growth.grows === grows), because: say.growth(growth.first.count, number(growth.first.microseconds), growth.last.count, number(growth.last.microseconds)) },
    );
  } // prettier-ignore

  const all = growthOf(measurement, 'all-ready', 'epoll');
  claims.push(
    all === null
      ? open(say.epollConstant)
      : { claim: say.epollConstant, verdict: verdict(!all.grows), because: say.allGrowth(all.first.count, number(all.first.microseconds), all.last.count, number(all.last.microseconds)) },
  ); // prettier-ignore

  const cheaper = measurement.points.find(
    (point) =>
      point.call !== 'epoll' &&
      point.microseconds < (same(measurement, point, 'epoll')?.microseconds ?? -Infinity) * 0.95,
  );
  const never = measurement.points.length === 0 ? open(say.epollFaster) : { claim: say.epollFaster, verdict: 'confirmed' as const, because: say.alwaysFaster }; // prettier-ignore
  claims.push(
    cheaper === undefined
      ? never
      : { claim: say.epollFaster, verdict: 'refuted', because: say.notFaster(cheaper.what, cheaper.count, cheaper.call, number(cheaper.microseconds), number(same(measurement, cheaper, 'epoll')?.microseconds ?? 0)) },
  ); // prettier-ignore

  if (facts === null) claims.push(open(say.epollMaps), open(say.selectLimit), open(say.epollAny));
  else {
    claims.push(
      { claim: say.epollMaps, verdict: verdict(facts.epollMapping === null), because: say.mapping(facts.epollMapping) },
      facts.selectBeyond === null
        ? open(say.selectLimit)
        : { claim: say.selectLimit, verdict: verdict(facts.selectBeyond !== 1), because: say.beyond(facts.selectBeyond) },
      { claim: say.epollAny, verdict: verdict(facts.epollFile === null), because: say.file(facts.epollFile) },
    ); // prettier-ignore
  }
  claims.push(
    level === null || edge === null
      ? open(say.edgeFaster)
      : { claim: say.edgeFaster, verdict: verdict(edge < level), because: say.levelEdge(number(level), number(edge)) },
  );
  const most = threads.at(-1);
  claims.push(
    most === undefined
      ? open(say.threadsDearer)
      : { claim: say.threadsDearer, verdict: verdict(most.threads > most.epoll), because: say.threads(most.count, number(most.threads), number(most.epoll), Math.round(most.memory / 1024)) },
  ); // prettier-ignore
  return claims;
}

const same = ({ points }: Measurement, { what, count }: Point, call: WaitName): Point | undefined =>
  points.find((point) => point.what === what && point.count === count && point.call === call);

/** Whether the cost follows the number; null when there are not two to compare. */
function growthOf(
  { points }: Measurement,
  what: Point['what'],
  call: WaitName,
): { first: Point; last: Point; grows: boolean } | null {
  const own = points.filter((point) => point.what === what && point.call === call);
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  // Half of the growth in number on a logarithmic scale is more than noise.
  return { first, last, grows: last.microseconds / first.microseconds > Math.sqrt(last.count / first.count) };
}
