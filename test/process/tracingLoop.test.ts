/** The tracer's loop in machine code notes what JavaScript sees when it looks at every stop itself. */
import assert from 'node:assert/strict';
import net from 'node:net';
import { loadLinux } from '../../engine/linux/index.ts';
import { Ptrace } from '../../engine/linux/ptrace.ts';
import { prepareWakeUp } from '../../engine/linux/wakeUp.ts';
import { NoteReader } from '../../engine/process/notes.ts';
import type { CallBatch, ProcessCall } from '../../engine/process/protocol.ts';
import { Tracer } from '../../engine/process/tracer.ts';
import { build, gorootOrSkip, startServer, tracerOf, versions } from './goBinaries.ts';

const messages = Array.from({ length: 40 }, (_, index) => `message ${index} with a "quote"\n`);

/** What was told of a process until now, with its stacks in words. */
class Told {
  readonly calls: ProcessCall[] = [];
  readonly stacks = new Map<number, string>();

  /** Reads and writes of the connection, and each stack that they had, without what differs from time to time. */
  since(index: number): Set<string> {
    const texts = this.calls
      .slice(index)
      // The runtime's own wake it when it happens to sleep.
      .filter(({ name, onSystemStack }) => (name === 'read' || name === 'write') && !onSystemStack)
      .map(({ text, stack, goid }) => [text.replace(/0x[0-9a-f]+/g, 'ADDRESS'), goid, this.stacks.get(stack)].join('\n')); // prettier-ignore
    return new Set(texts);
  }
}

describe('process: the loop that notes calls', function () {
  this.timeout(240_000);

  for (const version of versions) {
    it(`tells what is told when each stop is looked at, Go ${version}`, async function () {
      const server = await startServer(build(await gorootOrSkip(this, version), version, 'server', 'plain'));
      const told = new Told();
      const reader = new NoteReader(loadLinux().memory);
      prepareWakeUp(loadLinux().memory);
      let looks = 0;
      const { syscallStop } = Ptrace.prototype;
      Ptrace.prototype.syscallStop = function (thread) {
        looks++;
        return syscallStop.call(this, thread);
      };
      const listener = {
        calls: (batches: CallBatch[], stacks: { id: number; lines: object[] }[]): void => {
          told.calls.push(...batches.flatMap((batch) => ('notes' in batch ? reader.read(batch) : batch.calls)));
          for (const { id, lines } of stacks) told.stacks.set(id, JSON.stringify(lines));
        },
        stopped: () => assert.fail('nothing is to stop'),
        ended: () => assert.fail('it goes on'),
      };
      const socket = net.connect(server.address.port, server.address.host);
      socket.resume();
      const tracer = new Tracer(server.pid, { all: false, awaitsExec: false, listener });
      try {
        tracer.attach();
        const follow = async (done: () => boolean): Promise<void> => {
          for (let tries = 0; !done(); tries++) {
            assert.ok(tries < 3_000_000, `it waits behind ${told.calls.slice(-6).map(({ text }) => text).join('; ')}`); // prettier-ignore
            while (tracer.step(false));
            tracer.flush();
            await new Promise(setImmediate);
          }
        };
        /** Whether the goroutine was told to have found nothing to read, and so to wait, since then. */
        const waits = (since: number): boolean =>
          told.calls.slice(since).some(({ name, errnoName }) => name === 'read' && errnoName === 'EAGAIN');
        const exchange = async (): Promise<{ looks: number; told: Set<string> }> => {
          const [before, index] = [looks, told.calls.length];
          for (const message of messages) {
            const from = told.calls.length;
            socket.write(message);
            // Other threads' calls may be told behind it, so that both are waited for.
            const echoed = (): boolean =>
              told.calls
                .slice(from)
                .some(({ name, text }) => name === 'write' && text.includes(JSON.stringify(message)));
            await follow(() => echoed() && waits(from));
          }
          return { looks: looks - before, told: told.since(index) };
        };
        await follow(() => waits(0));
        await exchange();
        const noted = await exchange();
        tracer.setStops([{ id: 1, calls: ['a call that is not made'] }], []);
        const closely = await exchange();
        for (const message of messages) {
          const shown = JSON.stringify(message);
          assert.ok(
            [...noted.told].some((each) => each.startsWith('write(') && each.includes(shown)),
            message,
          );
        }
        assert.deepEqual([...noted.told].sort(), [...closely.told].sort());
        assert.ok(noted.looks * 4 < closely.looks, `${noted.looks} stops were looked at, and ${closely.looks}`);
      } finally {
        Ptrace.prototype.syscallStop = syscallStop;
        tracer.detach();
        socket.destroy();
        const { tracer: left } = tracerOf(server.pid);
        assert.deepEqual([left, await server.end()], [0, 0]);
      }
    });
  }
});
