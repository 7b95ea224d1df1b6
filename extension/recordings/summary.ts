/** What a recording says of itself: the engine reads it, in a process of its own. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { RecordingSummary } from '../../engine/session/recordingSummary.ts';

/** @throws Error with what the engine says of a file that it cannot read */
export async function askSummary(extensionPath: string, file: string): Promise<RecordingSummary> {
  const command = path.join(extensionPath, 'dist', 'netwalk.js');
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [command, 'summary', file], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      // The header names files, arguments and environment, as many as there were.
      maxBuffer: 64 * 1024 * 1024,
    });
    return JSON.parse(stdout) as RecordingSummary;
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    throw new Error(stderr.replace(/^netwalk: /, '').trim() || message, { cause: error });
  }
}
