/** What a walkthrough needs of the machine, and whether the machine allows it: asked of the kernel before anything starts. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { errnoName, loadLinux } from '../linux/index.ts';
import type { Walkthrough } from './walkthroughFormat.ts';

export const needs = ['io_uring'] as const;
export type Need = (typeof needs)[number];

/** What the machine refuses, in the kernel's words. */
export interface Refusal {
  need: Need;
  /** The error that the kernel answers with: EPERM, ENOSYS. */
  errno: string;
  /** kernel.io_uring_disabled, where the kernel has it: 1 without privileges, 2 for all. */
  setting: string | null;
  /** A recording that can be played instead. */
  recording: string | null;
}

const switchFile = '/proc/sys/kernel/io_uring_disabled';
const parametersSize = 120;

/** The first thing that a walkthrough needs and this machine refuses; null when there is none. @throws NativeUnavailable */
export function refusalOf({ folder, needs: needed }: Pick<Walkthrough, 'folder' | 'needs'>): Refusal | null {
  if (!needed.includes('io_uring')) return null;
  const { kernel, memory } = loadLinux();
  const parameters = memory.allocate(parametersSize);
  const fd = kernel.unwatchedSyscall(kernel.numbers.numberOf('io_uring_setup'), 1, memory.addressOf(parameters));
  if (fd >= 0) {
    kernel.unwatchedSyscall(kernel.numbers.numberOf('close'), fd);
    return null;
  }
  const errno = errnoName(kernel.errno);
  const recording = path.join(folder, 'recording.nwr');
  const setting = existsSync(switchFile) ? readFileSync(switchFile, 'utf8').trim() : null;
  return { need: 'io_uring', errno, setting, recording: existsSync(recording) ? recording : null };
}

/** The same as a sentence, with what can be done. */
export function refusalText({ need, errno, setting, recording }: Refusal): string {
  const why =
    errno === 'ENOSYS'
      ? 'this kernel does not have it'
      : setting !== null && setting !== '0'
        ? `sysctl kernel.io_uring_disabled is ${setting}`
        : 'a filter of system calls (seccomp), as in many containers, or a security module forbids it';
  const instead = recording === null ? '' : `; play its recording instead: netwalk replay ${recording}`;
  return `this walkthrough needs ${need}, and io_uring_setup answers ${errno}: ${why}${instead}`;
}
