/** Why a goroutine waits (runtime/runtime2.go, waitReasonStrings): the reasons that Go's own executed source gives as numbers. */

/** In order; the same in all versions as far as this goes. */
const waitReasonStrings = [
  '', 'GC assist marking', 'IO wait', 'chan receive (nil chan)', 'chan send (nil chan)', 'dumping heap', 'garbage collection',
  'garbage collection scan', 'panicwait', 'select', 'select (no cases)', 'GC assist wait', 'GC sweep wait', 'GC scavenge wait', 'chan receive',
  'chan send',
]; // prettier-ignore

export function waitReasonText(reason: unknown, _minor?: number): string {
  return typeof reason === 'number' ? (waitReasonStrings[reason] ?? '') : String(reason);
}
