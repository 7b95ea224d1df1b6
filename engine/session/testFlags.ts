/** The command line of `netwalk test`: packages, our own options, and the flags of a test binary as `go test` takes them. */

export interface TestFlags {
  packages: string[];
  goVersion?: string | undefined;
  goroot?: string | undefined;
  /** For the test binary: `-test.v=true`, and what is no flag of testing's as it stands. */
  binary: string[];
  /** Whether the output of a package that passes is shown. */
  showPass: boolean;
  /** After which a test binary stops itself, in milliseconds; 0: never. */
  timeout: number;
}

export class TestUsageError extends Error {}

const booleans = new Set(['v', 'short', 'failfast', 'benchmem', 'fullpath', 'artifacts']);
const withValue = new Set(
  'run bench benchtime count cpu parallel timeout skip list shuffle fuzz fuzztime memprofilerate outputdir'.split(' '),
);
const own = new Set(['go', 'goroot']);

/** @throws TestUsageError */
export function parseTestFlags(args: string[]): TestFlags {
  const flags: TestFlags = { packages: [], binary: [], showPass: false, timeout: 600_000 };
  const set = new Map<string, string>([['timeout', '10m0s']]);
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    const match = /^--?([\w.]+)(?:=(.*))?$/s.exec(arg);
    if (match === null) {
      flags.packages.push(arg);
      continue;
    }
    const name = (match[1] as string).replace(/^test\./, '');
    if (name === 'args') {
      flags.binary.push(...args.slice(i + 1));
      break;
    }
    let value = match[2];
    if (withValue.has(name) || own.has(name)) {
      value ??= args[++i];
      if (value === undefined) throw new TestUsageError(`test: flag needs an argument: ${arg}`);
    }
    if (name === 'go') flags.goVersion = value;
    else if (name === 'goroot') flags.goroot = value;
    else if (booleans.has(name)) set.set(name, value ?? 'true');
    else if (withValue.has(name)) set.set(name, value as string);
    else flags.binary.push(arg);
  }
  if (flags.packages.length === 0) throw new TestUsageError('test: a package or a folder is expected');
  flags.timeout = milliseconds(set.get('timeout') as string);
  if (flags.timeout === 0) set.delete('timeout');
  flags.showPass = ['v', 'bench', 'list'].some((name) => (set.get(name) ?? 'false') !== 'false');
  flags.binary.unshift('-test.paniconexit0', ...[...set].map(([name, value]) => `-test.${name}=${value}`));
  return flags;
}

const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A time.Duration as text. */
function milliseconds(duration: string): number {
  if (duration === '0') return 0;
  if (!/^([\d.]+(ns|us|µs|ms|s|m|h))+$/.test(duration))
    throw new TestUsageError(`test: invalid duration "${duration}"`);
  const parts = duration.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g);
  return [...parts].reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0);
}
