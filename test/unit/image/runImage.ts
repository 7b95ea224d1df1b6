/**
 * Runs a Go program on this thread, from an image where there is one, and makes the image anew as the engine does:
 * `runImage.ts VERSION FOLDER IMAGE`. Counters and the steps of main go to descriptor 3, as JSON.
 */
import { writeSync } from 'node:fs';
import { Execution } from '../../../engine/golang/execution.ts';
import { packImage, readImage, storeImage } from '../../../engine/golang/imageFile.ts';
import { M } from '../../../engine/golang/machine/index.ts';
import { providedGo, SourceLoader } from '../../../engine/golang/source/index.ts';
import { loadLinux } from '../../../engine/linux/index.ts';
import { T } from '../../../engine/trace/tracer.ts';

export interface Ran {
  restored: boolean;
  ownHolds: boolean;
  /** Parts of the image that were used, what had to be made from source, packages that were parsed. */
  reused: number;
  compiled: number;
  parsed: string[];
  steps: string[];
}

const [version = '', program, file = ''] = process.argv.slice(2);
const loader = new SourceLoader(providedGo(version), { program });
const stored = readImage(file, loader);
const execution = new Execution({
  loader,
  linux: loadLinux(),
  args: ['program'],
  environment: {},
  stepInto: [],
  compiled: () => undefined,
  image: stored,
});
M.goRelease.minor = loader.go.version.minor;
M.traceback.position = (frame) => execution.fileSet.format(frame.fn.steps[frame.pc]?.pos ?? 0);
const errors = execution.check();
for (const { message } of errors) process.stderr.write(`${message}\n`);
if (errors.length > 0) process.exit(1);

const steps: string[] = [];
T.step = ({ fn, pc, g }) => {
  const step = fn.steps[pc];
  if (step !== undefined && fn.file === 'main.go') {
    const names = fn.locals.map((local) => `${local.name} ${(local.type as () => { string: string })().string}`);
    steps.push(
      `${g?.goid ?? 0} ${fn.name} ${execution.fileSet.format(step.pos)} ${step.writes.join()} ${names.join()}`,
    );
  }
  return false;
};
T.on = true;
execution.installMirror();
const status = execution.run();
T.on = false;
const { linker } = execution;
const parsed = execution.program.loaded().map(({ path }) => path);
const { compiled } = linker.recorder;
const bytes = compiled > 0 ? packImage(linker, loader) : null;
if (bytes !== null) storeImage(file, bytes);
const ran: Ran = {
  restored: stored !== null,
  ownHolds: stored?.ownHolds ?? false,
  reused: linker.restored?.reused ?? 0,
  compiled,
  parsed,
  steps,
};
writeSync(3, JSON.stringify(ran));
process.exit(status);
