/** How long the engine takes from its start, as VS Code starts it, to the first statement of main: without anything kept, and with what an earlier run kept. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from '../adapter/client.ts';

/** One session that ends at its first stop: milliseconds until that was told; `cache` is $XDG_CACHE_HOME. */
async function once(netwalk: string, cache: string, launch: object): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [netwalk, 'dap'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, XDG_CACHE_HOME: cache },
  });
  const gone = new Promise((resolve) => child.on('exit', resolve));
  const client = new Client(child.stdout, child.stdin);
  const initialized = client.next('initialized');
  await client.ask('initialize', { adapterID: 'netwalk' });
  const launched = client.ask('launch', { ...launch, stopOnEntry: true });
  await initialized;
  const stopped = client.next('stopped');
  await client.ask('configurationDone');
  await Promise.all([launched, stopped]);
  const wall = performance.now() - began;
  await client.ask('disconnect', { terminateDebuggee: true });
  await gone;
  return wall;
}

/** The best of some starts: the machine does other things too. */
export async function starts(
  netwalk: string,
  launch: object,
  count: number,
): Promise<{ cold: number; cached: number }> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'netwalk-bench-start-'));
  try {
    const cold: number[] = [];
    const cached: number[] = [];
    for (let i = 0; i < count; i++) {
      const cache = path.join(scratch, String(i));
      cold.push(await once(netwalk, cache, launch));
      cached.push(await once(netwalk, cache, launch));
    }
    return { cold: Math.min(...cold), cached: Math.min(...cached) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
