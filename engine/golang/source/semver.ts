/** Versions of modules: `v1.2.3`, `v1.2.3-pre.1`, `v0.0.0-20240102150405-abcdef123456` (semver.org, which Go follows). */

/** Below, equal to or above 0 as `left` comes before, with or after `right`. */
export function compareSemver(left: string, right: string): number {
  const [a, b] = [parts(left), parts(right)];
  for (let i = 0; i < 3; i++) {
    const difference = (a.numbers[i] ?? 0) - (b.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  // A release comes behind what led to it.
  if (a.before.length === 0 || b.before.length === 0) return b.before.length - a.before.length;
  for (let i = 0; i < Math.max(a.before.length, b.before.length); i++) {
    const difference = compareIdentifiers(a.before[i], b.before[i]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function parts(version: string): { numbers: number[]; before: string[] } {
  const [core = '', ...rest] = version.replace(/^v/, '').replace(/\+.*$/, '').split('-');
  return { numbers: core.split('.').map(Number), before: rest.length === 0 ? [] : rest.join('-').split('.') };
}

function compareIdentifiers(left: string | undefined, right: string | undefined): number {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? -1 : 1;
  const [isLeft, isRight] = [left, right].map((text) => /^\d+$/.test(text));
  if (isLeft && isRight) return Number(left) - Number(right);
  if (isLeft !== isRight) return isLeft ? -1 : 1;
  return left < right ? -1 : left > right ? 1 : 0;
}
