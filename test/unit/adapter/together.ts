/** An adapter over a scripted run, and its client. */
import { PassThrough } from 'node:stream';
import { Adapter } from '../../../engine/adapter/adapter.ts';
import { serve } from '../../../engine/adapter/connection.ts';
import type { Host, Walk } from '../../../engine/adapter/host.ts';
import type { Narration } from '../../../engine/adapter/events.ts';
import { Client } from '../../adapter/client.ts';
import { ScriptedTrace, type ScriptedStep } from './scriptedTrace.ts';

export interface Together {
  client: Client;
  /** Runs that were launched, in order. */
  traces: ScriptedTrace[];
  trace(): ScriptedTrace;
  /** The reason why the connection was closed, as `serve` gives it. */
  served: Promise<string | null>;
}

const usualSteps: readonly ScriptedStep[] = [
  { goid: 1, line: 10 },
  { goid: 1, line: 11, mark: 'first' },
  { goid: 1, line: 12 },
  { goid: 18, line: 20, mark: 'second' },
  { goid: 0, line: 30, mark: 'third' },
  { goid: 1, line: 13 },
];

export function together(steps: readonly ScriptedStep[] = usualSteps, host: Partial<Host> = {}): Together {
  const traces: ScriptedTrace[] = [];
  const make = async (): Promise<{ trace: ScriptedTrace; walk: Walk | null; output: null }> => {
    const trace = new ScriptedTrace(steps);
    traces.push(trace);
    return { trace, walk: null, output: null };
  };
  const adapter = new Adapter({
    launch: async ({ walkthrough }) => ({ ...(await make()), walk: walkthrough === undefined ? null : scriptedWalk }),
    attach: make,
    ...host,
  });
  const toAdapter = new PassThrough();
  const fromAdapter = new PassThrough();
  const client = new Client(fromAdapter, toAdapter);
  const served = serve(adapter, toAdapter, fromAdapter);
  const trace = (): ScriptedTrace => {
    const last = traces.at(-1);
    if (last === undefined) throw new Error('nothing was launched');
    return last;
  };
  return { client, traces, trace, served };
}

/** Up to the first stop. */
export async function stopped(options: { steps?: readonly ScriptedStep[]; launch?: object } = {}): Promise<Together> {
  const all = together(options.steps);
  const { client } = all;
  await client.ask('initialize', { pathFormat: 'path', linesStartAt1: true, supportsVariablePaging: true });
  await client.ask('launch', options.launch ?? { program: 'main.go' });
  await client.next('initialized');
  await client.ask('configurationDone');
  await client.next('stopped');
  return all;
}

const stops = ['first', 'second', 'third'];

const scriptedWalk: Walk = {
  problems: [],
  narrations: (locale) =>
    stops.map((stop, index): Narration => ({
      walkthrough: 'scripted',
      walkthroughTitle: 'Scripted',
      stop,
      index,
      count: stops.length,
      chapter: 'one',
      chapterTitle: 'One',
      chapterText: '',
      title: `${stop} stop`,
      text: locale,
      nature: 'executed',
      place: null,
      question: null,
      lookAt: [],
    })),
};
