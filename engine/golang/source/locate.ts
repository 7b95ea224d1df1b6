import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SourceError } from './errors.ts';
import type { SourceProblem } from './errors.ts';
import { copiesIn, goEnvRoot, usualPlaces } from './places.ts';
import { defaultBundledFolders } from './project.ts';
import { answers, oldestMinor, readVersion } from './version.ts';
import type { GoVersion } from './version.ts';

export interface LocateOptions {
  /** The version asked for, as `1.19` or `1.19.8`; any from 1.19 on when absent. */
  version?: string | undefined;
  /** An explicit GOROOT (`--goroot`, the setting): nothing else is looked at. */
  goroot?: string | undefined;
  /** Folders that hold a copy a version (`go/1.19/src/…`); those that come with Netwalk when absent. */
  bundledFolders?: string[] | undefined;
  environment?: NodeJS.ProcessEnv;
  home?: string;
  /** The root of the file system in which the usual places are looked for. */
  filesystem?: string;
}

/** How a place came to be looked at. */
export type Origin = 'explicit' | 'GOROOT' | 'go env GOROOT' | 'usual place' | 'bundled';

/** A place that was looked at, and why it was not taken (`problem` is null for the one that was). */
export interface Candidate {
  root: string;
  origin: Origin;
  version: GoVersion | null;
  problem: SourceProblem | null;
  /** One clause: `is Go 1.17.2; Netwalk reads Go 1.19 or later`. */
  remark: string;
}

/** Go's source, found. */
export interface LocatedGo {
  root: string;
  /** `root/src`. */
  src: string;
  version: GoVersion;
  origin: Origin;
  /** A sentence for the person: which one was taken, and why. */
  why: string;
  /** All that were looked at, in order; the last is the one taken. */
  candidates: Candidate[];
}

/** Finds Go's source: explicit, GOROOT, `go env GOROOT`, the usual places, then the copy that came with Netwalk. */
export function locateGo(options: LocateOptions = {}): LocatedGo {
  const candidates: Candidate[] = [];
  const seen = new Set<string>();
  for (const [origin, root] of places(options)) {
    const place = path.resolve(root);
    const source = realpath(path.join(place, 'src')) ?? place;
    if (seen.has(source)) continue;
    seen.add(source);
    const candidate = inspect(place, origin, options.version);
    candidates.push(candidate);
    if (candidate.problem === null && candidate.version) {
      const { version } = candidate;
      return {
        root: place,
        src: path.join(place, 'src'),
        version,
        origin,
        why: explain(candidates, options),
        candidates,
      };
    }
  }
  throw notFound(candidates, options);
}

/** Lazily: `go env` is only run, and folders are only listed, when nothing before answered. */
function* places(options: LocateOptions): Generator<[Origin, string]> {
  if (options.goroot) {
    yield ['explicit', options.goroot];
    return;
  }
  const environment = options.environment ?? process.env;
  if (environment['GOROOT']) yield ['GOROOT', environment['GOROOT']];
  const installed = goEnvRoot(environment);
  if (installed) yield ['go env GOROOT', installed];
  for (const place of usualPlaces(options.home ?? os.homedir(), options.filesystem)) yield ['usual place', place];
  for (const folder of options.bundledFolders ?? defaultBundledFolders()) {
    for (const copy of copiesIn(folder)) yield ['bundled', copy];
  }
}

function inspect(root: string, origin: Origin, asked: string | undefined): Candidate {
  const rejected = (problem: SourceProblem, remark: string, version: GoVersion | null = null): Candidate => {
    return { root, origin, version, problem, remark };
  };
  if (!fs.existsSync(root)) return rejected('missing', 'does not exist');
  const unreadable = whyUnreadable(root);
  if (unreadable) return rejected('broken', unreadable);
  const version = readVersion(root);
  if (!version) return rejected('broken', 'does not say which version it is (no VERSION, no src/internal/goversion)');
  if (version.major === 1 && version.minor < oldestMinor) {
    return rejected('too-old', `is Go ${version.text}; Netwalk reads Go 1.${oldestMinor} or later`, version);
  }
  if (asked !== undefined && !answers(version, asked)) {
    return rejected('other-version', `is Go ${version.text}, not the ${asked} asked for`, version);
  }
  return { root, origin, version, problem: null, remark: `is Go ${version.text}` };
}

function whyUnreadable(root: string): string | null {
  const file = path.join(root, 'src/net/dial.go');
  try {
    fs.closeSync(fs.openSync(file, 'r'));
    return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return `cannot be read: no permission for ${file}`;
    const debian = path.basename(root).match(/^go-(\d+\.\d+)$/);
    const remedy = debian ? ` (Debian and Ubuntu: apt install golang-${debian[1]}-src)` : '';
    return `has no Go source: no src/net/dial.go${remedy}`;
  }
}

const described: Record<Origin, string> = {
  explicit: 'given explicitly',
  GOROOT: 'the environment variable GOROOT',
  'go env GOROOT': 'what `go env GOROOT` says',
  'usual place': 'a usual place for Go',
  bundled: 'the copy that comes with Netwalk',
};

function explain(candidates: Candidate[], { version }: LocateOptions): string {
  const taken = candidates.at(-1);
  if (!taken?.version) return '';
  const asked = version === undefined ? '' : `; Go ${version} was asked for`;
  // Installed versions that nobody asked for are no news; a GOROOT that was passed over is.
  const passed = candidates.slice(0, -1).filter(({ origin, problem }) => {
    return problem !== 'other-version' || origin === 'GOROOT' || origin === 'go env GOROOT';
  });
  const others = passed.map(({ root, remark }) => `; ${root} was passed over: it ${remark}`).join('');
  return `Go ${taken.version.text} from ${taken.root}: ${described[taken.origin]}${asked}${others}`;
}

function notFound(candidates: Candidate[], options: LocateOptions): SourceError {
  const wanted = options.version ? `Go ${options.version}` : 'Go';
  const [explicit] = candidates;
  if (options.goroot && explicit) {
    const remedy = 'Name the folder that has src/net/dial.go in it, or leave the choice to Netwalk.';
    return new SourceError(
      explicit.problem ?? 'broken',
      `The Go source at ${explicit.root} cannot be used: it ${explicit.remark}. ${remedy}`,
    );
  }
  const looked = candidates.map(({ root, origin, remark }) => `\n  ${root} (${described[origin]}) ${remark}`).join('');
  const remedy = `Install ${options.version ? wanted : `Go 1.${oldestMinor} or later`}, or name a GOROOT with --goroot (setting netwalk.goroot).`;
  return new SourceError(
    candidates.at(-1)?.problem ?? 'missing',
    `The source of ${wanted} was not found. ${remedy}${looked === '' ? '' : `\nLooked at:${looked}`}`,
  );
}

function realpath(file: string): string | null {
  try {
    return fs.realpathSync(file);
  } catch {
    return null;
  }
}
