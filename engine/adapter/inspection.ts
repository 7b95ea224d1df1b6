/** What a client asks of a program that stands: goroutines, frames, variables, expressions. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { GoroutineState, StackFrame, Stop, TraceSource, Variable } from '../trace/source.ts';
import { RequestError, type Fields } from './requests.ts';
import type { Client, Sources } from './sources.ts';

export interface Inspected {
  trace: TraceSource;
  sources: Sources;
  client: Client;
}

/** `goroutine 18 [IO wait] main.serve`; the scheduler is `g0 [scheduler]`. */
export function threadName({ goid, status, entry, held }: GoroutineState): string {
  if (goid === 0) return `g0 [${status}]`;
  return `goroutine ${goid} [${status}${held ? ', held' : ''}] ${entry}`.trimEnd();
}

/** DAP: stackTrace, with delayed loading: the client asks for the top frame first. */
export async function stackTrace(args: Fields, { trace, sources }: Inspected): Promise<object> {
  const frames = await trace.stack(args.number('threadId'));
  const from = args.optionalNumber('startFrame') ?? 0;
  const levels = args.optionalNumber('levels') ?? 0;
  const page = frames.slice(from, levels > 0 ? from + levels : undefined);
  return { stackFrames: page.map((frame) => frameToClient(frame, sources)), totalFrames: frames.length };
}

function frameToClient({ id, function: name, place, nature }: StackFrame, sources: Sources): DebugProtocol.StackFrame {
  return {
    id,
    name: nature === 'executed' ? name : `${name} (${nature})`,
    // Without an end: VS Code would select the statement.
    ...(place === null ? { line: 0, column: 0 } : { source: sources.sourceOf(place.file), ...sources.start(place) }),
  };
}

/** DAP: scopes. */
export async function scopes(args: Fields, { trace }: Inspected): Promise<object> {
  const found = await trace.scopes(args.number('frameId'));
  const hints: Partial<Record<string, string>> = { Arguments: 'arguments', Locals: 'locals' };
  return {
    scopes: found.map(({ name, reference, expensive }) => ({
      name,
      variablesReference: reference,
      expensive,
      ...(hints[name] === undefined ? {} : { presentationHint: hints[name] }),
    })),
  };
}

/** Elements are paged; fields are few. Names of elements are `[0]`, `["key"]`. */
const isElement = ({ name }: Variable): boolean => name.startsWith('[');

/** DAP: variables. */
export async function variables(args: Fields, { trace, client }: Inspected): Promise<object> {
  const reference = args.number('variablesReference');
  const start = args.optionalNumber('start') ?? 0;
  const count = args.optionalNumber('count') ?? 0;
  const filter = args.optionalText('filter');
  if (filter === 'named') {
    const all = await trace.variables(reference);
    return {
      variables: all.filter((variable) => !isElement(variable)).map((variable) => variableToClient(variable, client)),
    };
  }
  const found = await trace.variables(reference, start, count > 0 ? count : undefined);
  const wanted = filter === 'indexed' ? found.filter(isElement) : found;
  return { variables: wanted.map((variable) => variableToClient(variable, client)) };
}

function variableToClient(variable: Variable, client: Client): DebugProtocol.Variable {
  return {
    name: variable.name,
    value: variable.value,
    type: variable.type,
    ...contents(variable, client),
    ...(variable.evaluateName === '' ? {} : { evaluateName: variable.evaluateName }),
    presentationHint: presentation(variable),
  };
}

function contents(variable: Variable, client: Client): { variablesReference: number } {
  const { reference: variablesReference, indexed, named } = variable;
  if (variablesReference === 0 || !client.variablePaging) return { variablesReference };
  return {
    variablesReference,
    ...(indexed > 0 ? { indexedVariables: indexed } : {}),
    ...(named > 0 ? { namedVariables: named } : {}),
  };
}

/** VS Code sees for itself what changed since the last stop; for others it is said. */
function presentation({ nature, changed }: Variable): DebugProtocol.VariablePresentationHint {
  return {
    attributes: changed ? ['readOnly', 'changed'] : ['readOnly'],
    ...(nature === 'executed' ? {} : { kind: 'virtual' }),
  };
}

/** DAP: evaluate; Go expressions without calls, wherever the client asks from. */
export async function evaluate(args: Fields, { trace, client }: Inspected): Promise<object> {
  const result = await trace.evaluate(args.text('expression').trim(), args.optionalNumber('frameId') ?? null);
  return {
    result: result.value,
    type: result.type,
    ...contents(result, client),
    presentationHint: presentation(result),
  };
}

/** DAP: completions of the expression that ends at the column. */
export async function completions(args: Fields, { trace, sources }: Inspected): Promise<object> {
  const text = args.text('text');
  const line = sources.lineFromClient(args.optionalNumber('line') ?? sources.lineToClient(1));
  const lineStart =
    text
      .split('\n')
      .slice(0, line - 1)
      .join('\n').length + (line > 1 ? 1 : 0);
  const before = text.slice(lineStart, lineStart + sources.columnFromClient(args.number('column')) - 1);
  const found = await trace.completions(before, args.optionalNumber('frameId') ?? null);
  const typed = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(before)?.[0].length ?? 0;
  const start = sources.columnToClient(lineStart + before.length - typed + 1);
  return { targets: found.map((label) => ({ label, start, length: typed })) };
}

/** DAP: exceptionInfo, about the errno, the parking, the deadline or the panic that stopped the program. */
export function exceptionInfo({ reason, description, text }: Stop): object {
  if (reason !== 'exception') throw new RequestError('exceptionInfo: the program did not stop for an exception');
  return { exceptionId: description, description: text, breakMode: 'always' };
}
