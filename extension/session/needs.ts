/** What a walkthrough needs and this machine refuses: the engine asks the kernel, in a process of its own. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Refusal } from '../../engine/session/needs.ts';
import type { Translate } from '../words.ts';

/** Null when nothing is refused, or nobody can say: then the launch itself says what is wrong. */
export async function askNeeds(extensionPath: string, walkthrough: string): Promise<Refusal | null> {
  const command = path.join(extensionPath, 'dist', 'netwalk.js');
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [command, 'needs', walkthrough], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      timeout: 10_000,
    });
    return JSON.parse(stdout) as Refusal | null;
  } catch {
    return null;
  }
}

/** Why, in a sentence. */
export function refusalMessage({ need, errno, setting }: Refusal, t: Translate): string {
  const what = t('This walkthrough needs {0}, and the kernel answers {1}:', need, errno);
  if (errno === 'ENOSYS') return `${what} ${t('it does not have it.')}`;
  if (setting !== null && setting !== '0') return `${what} ${t('kernel.io_uring_disabled is {0}.', setting)}`;
  return `${what} ${t('a filter of system calls forbids it, as in many containers.')}`;
}
