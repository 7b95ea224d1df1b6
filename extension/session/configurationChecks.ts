import fs from 'node:fs';
import path from 'node:path';
import type { AttachArguments, LaunchArguments } from '../../engine/adapter/events.ts';
import type { Translate } from '../words.ts';

/** A debug configuration as VS Code hands it over: anything may stand in it. */
export type Unchecked = Readonly<Record<string, unknown>>;

/** What is wrong with a `launch` configuration, for the person who wrote it; undefined when nothing is. */
export function launchProblem(
  configuration: Unchecked,
  walkthroughs: readonly string[],
  t: Translate,
): string | undefined {
  const { walkthrough, program, cwd, args, inject, stepInto, stepOver, goVersion } = configuration as {
    [K in keyof LaunchArguments]: unknown;
  };
  const { recording } = configuration as { [K in keyof LaunchArguments]: unknown };
  if (recording !== undefined) {
    const isFile = typeof recording === 'string' && fs.statSync(recording, { throwIfNoEntry: false })?.isFile();
    return isFile ? undefined : t('There is no recording {0}', written(recording));
  }
  if (configuration['together'] === true) return undefined;
  if (walkthrough === undefined && program === undefined) {
    return t('A netwalk configuration needs "walkthrough" or "program".');
  }
  if (walkthrough !== undefined && !(typeof walkthrough === 'string' && walkthroughs.includes(walkthrough))) {
    return t('There is no walkthrough "{0}". There are: {1}.', written(walkthrough), walkthroughs.join(', '));
  }
  if (program !== undefined) {
    const problem = programProblem(program, t);
    if (problem) return problem;
  }
  if (cwd !== undefined && !(typeof cwd === 'string' && fs.statSync(cwd, { throwIfNoEntry: false })?.isDirectory())) {
    return t('"cwd" is not a folder: {0}', written(cwd));
  }
  for (const [name, value] of Object.entries({ args, inject, stepInto })) {
    if (value !== undefined && !(Array.isArray(value) && value.every((item) => typeof item === 'string'))) {
      return t('"{0}" must be a list of strings.', name);
    }
  }
  if (stepOver !== undefined && stepOver !== 'machine' && stepOver !== 'goroutine') {
    return t('"stepOver" must be "machine" or "goroutine".');
  }
  if (goVersion !== undefined && !/^(go)?1\.\d+(\.\d+)?$/.test(written(goVersion))) {
    return t('"goVersion" must be a version such as "1.19": {0}', written(goVersion));
  }
  return undefined;
}

function programProblem(program: unknown, t: Translate): string | undefined {
  if (typeof program !== 'string' || !path.isAbsolute(program)) {
    return t('"program" must be the path of a Go file or of a folder: {0}', written(program));
  }
  const status = fs.statSync(program, { throwIfNoEntry: false });
  if (!status) return t('"program" does not exist: {0}', program);
  if (status.isDirectory()) {
    return fs.readdirSync(program).some((name) => name.endsWith('.go'))
      ? undefined
      : t('There is no Go file in {0}', program);
  }
  return program.endsWith('.go') ? undefined : t('"program" is not a Go file: {0}', program);
}

/** What is wrong with an `attach` configuration; a socket that others could have put there is refused. */
export function attachProblem(configuration: Unchecked, user: number | undefined, t: Translate): string | undefined {
  const { socket, processId } = configuration as { [K in keyof AttachArguments]: unknown };
  if (processId !== undefined) return processProblem(configuration, t);
  if (typeof socket !== 'string' || !path.isAbsolute(socket)) {
    return t(
      'An attach configuration needs "session", "pid" or "socket" of a session that runs, or "processId" of a Go process.',
    );
  }
  const status = fs.lstatSync(socket, { throwIfNoEntry: false });
  if (!status) return t('There is no running session at {0}', socket);
  if (!status.isSocket()) return t('This is not a socket: {0}', socket);
  if (user !== undefined && status.uid !== user) return t('This socket belongs to another user: {0}', socket);
  return undefined;
}

function processProblem(configuration: Unchecked, t: Translate): string | undefined {
  const { processId, substitutePath, stops } = configuration as { [K in keyof AttachArguments]: unknown };
  if (!(typeof processId === 'number' && Number.isInteger(processId) && processId > 0)) {
    return t('"processId" must be the number of a process, or "{0}": {1}', '${command:pickGoProcess}', written(processId)); // prettier-ignore
  }
  const isRule = (rule: unknown): boolean => {
    const { from, to } = (rule ?? {}) as { from?: unknown; to?: unknown };
    return typeof from === 'string' && typeof to === 'string';
  };
  if (substitutePath !== undefined && !(Array.isArray(substitutePath) && substitutePath.every(isRule))) {
    return t('"substitutePath" must be a list of {"from": …, "to": …}.');
  }
  if (stops !== undefined && stops !== 'all' && stops !== 'thread') return t('"stops" must be "all" or "thread".');
  return undefined;
}

/** A value as the person wrote it. */
const written = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
