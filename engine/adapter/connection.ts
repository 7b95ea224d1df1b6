/** An adapter and a client, over two streams. */
import type { Readable, Writable } from 'node:stream';
import { Event } from '@vscode/debugadapter';
import type { Adapter } from './adapter.ts';
import { FramingError, MessageReader } from './framing.ts';
import { Outgoing } from './outgoing.ts';

/**
 * Serves one client until it says good-bye, vanishes, or sends what is no DAP; then all that it launched is ended.
 * Gives the reason when the client broke the protocol, else null.
 */
export async function serve(adapter: Adapter, input: Readable, output: Writable): Promise<string | null> {
  const reader = new MessageReader();
  let problem: string | null = null;
  const outgoing = new Outgoing(output, (event) => adapter.sendEvent(event));
  adapter.onDidSendMessage((message) => outgoing.write(message));

  await new Promise<void>((resolve) => {
    input.on('data', (data: Buffer) => {
      try {
        for (const message of reader.read(data)) adapter.handleMessage(message);
      } catch (error) {
        if (!(error instanceof FramingError)) throw error;
        problem = error.message;
        input.pause();
        resolve();
      }
    });
    // A stream that breaks ends like one that is closed.
    for (const event of ['end', 'close', 'error']) input.on(event, () => resolve());
    for (const event of ['close', 'error']) output.on(event, () => resolve());
    void adapter.disconnected.then(resolve);
  });

  if (problem !== null) {
    const text = `Netwalk: this is not the Debug Adapter Protocol: ${String(problem)}\n`;
    adapter.sendEvent(new Event('output', { category: 'important', output: text }));
    adapter.sendEvent(new Event('terminated', {}));
  }
  await adapter.close();
  // The last answer goes out before the connection, of which both may be ends, is closed.
  await new Promise<void>((resolve) => output.end(() => resolve()));
  input.destroy();
  return problem;
}
