import fs from 'node:fs';
import path from 'node:path';
import { aptDownload, debianMirrors, hasApt, unpackDeb } from './apt.ts';
import { copyKept, copyRecipe, licenseFromCopyright } from './copy.ts';
import { checkHash, download, unpackTar } from './download.ts';
import { SourceError } from './errors.ts';
import { writeGenerated } from './generated.ts';
import { locateGo } from './locate.ts';
import type { LocatedGo, LocateOptions } from './locate.ts';
import { withLock } from './lock.ts';
import { officialServer, pins as ownPins } from './pins.ts';
import type { Pins } from './pins.ts';
import { cacheFolder, projectFolder } from './project.ts';

export interface ProvideOptions {
  /** Minor versions; 1.19 and 1.27 when absent. */
  versions?: string[];
  /** Gets a folder a version; `.cache/go` of the checkout when absent. */
  target?: string;
  /** Where copies are kept between checkouts; below XDG_CACHE_HOME when absent. */
  cache?: string;
  /** Gets a line at a time, for a terminal or a log. */
  progress?: (line: string) => void;
  pins?: Record<string, Pins>;
  /** Where apt's configuration is. */
  aptFolder?: string;
  officialServer?: string;
  /** How an installed Go is looked for. */
  installed?: LocateOptions;
}

type Settings = Required<ProvideOptions>;

/** The oldest and the newest: what set-up provides and the .vsix carries. */
export const providedVersions = ['1.19', '1.27'];

/** All versions that can be provided; each runs from its own source. */
export const allVersions = Object.keys(ownPins);

/**
 * Provides copies of Go's source, once for all checkouts: from Debian's package through apt, else from Go's official archive, both
 * pinned by SHA-256, else from an installed Go of that version. Needs no root. Gives where each copy is.
 */
export async function provideGoSource(options: ProvideOptions = {}): Promise<Record<string, LocatedGo>> {
  const settings: Settings = {
    versions: providedVersions,
    target: path.join(projectFolder(), '.cache/go'),
    cache: cacheFolder(),
    progress: () => undefined,
    pins: ownPins,
    aptFolder: '/etc/apt',
    officialServer,
    installed: { bundledFolders: [] },
    ...options,
  };
  // At the same time, for one downloads while another unpacks; and all of them, whatever becomes of one.
  const copies = await Promise.allSettled(settings.versions.map((version) => provideVersion(version, settings)));
  const provided: Record<string, LocatedGo> = {};
  copies.forEach((copy, i) => {
    if (copy.status === 'rejected') throw copy.reason;
    provided[settings.versions[i] as string] = copy.value;
  });
  return provided;
}

async function provideVersion(version: string, settings: Settings): Promise<LocatedGo> {
  const copy = path.join(settings.cache, version);
  if (!isCurrent(copy, version, settings)) {
    fs.mkdirSync(settings.cache, { recursive: true });
    const waiting = (pid: number) =>
      settings.progress(`Go ${version}: waiting for process ${pid}, which is providing it`);
    await withLock(`${copy}.lock`, waiting, async () => {
      if (!isCurrent(copy, version, settings)) await makeCopy(version, copy, settings);
    });
  }
  const target = path.join(settings.target, version);
  link(copy, target);
  return locateGo({ goroot: target, version });
}

/** What a copy was made from; a copy that was made from something else than is pinned now is out of date. */
interface Stamp {
  recipe: number;
  from: string;
}
const stampName = 'netwalk.json';

function isCurrent(copy: string, version: string, settings: Settings): boolean {
  try {
    const stamp = JSON.parse(fs.readFileSync(path.join(copy, stampName), 'utf8')) as Stamp;
    const known = settings.pins[version];
    const isPinned =
      stamp.from === 'installed' || stamp.from === known?.debian.sha256 || stamp.from === known?.official.sha256;
    return stamp.recipe === copyRecipe && isPinned && fs.existsSync(path.join(copy, 'src/net/dial.go'));
  } catch {
    return false;
  }
}

/** What a way got: a root with a `src` in it, Go's licence, and the release when the source itself may not say it. */
interface Got {
  root: string;
  license: string;
  release?: string;
}

/** One way to get the source. What it unpacks, it unpacks into the folder `work`. */
interface Way {
  name: string;
  from: string;
  how: 'copy' | 'move';
  get: (work: string) => Promise<Got>;
}

async function makeCopy(version: string, copy: string, settings: Settings): Promise<void> {
  const work = `${copy}.making`;
  const failures: string[] = [];
  for (const way of ways(version, settings)) {
    fs.rmSync(work, { recursive: true, force: true });
    fs.mkdirSync(work, { recursive: true });
    try {
      const { root, license, ...got } = await way.get(work);
      const release = got.release ?? locateGo({ goroot: root, version }).version.text;
      const made = path.join(work, 'copy');
      copyKept(path.join(root, 'src'), path.join(made, 'src'), way.how);
      fs.writeFileSync(path.join(made, 'VERSION'), `go${release}\n`);
      fs.writeFileSync(path.join(made, 'LICENSE'), license);
      writeGenerated(path.join(made, 'src'), release);
      locateGo({ goroot: made, version });
      const stamp: Stamp = { recipe: copyRecipe, from: way.from };
      fs.writeFileSync(path.join(made, stampName), `${JSON.stringify(stamp)}\n`);
      fs.rmSync(copy, { recursive: true, force: true });
      fs.renameSync(made, copy);
      fs.rmSync(work, { recursive: true, force: true });
      settings.progress(`Go ${version}: ${release} from ${way.name} is in ${copy}`);
      return;
    } catch (error) {
      failures.push(`${way.name}: ${(error as Error).message}`);
      settings.progress(`Go ${version}: ${failures.at(-1)}`);
    }
  }
  fs.rmSync(work, { recursive: true, force: true });
  const tried = failures.map((failure) => `\n  ${failure}`).join('');
  const remedy = `Connect to the network and try again, or install Go ${version} (Debian: golang-${version}-src).`;
  throw new SourceError('not-provided', `The source of Go ${version} could not be had. ${remedy}${tried}`);
}

