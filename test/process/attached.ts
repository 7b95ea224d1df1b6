/** A real Go server with a debug adapter attached: its clients, its code, and leaving it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import { readGoProgram } from '../../engine/process/goProgram.ts';
import type { Engine, Frame } from '../adapter/engine.ts';
import type { Server } from './goBinaries.ts';

/** Connected, it says texts and hears them again. */
export async function connect({
  address,
}: Server): Promise<{ echo(text: string): Promise<void>; end(): Promise<void> }> {
  const socket = net.connect(address.port, address.host);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('error', reject);
  });
  return {
    echo: async (text) => {
      let received = '';
      socket.write(text);
      while (received.length < text.length) {
        received += String(await new Promise((resolve) => socket.once('data', resolve)));
      }
      assert.equal(received, text);
    },
    end: async () => {
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.end();
      await closed;
    },
  };
}

export async function leave({ client, exit }: Engine): Promise<void> {
  await client.ask('disconnect');
  await client.closed;
  assert.equal(await exit, 0);
}

export const stackOf = async ({ client }: Engine, threadId: unknown): Promise<Frame[]> =>
  (await client.ask('stackTrace', { threadId }))['stackFrames'] as Frame[];

/** Where a function's code begins in the process, which is not position-independent. */
export function addressOf({ pid }: Server, name: string): number {
  const program = readGoProgram(`/proc/${pid}/exe`);
  try {
    return [...program.table.functions()].find((each) => each.name === name)?.entry ?? 0;
  } finally {
    program.close();
  }
}

/** The first bytes of a function as they are in the process. */
export function codeOf({ pid }: Server, address: number): string {
  const file = fs.openSync(`/proc/${pid}/mem`, 'r');
  try {
    const bytes = Buffer.alloc(64);
    fs.readSync(file, bytes, 0, bytes.length, address);
    return bytes.toString('hex');
  } finally {
    fs.closeSync(file);
  }
}
