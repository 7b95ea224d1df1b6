/** netwalk/show: a value of the picture is shown as the variable that it is, where a client writes what was evaluated. */
import type { TraceSource } from '../trace/source.ts';
import type { Fields } from './requests.ts';
import type { Telling } from './telling.ts';

export async function show(args: Fields, trace: TraceSource, telling: Telling): Promise<Record<string, never>> {
  const expression = args.text('expression');
  const { value, type } = await trace.evaluate(expression, null);
  telling.output('console', `${expression} = ${value}  (${type})\n`, null);
  return {};
}