function* ways(version: string, settings: Settings): Generator<Way> {
  const pinned = settings.pins[version];
  if (pinned && hasApt()) {
    for (const mirror of debianMirrors(settings.aptFolder)) yield debianWay(version, mirror, pinned, settings);
  }
  if (pinned) yield officialWay(version, pinned, settings);
  yield installedWay(version, settings);
}

function debianWay(version: string, mirror: string, { debian }: Pins, settings: Settings): Way {
  const name = path.posix.basename(debian.path);
  const get = async (work: string) => {
    const deb = path.join(settings.cache, name);
    settings.progress(`Go ${version}: downloading ${name} with apt`);
    await aptDownload(mirror + debian.path, deb, debian.sha256);
    await checkHash(deb, debian.sha256);
    settings.progress(`Go ${version}: unpacking ${name}`);
    const source = `./usr/share/go-${version}/src`;
    const copyright = `./usr/share/doc/golang-${version}-src/copyright`;
    await unpackDeb(deb, work, [source, copyright], [`${source}/cmd`]);
    fs.rmSync(deb);
    const license = licenseFromCopyright(fs.readFileSync(path.join(work, copyright), 'utf8'));
    if (license === null) throw new Error(`${copyright} does not state Go's licence`);
    return { root: path.join(work, `usr/share/go-${version}`), license, release: debian.release };
  };
  return { name: `Debian's package ${name}`, from: debian.sha256, how: 'move', get };
}

function officialWay(version: string, { official }: Pins, settings: Settings): Way {
  const get = async (work: string) => {
    const archive = path.join(settings.cache, official.path);
    const report = percentages((share) => settings.progress(`Go ${version}: downloading ${official.path}, ${share}`));
    settings.progress(`Go ${version}: downloading ${official.path}`);
    await download(new URL(official.path, settings.officialServer).href, archive, report);
    await checkHash(archive, official.sha256);
    settings.progress(`Go ${version}: unpacking ${official.path}`);
    await unpackTar(archive, work, ['go/src/cmd', 'go/test', 'go/api', 'go/misc']);
    fs.rmSync(archive);
    const root = path.join(work, 'go');
    return { root, license: fs.readFileSync(path.join(root, 'LICENSE'), 'utf8'), release: official.release };
  };
  return { name: `Go's archive ${official.path}`, from: official.sha256, how: 'move', get };
}

function installedWay(version: string, settings: Settings): Way {
  const get = async () => {
    const { root, why } = locateGo({ ...settings.installed, version });
    settings.progress(`Go ${version}: copying ${why}`);
    const own = path.join(root, 'LICENSE');
    if (fs.existsSync(own)) return { root, license: fs.readFileSync(own, 'utf8') };
    // Debian keeps licences elsewhere.
    const documents = ['src', 'go'].map((kind) =>
      path.join(root, `../../share/doc/golang-${version}-${kind}/copyright`),
    );
    const copyright = documents.find((file) => fs.existsSync(file));
    const license = copyright ? licenseFromCopyright(fs.readFileSync(copyright, 'utf8')) : null;
    if (license === null) throw new Error(`${root} comes without Go's LICENSE`);
    return { root, license };
  };
  return { name: `an installed Go ${version}`, from: 'installed', how: 'copy', get };
}

/** Says each tenth of a download once. */
function percentages(say: (share: string) => void): (bytes: number, total: number | null) => void {
  let last = 0;
  return (bytes, total) => {
    const tenth = total ? Math.floor((bytes * 10) / total) : 0;
    if (tenth > last) say(`${tenth * 10} % of ${((total ?? 0) / 1e6).toFixed(1)} MB`);
    last = Math.max(last, tenth);
  };
}

/** Makes `target` lead to the copy: whoever looks meanwhile sees the old or the new one. */
function link(copy: string, target: string): void {
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const present = fs.lstatSync(target, { throwIfNoEntry: false });
  if (present?.isSymbolicLink() && fs.readlinkSync(target) === copy) return;
  if (present?.isDirectory()) fs.rmSync(target, { recursive: true });
  const aside = `${target}.${process.pid}`;
  fs.rmSync(aside, { force: true });
  fs.symlinkSync(copy, aside);
  fs.renameSync(aside, target);
}

/** The provided copy of a version in this checkout, as tests use it: the same on every machine, whatever Go is installed. */
export function providedGo(version: string): LocatedGo {
  const copy = path.join(projectFolder(), '.cache/go', version);
  if (fs.existsSync(copy)) return locateGo({ goroot: copy, version });
  throw new SourceError(
    'missing',
    `Go ${version} has not been provided yet: run node --import tsx engine/golang/source/provideMain.ts`,
  );
}

/** For test runners: provides what the tests need and says on standard error what it does. */
export async function ensureGoSource(versions: string[] = providedVersions): Promise<Record<string, LocatedGo>> {
  return provideGoSource({ versions, progress: (line) => process.stderr.write(`${line}\n`) });
}
