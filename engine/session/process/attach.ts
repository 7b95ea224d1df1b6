/** A real Go process for an adapter: `attach` with a `processId`, and `launch` with a recording of one. */
import path from 'node:path';
import type { AttachArguments, LaunchArguments, ProcessFilter } from '../../adapter/events.ts';
import type { Run } from '../../adapter/host.ts';
import type { CallFilter } from '../../process/callFilter.ts';
import { projectFolder } from '../../golang/source/project.ts';
import { loadWalkthroughs } from '../walkthrough.ts';
import { explainedLines } from './narration.ts';
import type { CallTrace } from './callTrace.ts';
import { ProcessRecording } from './processRecording.ts';
import { ProcessTrace } from './processTrace.ts';

/** Calls that are kept unless the person says otherwise. */
const usualHistory = 50_000;

/** Attaches; it runs on, watched. @throws ProcessError, NativeUnavailable with what is in the way, for the person */
export async function attachToProcess(pid: number, args: AttachArguments): Promise<Run> {
  const { substitutePath = [], folders = [], goroot, filter = {}, historyCalls = usualHistory, stops = 'all' } = args;
  const stopsAlone = stops === 'thread';
  const options = { pid, substitutePath, folders, goroot, filter: callFilter(filter), historyCalls, stopsAlone };
  return explained(await ProcessTrace.attach(options));
}

/** `launch` with a recording of a real process. @throws RecordingError */
export function openProcessRecording(file: string, args: LaunchArguments): Promise<Run> {
  const { substitutePath = [], folders = [], goroot } = args;
  return explained(ProcessRecording.open(file, { substitutePath, folders, goroot }));
}

/** With what the walkthroughs say of lines of its source. */
async function explained(trace: CallTrace): Promise<Run> {
  try {
    const { goroot: root, goVersion } = await trace.describe();
    const { lines, walk } = explainedLines(
      loadWalkthroughs(path.join(projectFolder(), 'walkthroughs')),
      root,
      goVersion,
    );
    trace.explain(lines);
    return { trace, walk, output: null };
  } catch (error) {
    await trace.dispose();
    throw error;
  }
}

const callFilter = ({ goroutines, ...rest }: ProcessFilter): CallFilter => ({ ...rest, goids: goroutines });
