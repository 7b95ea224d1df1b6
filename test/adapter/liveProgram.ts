/** A live program of programs/, without an adapter: it runs in this process, and says by a file that it is under way. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inProject } from '../../extension/tools/project.mjs';
import { startLive } from '../../engine/session/live/live.ts';
import type { Stop, TraceSource } from '../../engine/trace/source.ts';
import { program } from './engine.ts';

export class LivePrograms {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'netwalk-live-program-'));
  readonly #traces: TraceSource[] = [];
  #prepared = 0;

  /** Prepares a program whose argument is the file that it makes; `start` it, then wait until it is `underWay`. */
  async prepare(
    name: string,
    { goVersion, watched }: { goVersion: string; watched: boolean },
  ): Promise<{ trace: TraceSource; underWay: () => Promise<void> }> {
    // One of its own each time: that of an ended program is still there.
    const file = path.join(this.folder, `${this.#prepared++}`);
    const trace = await startLive({
      program: program(name),
      args: [file],
      env: {},
      goVersion,
      bundledFolders: [inProject('.cache/go')],
      stepInto: [],
      historySteps: 10_000,
      stepOver: 'machine',
      watching: watched ? 'now' : 'later',
    });
    this.#traces.push(trace);
    const underWay = async (): Promise<void> => {
      while (!existsSync(file)) await delay(20);
    };
    return { trace, underWay };
  }

  /** Ends those that run. */
  async end(): Promise<void> {
    await Promise.all(this.#traces.splice(0).map(async (trace) => trace.dispose()));
  }

  async remove(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true });
  }
}

/** Pauses a program; gives where it stands then. */
export async function paused(trace: TraceSource): Promise<Stop> {
  const stop = new Promise<Stop>((resolve) => {
    const subscription = trace.on('stopped', (where) => {
      subscription.dispose();
      resolve(where);
    });
  });
  await trace.pause();
  return stop;
}
