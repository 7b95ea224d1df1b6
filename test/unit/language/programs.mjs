// What the programs of this corpus do, as text: shared by the recorder, which asks Go, and by the test, which asks the engine.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export const folder = path.join(import.meta.dirname, 'programs');
export const versions = ['1.19', '1.27'];

/** Every program, with the versions of Go that it is for: one that needs a newer language says so on its first line. */
export function programs() {
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.go'))
    .sort()
    .map((name) => {
      const file = path.join(folder, name);
      const since = Number(/^\/\/ Since Go 1\.(\d+)\./.exec(fs.readFileSync(file, 'utf8'))?.[1] ?? 0);
      return {
        name: name.slice(0, -'.go'.length),
        file,
        versions: versions.filter((version) => Number(version.split('.')[1]) >= since),
      };
    });
}

/** The file with what Go of this version said: the newest version's is NAME.txt, an older one has its own where it differs. */
export function expectedFile(name, version) {
  const own = path.join(folder, `${name}.${version}.txt`);
  return fs.existsSync(own) ? own : path.join(folder, `${name}.txt`);
}

/** Runs a command to its end and gives all that can be seen of it. */
export function observe(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000, ...options });
    const text = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr']) {
      child[stream].setEncoding('utf8');
      child[stream].on('data', (chunk) => (text[stream] += chunk));
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve(`${text.stdout}-- stderr --\n${normalise(text.stderr)}-- exit status ${code ?? signal} --\n`);
    });
  });
}

/** Leaves out of a traceback what depends on machine code: program counters, argument words, numbers of goroutines, frames of the runtime, folders. */
function normalise(stderr) {
  const lines = stderr.split('\n');
  const kept = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (/^\[signal SIG/.test(line)) {
      kept.push(line.replace(/addr=0x[0-9a-f]+/, 'addr=0x…').replace(/pc=0x[1-9a-f][0-9a-f]*/, 'pc=0x…'));
      continue;
    }
    const isFrame = /^\t.*:\d+/.test(lines[i + 1] ?? '') && /^created by |\)$/.test(line);
    if (!isFrame) {
      kept.push(line.replace(/^goroutine (?!1 )\d+ \[/, 'goroutine N ['));
      continue;
    }
    i++;
    // Neither are those in which a goroutine waits for a lock: of who waits only the functions that are stepped through are known.
    if (/^(created by )?(runtime|internal\/runtime\/\w+|(internal\/)?sync)\./.test(line)) continue;
    const place = lines[i].replace(/ \+0x[0-9a-f]+$/, '').replace(/^\t.*\//, '\t');
    kept.push(line.replace(/\([^()]*\)$/, '(…)').replace(/ in goroutine \d+$/, ''), place);
  }
  return kept.join('\n');
}

/** Runs the jobs, so many at a time. */
export async function inParallel(count, jobs) {
  const waiting = [...jobs];
  const work = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await job();
  };
  await Promise.all(Array.from({ length: count }, work));
}
