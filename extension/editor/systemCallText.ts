import type { SystemCall } from '../../engine/trace/source.ts';
import { durationText, shorten } from '../words.ts';

/** What stands at the end of the line that made a call: `→ socket(…) = 7  3 µs`. */
export function systemCallText(call: SystemCall): string {
  return `→ ${shorten(call.text.replaceAll('\n', ' '), 140)}  ${durationText(call.duration)}`;
}
