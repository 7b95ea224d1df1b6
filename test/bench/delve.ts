/** Steps a second over DAP, of this engine and of Delve where it and a Go tool chain are found: the same program, from main on into package net. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '../adapter/client.ts';

const count = 100;
/** Who has not stopped by then does not stop: milliseconds. */
const patience = 5000;

/** Milliseconds of one `stepIn`, answer and stop, on average. */
async function stepTime(client: Client): Promise<number> {
  let thread = Number(client.events.findLast(({ event }) => event === 'stopped')?.body['threadId']);
  const began = performance.now();
  for (let i = 0; i < count; i++) {
    const late = delay(patience, null, { ref: false });
    const stop = await Promise.race([client.move('stepIn', { threadId: thread }), late]);
    if (stop === null) throw new Error(`no stop after ${i} steps`);
    thread = Number(stop['threadId']);
  }
  return (performance.now() - began) / count;
}

export async function ourStepTime(netwalk: string, program: string, goVersion: string): Promise<number> {
  const child = spawn(process.execPath, [netwalk, 'dap'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = new Promise((resolve) => child.on('exit', resolve));
  const client = new Client(child.stdout, child.stdin);
  const initialized = client.next('initialized');
  await client.ask('initialize', { adapterID: 'netwalk' });
  await client.ask('launch', { program, args: ['10'], goVersion, stopOnEntry: true });
  await initialized;
  const stopped = client.next('stopped');
  await client.ask('configurationDone');
  await stopped;
  const time = await stepTime(client);
  await client.ask('disconnect', { terminateDebuggee: true });
  await gone;
  return time;
}

/** Null where `dlv` or `go` is not found, or does not work here: the second part says which. */
export async function delveStepTime(program: string): Promise<{ time: number } | { missing: string }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'netwalk-bench-delve-'));
  try {
    const go = process.env['NETWALK_GO_1_19'] ?? process.env['NETWALK_GO_1_27'] ?? 'go';
    const binary = path.join(folder, 'program');
    try {
      execFileSync(go, ['build', '-gcflags=all=-N -l', '-o', binary, program], {
        stdio: 'ignore',
        env: { ...process.env, CGO_ENABLED: '0', GOCACHE: path.join(folder, 'cache'), GOFLAGS: '' },
      });
      execFileSync('dlv', ['version'], { stdio: 'ignore' });
    } catch {
      return { missing: 'not found' };
    }
    return { time: await delve(binary) };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function delve(binary: string): Promise<number> {
  const child = spawn('dlv', ['dap', '--listen=127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const gone = new Promise((resolve) => child.on('exit', resolve));
  try {
    const port = await new Promise<number>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const found = /listening at: .*:(\d+)/.exec(line)?.[1];
        if (found !== undefined) resolve(Number(found));
      });
      child.on('exit', () => reject(new Error('dlv ended')));
    });
    const socket = net.connect(port, '127.0.0.1');
    const client = new Client(socket, socket);
    const initialized = client.next('initialized');
    await client.ask('initialize', { adapterID: 'go', pathFormat: 'path' });
    await client.ask('launch', { mode: 'exec', program: binary, args: ['10'] });
    await initialized;
    await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'main.main' }] });
    const stopped = client.next('stopped');
    await client.ask('configurationDone');
    await stopped;
    await client.ask('setFunctionBreakpoints', { breakpoints: [] });
    const time = await stepTime(client);
    await client.ask('disconnect', { terminateDebuggee: true }).catch(() => undefined);
    socket.destroy();
    return time;
  } finally {
    child.kill();
    await gone;
  }
}
