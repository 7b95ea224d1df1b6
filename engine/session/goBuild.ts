/** What `go build` prints about a program that does not compile. */
import path from 'node:path';
import type { Problem } from './live/protocol.ts';

/** All of it, package by package (cmd/go, showOutput and ImportErrors). */
export function goBuildText(problems: readonly Problem[], folder = process.cwd()): string {
  const lines: string[] = [];
  let header = '';
  for (const problem of problems) {
    const { kind, message, line, column } = problem;
    if (kind === 'cycle') {
      lines.push(message);
    } else if (kind === 'import') {
      const at = `${relativeName(problem.file, folder)}:${line}:${column}: ${message}`;
      lines.push(/^use of internal/.test(message) ? `package ${problem.package}\n\t${at}` : at);
    } else {
      if (header !== problem.package) lines.push(`# ${problem.package}`);
      header = problem.package;
      lines.push(compileError(problem, folder));
    }
  }
  return lines.join('\n');
}

/** `./main.go:5:2: undefined: x`, one a line. */
export const compileErrors = (problems: readonly Problem[], folder = process.cwd()): string =>
  problems.map((problem) => compileError(problem, folder)).join('\n');

function compileError({ file, line, column, message }: Problem, folder: string): string {
  const name = relativeName(file, folder);
  // Positions within messages are absolute or of the main package's folder.
  const inside = message.replaceAll(`${path.dirname(file)}/`, name.includes('/') ? `${path.dirname(name)}/` : './');
  return `${name.includes('/') ? name : `./${name}`}:${line}:${column}: ${inside}`;
}

/** As short as it can be said (cmd/go, base.ShortPath). */
function relativeName(file: string, folder: string): string {
  const relative = path.relative(folder, file);
  return relative.length < file.length ? relative : file;
}
