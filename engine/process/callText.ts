/** What came of a system call, in numbers and in strace's words. */
import type { CallDecoder, FinishedCall } from '../linux/decode.ts';
import { UnreadableMemory } from '../linux/foreignMemory.ts';
import { errnoName } from '../linux/index.ts';

/** Results that the kernel keeps to itself: the call is interrupted, and is made again or answered EINTR. */
const [restartFirst, restartLast] = [-516, -512];
const EINTR = 4;
const restartNames: Readonly<Record<number, string>> = {
  [-512]: 'ERESTARTSYS (To be restarted if SA_RESTART is set)',
  [-513]: 'ERESTARTNOINTR (To be restarted)',
  [-514]: 'ERESTARTNOHAND (To be restarted if no handler)',
  [-516]: 'ERESTART_RESTARTBLOCK (Interrupted by signal)',
};
const isRestart = (returned: number): boolean => returned >= restartFirst && returned <= restartLast;

/** The result as Go sees it, by what the kernel returns. */
export function outcomeOf(returned: number): { result: number; errno: number } {
  // Whatever comes of a call that is to be made again, the kernel has written nothing.
  const errno = isRestart(returned) ? EINTR : returned < 0 && returned > -4096 ? -returned : 0;
  return { result: errno === 0 ? returned : -1, errno };
}

export type ToldCall = Required<Pick<FinishedCall, 'name' | 'args' | 'lengthBefore' | 'before'>>;

/** The whole line; with bare numbers where its memory cannot be read. */
export function callText(decoder: CallDecoder, call: ToldCall, returned: number): string {
  const { name, args, lengthBefore, before } = call;
  const { result, errno } = outcomeOf(returned);
  try {
    const text = decoder.line({ name, args, result, errno, lengthBefore, before, injected: false });
    return isRestart(returned) ? text.replace(/ = -1 EINTR .*$/, ` = ? ${restartNames[returned] ?? returned}`) : text;
  } catch (error) {
    if (!(error instanceof UnreadableMemory)) throw error;
    const outcome = errno === 0 ? String(result) : `-1 ${errnoName(errno)}`;
    return `${name}(${args.map((arg) => `0x${BigInt.asUintN(64, BigInt(arg)).toString(16)}`).join(', ')}) = ${outcome}`;
  }
}
