/** A working folder for one thread. */
import { errnoMessage, type Linux } from '../../linux/index.ts';

const cloneFilesystem = 0x200; // CLONE_FS, clone(2)

/**
 * Gives the calling thread a working folder of its own, and leaves that of the process alone (unshare(2), chdir(2)).
 * @throws Error with Go's words
 */
export function moveThread({ kernel, memory }: Linux, folder: string): void {
  const path = Buffer.from(`${folder}\0`);
  const text = memory.allocate(path.length);
  text.set(path);
  const call = (name: string, argument: number): void => {
    if (kernel.unwatchedSyscall(kernel.numbers.numberOf(name), argument) !== -1) return;
    throw new Error(`chdir ${folder}: ${errnoMessage(kernel.errno)}`);
  };
  call('unshare', cloneFilesystem);
  call('chdir', memory.addressOf(text));
}
