/** A real Go tool chain, to compare with. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { goEnvRoot, usualPlaces } from '../../golang/source/places.ts';

export interface Toolchain {
  /** The `go` command. */
  command: string;
  goroot: string;
  /** `1.27.4`. */
  version: string;
}

/** The environment of a tool chain that is only itself, and builds what Netwalk runs: package net without C. */
export const goEnvironment = (environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv => ({
  ...environment,
  GOTOOLCHAIN: 'local',
  CGO_ENABLED: '0',
});

/** The first one, of the version if one is asked for: the folder named, GOROOT, the PATH, the usual places. Null when there is none. */
export function findToolchain(
  { goroot, version }: { goroot?: string | undefined; version?: string | undefined },
  environment: NodeJS.ProcessEnv = process.env,
): Toolchain | null {
  const places =
    goroot !== undefined ? [goroot] : [environment['GOROOT'], goEnvRoot(environment), ...usualPlaces(os.homedir())];
  for (const place of places) {
    if (!place || !fs.existsSync(path.join(place, 'bin/go'))) continue;
    const found = ask(path.join(place, 'bin/go'));
    if (found !== null && (version === undefined || fits(found.version, version))) return found;
  }
  return null;
}

function ask(command: string): Toolchain | null {
  const { status, stdout } = spawnSync(command, ['env', 'GOVERSION', 'GOROOT'], {
    encoding: 'utf8',
    env: goEnvironment(),
  });
  const [version, goroot] = status === 0 ? stdout.split('\n') : [];
  return version && goroot ? { command, goroot, version: version.replace(/^go/, '').split(' ')[0] ?? '' } : null;
}

const fits = (found: string, wanted: string): boolean => {
  const asked = wanted.replace(/^go/, '');
  return found === asked || found.startsWith(`${asked}.`);
};
