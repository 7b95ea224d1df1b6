/** `attach` with a `processId`: a real Go process, for an adapter. */
import path from 'node:path';
import type { AttachArguments, ProcessFilter } from '../../adapter/events.ts';
import type { Run } from '../../adapter/host.ts';
import type { CallFilter } from '../../process/callFilter.ts';
import { projectFolder } from '../../golang/source/project.ts';
import { loadWalkthroughs } from '../walkthrough.ts';
import { explainedLines } from './narration.ts';
import { ProcessTrace } from './processTrace.ts';

/** Calls that are kept unless the person says otherwise. */
const usualHistory = 50_000;

/** Attaches; it runs on, watched. @throws ProcessError, NativeUnavailable with what is in the way, for the person */
export async function attachToProcess(pid: number, args: AttachArguments): Promise<Run> {
  const { substitutePath = [], folders = [], goroot, filter = {}, historyCalls = usualHistory } = args;
  const options = { pid, substitutePath, folders, goroot, filter: callFilter(filter), historyCalls };
  const trace = await ProcessTrace.attach(options);
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
