/** A worker thread that provokes an error of its own, over and over; kernel.test.ts starts it. */
import { parentPort } from 'node:worker_threads';
import { loadLinux } from '../../../engine/linux/index.ts';

const linux = loadLinux();
const { kernel } = linux;
let wrong = 0;
for (let index = 0; index < 100_000; index++) {
  // fcntl with a command that does not exist: EINVAL, where the main thread provokes EBADF.
  if (kernel.rawSyscall(kernel.numbers.numberOf('fcntl'), 1, 9999) !== -1 || kernel.errno !== 22) wrong++;
}
parentPort?.postMessage({ thread: linux.threadId(), wrong });
