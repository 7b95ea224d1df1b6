/** What is made to fail, and what Go did then: shared by the test and the recorder. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { errnoNumber } from '../../../engine/linux/errno.ts';
import { errnosOf } from './errnos.ts';

export const here = fileURLToPath(new URL('.', import.meta.url));
/** By the part that runs them: a program of its own, with a recording of its own. */
export const scenarios = {
  sockets: ['tcp', 'udp', 'unix', 'unixgram', 'copies', 'rights', 'options', 'file'],
  waiting: ['refused', 'deadline', 'closing'],
  fresh: ['dual', 'localhost'],
};
export type Part = keyof typeof scenarios;
export const parts = ['sockets', 'waiting', 'fresh'] as const satisfies readonly Part[];

/** What a process does only once, each fault of `fresh` has a process of its own for; its files in /etc and both families are those of a world. */
export const worldOf = (part: Part): { needs: string[]; etc: string } => ({
  needs: part === 'fresh' ? ['namespace'] : [],
  etc: '',
});

export const argumentsOf = (part: Part, list: string): string[] => [
  ...(part === 'fresh' ? ['fresh'] : []),
  list,
  ...scenarios[part],
];

/** The arguments of program/ once for each fault of a list; takes the exit status of that run, of which 3 says that there was no such call. */
export function* freshRuns(list: string, chosen: readonly string[]): Generator<string[], void, number> {
  const faults = fs.readFileSync(list, 'utf8').trim().split('\n');
  for (const [scenario, fault] of chosen.flatMap((each) => faults.map((one) => [each, one] as const))) {
    for (let n = 1, status = 0; status === 0; n++) {
      status = yield ['fresh', scenario, ...fault.split(' '), String(n)];
      if (status !== 0 && status !== 3) throw new Error(`${scenario} ${fault} ${n}: exit status ${status}`);
    }
  }
}

export type Length = 'short' | 'long';

/**
 * A line a fault, as program/ reads them. The long list has every error of each call, the short one at most two; where each takes a process of its
 * own, the long list has one of each call, the short one of few calls.
 */
export function faultList(length: Length, part: Part): string {
  const lines = Object.entries(errnosOf).flatMap(([call, errnos]) =>
    chosen(length, part, call, errnos).map((errno) => `${call} ${errno} ${errnoNumber(errno)}\n`),
  );
  return lines.join('');
}

function chosen(length: Length, part: Part, call: string, errnos: readonly string[]): readonly string[] {
  const usual = errnos.filter((errno) => shortErrnos.has(errno));
  if (part === 'fresh') return length === 'long' || openingCalls.has(call) ? usual.slice(0, 1) : [];
  return length === 'long' ? errnos : usual.slice(0, 2);
}

/** What is probed and looked up at first is done with these. */
const openingCalls: ReadonlySet<string> = new Set([
  'socket',
  'bind',
  'listen',
  'accept4',
  'connect',
  'getsockopt',
  'openat',
]);

/** The errors that programs meet, and none that makes a scenario wait until its patience ends. */
const shortErrnos = new Set([
  'EMFILE',
  'ENFILE',
  'ENOSPC',
  'ECONNRESET',
  'EIO',
  'ECONNABORTED',
  'ENOBUFS',
  'EADDRINUSE',
  'ENOPROTOOPT',
  'ENOTSOCK',
  'EACCES',
  'ENOENT',
]);

/** program/ as a module of a version of Go, which decides the defaults of GODEBUG. The caller removes the folder. */
export function moduleIn(folder: string, name: 'program' | 'tracer', version: string): string {
  const module = path.join(folder, name);
  fs.cpSync(path.join(here, name), module, { recursive: true });
  fs.writeFileSync(
    path.join(module, 'go.mod'),
    `module ${name}\n\ngo ${version === '1.19' ? version : `${version}.0`}\n`,
  );
  return module;
}

/** What was seen, by `scenario call error N`; more than one text where it depends on timing. */
export type Outcomes = Map<string, Set<string>>;

/** Adds the lines that program/ printed. */
export function addOutput(outcomes: Outcomes, text: string): void {
  for (const line of text.split('\n')) {
    const colon = line.indexOf(': ');
    const key = colon < 0 ? line : line.slice(0, colon);
    if (key === '') continue;
    let texts = outcomes.get(key);
    if (texts === undefined) outcomes.set(key, (texts = new Set<string>()));
    texts.add(colon < 0 ? '' : line.slice(colon + 2));
  }
}

/** Each list has its own: Go remembers what failed once (a kernel without F_DUPFD_CLOEXEC), so what follows depends on what was before. */
const recordingFile = (version: string, length: Length, part: Part): string =>
  path.join(here, `recorded/${version}.${length}.${part}.txt.gz`);

/** What a real Go did (record.ts). */
export function readRecording(version: string, length: Length, part: Part): Outcomes {
  const outcomes: Outcomes = new Map();
  addOutput(outcomes, gunzipSync(fs.readFileSync(recordingFile(version, length, part))).toString());
  return outcomes;
}

export function writeRecording(version: string, length: Length, part: Part, outcomes: Outcomes): void {
  const lines = [...outcomes].flatMap(([key, texts]) => [...texts].map((text) => `${key}: ${text}\n`));
  const file = recordingFile(version, length, part);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, gzipSync(lines.join(''), { level: 9 }));
}
