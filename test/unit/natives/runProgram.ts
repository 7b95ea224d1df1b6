/** Runs a Go program on this thread and ends with its exit status: `runProgram.ts VERSION FOLDER`. */
import { Execution } from '../../../engine/golang/execution.ts';
import { M } from '../../../engine/golang/machine/index.ts';
import { providedGo, SourceLoader } from '../../../engine/golang/source/index.ts';
import { loadLinux } from '../../../engine/linux/index.ts';

const [version = '', program] = process.argv.slice(2);
const loader = new SourceLoader(providedGo(version), { program });
const execution = new Execution({
  loader,
  linux: loadLinux(),
  args: ['program'],
  environment: {},
  stepInto: [],
  compiled: () => undefined,
});
M.goRelease.minor = loader.go.version.minor;
const errors = execution.check();
for (const { message } of errors) process.stderr.write(`${message}\n`);
process.exit(errors.length > 0 ? 1 : execution.run());
