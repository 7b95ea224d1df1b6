/** Why a process cannot be attached to, or why that ended. */
export type ProcessProblem =
  'no process' | 'not Go' | 'version' | 'architecture' | 'other user' | 'traced' | 'forbidden' | 'ended' | 'broken';

/** Its message is for the person: what is wrong, and what can be done. */
export class ProcessError extends Error {
  override readonly name = 'ProcessError';
  readonly problem: ProcessProblem;

  constructor(problem: ProcessProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}
