/** What can be wrong with the source: told apart by code, so that the extension can say it in its own words. */
export type SourceProblem =
  | 'missing' // nothing is there
  | 'broken' // something is there, but no readable Go source
  | 'too-old'
  | 'other-version' // sound, but not the version asked for
  | 'not-provided' // the copy could not be had from anywhere
  | 'program'; // the person's own package, reported in Go's words

/** An error about source files, whose message says what to do. */
export class SourceError extends Error {
  readonly problem: SourceProblem;

  constructor(problem: SourceProblem, message: string) {
    super(message);
    this.name = 'SourceError';
    this.problem = problem;
  }
}
