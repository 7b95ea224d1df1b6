/** Finds the tool chain of a Go version to record with, or provides it from Debian's packages. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { aptDownload, debianMirrors } from '../../../engine/golang/source/apt.ts';
import { sha256Of } from '../../../engine/golang/source/download.ts';
import { withLock } from '../../../engine/golang/source/lock.ts';
import { pins } from '../../../engine/golang/source/pins.ts';
import { cacheFolder } from '../../../engine/golang/source/project.ts';
import { toolchains } from './pins.ts';

/** Where Debian keeps releases that no pin names yet, the likeliest first. */
const suites = ['sid', 'trixie-backports', 'forky', 'trixie', 'bookworm-backports', 'bookworm'];

interface DebianPackage {
  path: string;
  /** Null when it is not known yet: what arrives is then taken, and its hash shown. */
  sha256: string | null;
}

/** The GOROOT of a version's tool chain, unpacked below the cache folder; made when it is not there. @throws when it cannot be had */
export async function provideToolchain(version: string, say: (line: string) => void): Promise<string> {
  const folder = path.join(cacheFolder(), '../toolchains', version);
  const root = path.join(folder, `usr/lib/go-${version}`);
  if (fs.existsSync(root)) return root;
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const waiting = (pid: number): void => say(`Go ${version}: waiting for process ${pid}, which is providing it`);
  await withLock(`${folder}.lock`, waiting, async () => {
    if (!fs.existsSync(root)) await unpack(version, folder, say);
  });
  return root;
}

async function unpack(version: string, folder: string, say: (line: string) => void): Promise<void> {
  const [mirror] = debianMirrors();
  if (mirror === undefined) {
    throw new Error(`Go ${version}: apt knows no Debian mirror here. Name a tool chain with --goroot`);
  }
  const work = `${folder}.making`;
  fs.rmSync(work, { recursive: true, force: true });
  for (const found of pinned(version) ?? (await unpinned(version, mirror, say))) {
    const deb = path.join(path.dirname(folder), path.posix.basename(found.path));
    say(`Go ${version}: downloading ${path.basename(deb)}`);
    await aptDownload(mirror + found.path, deb, found.sha256);
    if (found.sha256 === null)
      say(`Go ${version}: not pinned; path: '${found.path}', sha256: '${await sha256Of(deb)}'`);
    const { status, stderr } = spawnSync('dpkg-deb', ['--extract', deb, work], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${deb} could not be unpacked: ${stderr}`);
    fs.rmSync(deb);
  }
  fs.renameSync(work, folder);
}

/** The tool chain and its source. */
function pinned(version: string): DebianPackage[] | null {
  const [go, source] = [toolchains[version], pins[version]?.debian];
  return go && source ? [go, source] : null;
}

/** Looks the packages up in the indices of the mirror. */
async function unpinned(version: string, mirror: string, say: (line: string) => void): Promise<DebianPackage[]> {
  const names = [`golang-${version}-go`, `golang-${version}-src`];
  for (const suite of suites) {
    say(`Go ${version}: looking for ${names.join(' and ')} in ${suite}`);
    const index = path.join(cacheFolder(), '../toolchains', `${suite}.xz`);
    await aptDownload(`${mirror}dists/${suite}/main/binary-amd64/Packages.xz`, index, null);
    const { stdout } = spawnSync('xz', ['-dc', index], { encoding: 'utf8', maxBuffer: 1 << 30 });
    fs.rmSync(index);
    const found = names.map((name) => {
      const stanza = stdout.split('\n\n').find((each) => each.startsWith(`Package: ${name}\n`));
      return /^Filename: (.*)$/m.exec(stanza ?? '')?.[1];
    });
    if (found.every((file) => file !== undefined)) return found.map((file) => ({ path: file, sha256: null }));
  }
  throw new Error(`Go ${version}: no suite of Debian has it. Name a tool chain with --goroot`);
}
