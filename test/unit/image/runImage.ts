/**
 * Runs a Go program on this thread, from an image where there is one, and makes the image anew as the engine does:
 * `runImage.ts VERSION FOLDER IMAGE [unwatchable]`. Counters and the steps of main go to descriptor 3, as JSON.
 */
import { writeSync } from 'node:fs';
import { gain } from '../../../engine/golang/emit/image/encoder.ts';
import { packImage, readImage, storeImage } from '../../../engine/golang/imageFile.ts';
import { M } from '../../../engine/golang/machine/index.ts';
import { providedGo, SourceLoader } from '../../../engine/golang/source/index.ts';
import { T } from '../../../engine/trace/tracer.ts';
import { executionOf, exitUnlessCompiled } from '../../thisThread.ts';

export interface Ran {
  restored: boolean;
  ownHolds: boolean;
  /** Parts of the image that were used, what had to be made from source, packages that were parsed. */
  reused: number;
  compiled: number;
  /** What is left of functions where they parked (emit/leaving.ts), made from source. */
  rests: number;
  /** What of that the image takes. */
  gained: ReturnType<typeof gain>;
  parsed: string[];
  steps: string[];
}

const [version = '', program, file = '', mode] = process.argv.slice(2);
const loader = new SourceLoader(providedGo(version), { program });
const stored = readImage(file, loader);
const execution = executionOf(loader, { image: stored, watchable: mode !== 'unwatchable' });
M.traceback.position = (frame) => execution.fileSet.format(frame.fn.steps[frame.pc]?.pos ?? 0);
exitUnlessCompiled(execution);

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
const compiled = linker.recorder.made.length;
const gained = gain(linker.recorder, linker.codes);
const bytes = compiled > 0 ? packImage(linker, loader) : null;
if (bytes !== null) storeImage(file, bytes);
const ran: Ran = {
  restored: stored !== null,
  ownHolds: stored?.ownHolds ?? false,
  reused: linker.restored?.reused ?? 0,
  compiled,
  rests: linker.recorder.rests.size,
  gained,
  parsed,
  steps,
};
writeSync(3, JSON.stringify(ran));
process.exit(status);
