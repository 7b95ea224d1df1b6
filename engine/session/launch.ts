/** From what was asked for, a walkthrough or a Go program, to a program that is ready to run. */
import path from 'node:path';
import type { AttachArguments, LaunchArguments } from '../adapter/events.ts';
import type { Host, ProgramOutput, Run } from '../adapter/host.ts';
import { FaultError, parseFault } from '../linux/index.ts';
import { locateGo, SourceError } from '../golang/source/index.ts';
import { projectFolder } from '../golang/source/project.ts';
import { CompileError, startLive, type LiveOptions } from './live/live.ts';
import { findWalkthrough } from './walkthrough.ts';
import type { Walkthrough } from './walkthroughFormat.ts';
import { prepareWalk } from './walk.ts';

/** Steps that the history holds unless the person says otherwise: about a second of an echo. */
export const usualHistory = 200_000;

/** Where the walkthroughs are: in a clone and in the installed extension alike. */
export const walkthroughsFolder = (): string => path.join(projectFolder(), 'walkthroughs');

/** Runs live programs for an adapter; `output` is where what they print is caught. */
export const liveHost = (output: ProgramOutput | null): Host => ({
  launch: async (args) => ({ ...(await launch(args)), output }),
  attach: refuseAttach,
});

/** A program that cannot be launched, said for the person who asked for it. */
export class LaunchError extends Error {}

/** Prepares a launch: loads, checks and compiles the program; its first statement has not run. */
export async function launch(args: LaunchArguments, log?: LiveOptions['log']): Promise<Run> {
  const walkthrough = args.walkthrough === undefined ? null : findWalkthrough(walkthroughsFolder(), args.walkthrough);
  checkStop(walkthrough, args.stop);
  const from = path.resolve(args.cwd ?? '.');
  const program = walkthrough === null ? path.resolve(from, args.program ?? '.') : programOf(walkthrough);
  const trace = await startLive({
    program,
    args: args.args ?? [],
    env: { ...definedOnly(process.env), ...(args.cwd === undefined ? {} : { PWD: from }), ...args.env },
    cwd: args.cwd === undefined ? undefined : from,
    goVersion: args.goVersion ?? (walkthrough === null ? undefined : usualVersion(walkthrough, args.goroot)),
    goroot: args.goroot,
    inject: checkFaults([...(walkthrough?.inject ?? []), ...(args.inject ?? [])]),
    stepInto: args.stepInto ?? [],
    historySteps: args.historySteps ?? usualHistory,
    stepOver: args.stepOver ?? 'machine',
    watched: args.noDebug !== true,
    log,
  }).catch((error: unknown) => {
    // What the thread says is for the person, not a fault of this code.
    if (error instanceof CompileError || !(error instanceof Error)) throw error;
    throw new LaunchError(error.message);
  });
  try {
    return { trace, walk: walkthrough === null ? null : await prepareWalk(walkthrough, trace), output: null };
  } catch (error) {
    await trace.dispose();
    throw error;
  }
}

async function refuseAttach({ socket, pid, session }: AttachArguments): Promise<Run> {
  const target = socket ?? session ?? (pid === undefined ? 'nothing' : `process ${pid}`);
  throw new LaunchError(`cannot attach to ${target}: this engine runs no session; connect to the session's own socket`);
}

/** What is wrong with a fault is said before the program is loaded. */
function checkFaults(faults: string[]): string[] {
  try {
    faults.forEach(parseFault);
  } catch (error) {
    if (error instanceof FaultError) throw new LaunchError(`inject: ${error.message}`);
    throw error;
  }
  return faults;
}

function programOf({ folder, program }: Walkthrough): string {
  return path.join(folder, program);
}

/** The first version that the walkthrough was checked with and whose source is there; any, when none is. */
function usualVersion({ versions }: Walkthrough, goroot: string | undefined): string | undefined {
  if (goroot !== undefined) return undefined;
  return versions.checked.find((version) => {
    try {
      locateGo({ version });
      return true;
    } catch (error) {
      if (error instanceof SourceError) return false;
      throw error;
    }
  });
}

function checkStop(walkthrough: Walkthrough | null, stop: string | undefined): void {
  if (walkthrough === null || stop === undefined || walkthrough.stops.some(({ id }) => id === stop)) return;
  throw new LaunchError(`walkthrough ${walkthrough.id} has no stop "${stop}"`);
}

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
