/** One measurement, in a process of its own: the engine's `netwalk measure`. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Measured } from '../../engine/session/measure.ts';
import type { Language } from '../words.ts';

export interface Measuring {
  /** What was measured, all or as far as it came. @throws Error with what the engine says */
  readonly result: Promise<Measured>;
  /** Ends it after the number that is being measured; what there is comes as the result. */
  cancel(): void;
  /** Nobody waits for it any more. */
  end(): void;
}

export function startMeasuring(
  extensionPath: string,
  language: Language,
  progress: (done: number, all: number, what: string) => void,
): Measuring {
  const command = path.join(extensionPath, 'dist', 'netwalk.js');
  const child = spawn(process.execPath, [command, 'measure', '--json', '--progress', '--language', language], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { result: resultOf(child, progress), cancel: () => child.kill('SIGINT'), end: () => child.kill('SIGKILL') };
}

async function resultOf(
  child: ChildProcess,
  progress: (done: number, all: number, what: string) => void,
): Promise<Measured> {
  let output = '';
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (said + text).split('\n');
    said = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('{')) {
        said = `${line}\n${said}`;
        continue;
      }
      const { done, all, what } = JSON.parse(line) as { done: number; all: number; what: string };
      progress(done, all, what);
    }
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
  if (output === '') throw new Error(said.trim() || 'netwalk measure has said nothing');
  return JSON.parse(output) as Measured;
}
