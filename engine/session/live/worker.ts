/**
 * The thread that runs the Go program. It has no event loop of its own: it waits for messages when it has nothing else to do, looks at them at
 * steps while it runs, and is woken through Go's own netpollBreak while it is in the kernel.
 */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { loadLinux } from '../../linux/index.ts';
import { messageOf } from '../../trace/messageOf.ts';
import { Channel } from './channel.ts';
import { LiveProgram } from './program.ts';
import { CompileError, type LiveOptions } from './protocol.ts';

/** Does what takes time for any program, before it is known which one it is. */
function prepare(): void {
  try {
    loadLinux();
  } catch {
    // It is said when a program needs it.
  }
}

/** Loads the program that the first message tells, and says how that went; null: it cannot be run. */
function load(channel: Channel): LiveProgram | null {
  for (;;) {
    channel.sleep();
    const request = channel.next();
    if (request === undefined) continue;
    const { id, args } = request;
    try {
      const program = new LiveProgram(args[0] as LiveOptions, channel);
      channel.ring();
      channel.reply({ id });
      return program;
    } catch (error) {
      const problems = error instanceof CompileError ? { problems: error.problems } : {};
      channel.reply({ id, error: messageOf(error), ...problems });
      return null;
    }
  }
}

/** Serves until the program is started, and runs it. */
function main(): void {
  const { shared } = workerData as { shared: Int32Array };
  const channel = new Channel(parentPort as MessagePort, shared);
  prepare();
  const program = load(channel);
  if (program === null) return;
  while (!program.shouldStart) {
    while (!channel.isRung && program.lookAhead());
    channel.sleep();
    program.serve();
  }
  program.run();
}

main();
