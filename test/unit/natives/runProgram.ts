/** Runs a Go program on this thread and ends with its exit status: `runProgram.ts VERSION FOLDER`. */
import { providedGo, SourceLoader } from '../../../engine/golang/source/index.ts';
import { executionOf, exitUnlessCompiled } from '../../thisThread.ts';

const [version = '', program] = process.argv.slice(2);
const execution = executionOf(new SourceLoader(providedGo(version), { program }));
exitUnlessCompiled(execution);
process.exit(execution.run());
