/** What is wrong with a program before it runs, as Go's compiler and the go command say it. */
import type { Execution } from '../../golang/execution.ts';
import { mainPath, type SourceLoader } from '../../golang/source/index.ts';
import { SyntaxErrors } from '../../golang/syntax/errors.ts';
import type { GoError } from '../../golang/types/types.ts';
import type { Places } from './places.ts';
import { CompileError, type Problem } from './protocol.ts';

/** @throws CompileError */
export function checkProgram(execution: Execution, loader: SourceLoader, places: Places): void {
  const problems = errorsOf(execution).map((error): Problem => {
    const { pos, ...rest } = error;
    const { path, line, column } = execution.fileSet.position(pos);
    const pkg = loader.displayPath(loader.packageOf(path) ?? mainPath);
    return { file: path, line, column, editorColumn: places.editorColumn(pos), package: pkg, ...rest };
  });
  if (problems.length > 0) throw new CompileError(problems);
}

function errorsOf(execution: Execution): readonly GoError[] {
  try {
    return execution.check();
  } catch (error) {
    if (error instanceof SyntaxErrors) return error.list;
    throw error;
  }
}
