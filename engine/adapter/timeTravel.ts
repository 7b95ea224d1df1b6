/** Requests about the recorded past as a whole: to search in it, and to draw it. */
import type { Hit, Timeline } from '../trace/source.ts';
import type { Inspected } from './inspection.ts';
import { RequestError, type Fields } from './requests.ts';

/** Hits when the client does not say how many it can show. */
const usualLimit = 200;

/** netwalk/search: steps that fit a text. */
export async function search(args: Fields, { trace }: Inspected): Promise<{ hits: Hit[]; complete: boolean }> {
  return trace.search(args.text('text'), positive(args, 'limit') ?? usualLimit);
}

/** netwalk/timeline: what to draw of a stretch of steps; all of them when it is not said which. */
export async function timeline(args: Fields, { trace }: Inspected): Promise<Timeline> {
  const from = args.optionalNumber('from') ?? 0;
  const to = args.optionalNumber('to') ?? Number.MAX_SAFE_INTEGER;
  if (from < 0 || to < from) throw new RequestError('netwalk/timeline: from 0 on, and to behind from');
  return trace.timeline({ from, to, buckets: positive(args, 'buckets') ?? 1000, lanes: positive(args, 'lanes') ?? 40 });
}

function positive(args: Fields, name: string): number | undefined {
  const value = args.optionalNumber(name);
  if (value !== undefined && value < 1) throw new RequestError(`${name} must be a whole number above 0`);
  return value;
}
