/** From what was asked for, a walkthrough or a Go program, to a program that is ready to run. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { AttachArguments, LaunchArguments } from '../adapter/events.ts';
import type { Host, ProgramOutput, Run } from '../adapter/host.ts';
import { FaultError, parseFault } from '../linux/index.ts';
import { locateGo, SourceError } from '../golang/source/index.ts';
import { projectFolder } from '../golang/source/project.ts';
import { CompileError, startLive, type LiveOptions } from './live/live.ts';
import { isOfProcess, readRecording, type Header } from '../trace/recording/file.ts';
import { engineVersion } from './engineVersion.ts';
import { refusalOf, refusalText } from './needs.ts';
import { programFiles } from './live/taping.ts';
import { attachToProcess, openProcessRecording } from './process/attach.ts';
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
  attach: async (args) => (args.processId === undefined ? refuseAttach(args) : attachToProcess(args.processId, args)),
});

/** A program that cannot be launched, said for the person who asked for it. */
export class LaunchError extends Error {}

/** What only the command asks of a launch: where steps are written to, and that nobody will come to watch a program that runs without debugging. */
interface Unseen {
  log?: LiveOptions['log'];
  unwatchable?: boolean;
}

/** Prepares a launch: loads, checks and compiles the program; its first statement has not run. */
export async function launch(args: LaunchArguments, { log, unwatchable = false }: Unseen = {}): Promise<Run> {
  if (args.recording !== undefined) return replay(args.recording, args);
  const walkthrough = args.walkthrough === undefined ? null : findWalkthrough(walkthroughsFolder(), args.walkthrough);
  checkStop(walkthrough, args.stop);
  const refusal = walkthrough === null ? null : refusalOf(walkthrough);
  if (refusal !== null) throw new LaunchError(refusalText(refusal));
  const from = path.resolve(args.cwd ?? '.');
  const own = args.program === undefined && walkthrough !== null ? null : path.resolve(from, args.program ?? '.');
  const program = own ?? programOf(walkthrough as Walkthrough);
  return prepared(
    {
      program,
      args: args.args ?? [],
      env: {
        ...(args.record === undefined ? definedOnly(process.env) : {}),
        ...(args.cwd === undefined ? {} : { PWD: from }),
        ...args.env,
      },
      cwd: args.cwd === undefined ? undefined : from,
      goVersion: args.goVersion ?? (walkthrough === null ? undefined : usualVersion(walkthrough, args.goroot)),
      goroot: args.goroot,
      inject: checkFaults([...(walkthrough?.inject ?? []), ...(args.inject ?? [])]),
      stepInto: [...(walkthrough?.stepInto ?? []), ...(args.stepInto ?? [])],
      historySteps: args.historySteps ?? usualHistory,
      stepOver: args.stepOver ?? 'machine',
      watching: args.noDebug !== true ? 'now' : unwatchable ? 'never' : 'later',
      record: args.record === undefined ? undefined : recordOptions(path.resolve(args.record), program, walkthrough),
      log,
    },
    walkthrough,
    walkthrough === null ? undefined : fileOf(own, walkthrough),
  );
}

/** Starts the program's thread, and finds the stops of its walkthrough. What the thread says is for the person, not a fault of this code. */
async function prepared(options: LiveOptions, walkthrough: Walkthrough | null, file?: string): Promise<Run> {
  const trace = await startLive(options).catch((error: unknown) => {
    if (error instanceof CompileError || !(error instanceof Error)) throw error;
    throw new LaunchError(error.message);
  });
  try {
    return { trace, walk: walkthrough === null ? null : await prepareWalk(walkthrough, trace, file), output: null };
  } catch (error) {
    await trace.dispose();
    throw error;
  }
}

/** The same program, without the kernel: what came from there comes from the recording. */
async function replay(file: string, args: LaunchArguments): Promise<Run> {
  const { header } = readRecording(path.resolve(args.cwd ?? '.', file));
  if (isOfProcess(header)) return openProcessRecording(path.resolve(args.cwd ?? '.', file), args);
  const { program } = header;
  const walkthrough = 'walkthrough' in program ? findWalkthrough(walkthroughsFolder(), program.walkthrough) : null;
  return prepared(
    {
      program: recordedProgram(file, header, args),
      args: header.args,
      env: header.env,
      goVersion: args.goroot === undefined ? header.goVersion.replace(/^(1\.\d+).*/, '$1') : undefined,
      goroot: args.goroot,
      stepInto: header.stepInto,
      historySteps: args.historySteps ?? usualHistory,
      stepOver: args.stepOver ?? 'machine',
      watching: 'now',
      replay: { file: path.resolve(args.cwd ?? '.', file) },
    },
    walkthrough,
  );
}

/** The program that was recorded, where it is on this machine: it must be the same, to the letter. */
function recordedProgram(file: string, { program }: Header, args: LaunchArguments): string | string[] {
  if ('walkthrough' in program) return programOf(findWalkthrough(walkthroughsFolder(), program.walkthrough));
  if ('session' in program) return sessionProgram(program.session);
  const names = program.files.map(({ name }) => name).join(', ');
  if (args.program === undefined) throw new LaunchError(`${file} was made of ${names}: say where that is`);
  const found = programSources(path.resolve(args.cwd ?? '.', args.program));
  const hashes = programFiles(found);
  const missing = program.files.find(
    ({ name, sha256 }) => !hashes.some((is) => is.name === name && is.sha256 === sha256),
  );
  if (missing === undefined && hashes.length === program.files.length) return found;
  throw new LaunchError(
    `${file} was made of ${names}, and ${args.program} is not the same: ${missing?.name ?? 'it has more files'}`,
  );
}

function recordOptions(file: string, program: string, walkthrough: Walkthrough | null): LiveOptions['record'] {
  const known = walkthrough === null ? sessionOf(program) : null;
  return {
    file,
    engine: engineVersion(),
    program:
      walkthrough !== null
        ? { walkthrough: walkthrough.id }
        : known !== null
          ? { session: known }
          : { files: programFiles(programSources(program)) },
  };
}

/** The Go files of a program: the one, or those of the folder that are no tests. */
function programSources(program: string): string[] {
  if (!existsSync(program) || !statSync(program).isDirectory()) return [program];
  const names = readdirSync(program).filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'));
  return names.sort().map((name) => path.join(program, name));
}

/** The program of a listen or dial session. */
export const sessionProgram = (name: string): string =>
  path.join(projectFolder(), 'engine/session/programs', name, 'main.go');

const sessionOf = (program: string): string | null => {
  const name = path.basename(path.dirname(program));
  return sessionProgram(name) === program ? name : null;
};

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

/** The file that stands for the walkthrough's: the one named, or the one of the same name in the folder named. */
function fileOf(own: string | null, { program }: Walkthrough): string | undefined {
  if (own === null) return undefined;
  return own.endsWith('.go') ? path.basename(own) : program;
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
