/** Exception filters: which errors, parks and panics stop the program. */
import type { PendingStop } from '../../trace/controller.ts';
import type { ExceptionFilter, SystemCall } from '../../trace/source.ts';

export class Exceptions {
  private filters: ExceptionFilter[] = [];
  private readonly stopSoon: (stop: PendingStop) => void;

  /** `stopSoon` stops the program at its next step. */
  constructor(stopSoon: (stop: PendingStop) => void) {
    this.stopSoon = stopSoon;
  }

  set(filters: ExceptionFilter[]): void {
    this.filters = filters;
  }

  has(filter: ExceptionFilter['filter']): boolean {
    return this.filters.some((candidate) => candidate.filter === filter);
  }

  called({ name, text, errno, errnoName }: SystemCall): void {
    // A connect that failed later says so in SO_ERROR.
    const late = /SO_ERROR, \[(E\w+)\]/.exec(text)?.[1];
    if (late !== undefined) this.happened('errno', `SO_ERROR: ${late}`, text, late);
    if (errno === 0) return;
    this.happened('errno', `${name}: ${errnoName}`, text, errnoName);
    if (errnoName === 'EAGAIN') this.happened('eagain', `${name}: EAGAIN`, text);
  }

  parked(goid: number, reason: string): void {
    this.happened('park', `goroutine ${goid} parks: ${reason}`, reason);
  }

  /** A condition is a part of the subject. */
  private happened(filter: ExceptionFilter['filter'], description: string, text: string, subject = text): void {
    const found = this.filters.find((candidate) => candidate.filter === filter);
    if (found === undefined) return;
    if (found.condition !== undefined && found.condition !== '' && !subject.includes(found.condition.trim())) return;
    this.stopSoon(exception(description, text));
  }
}

export const exception = (description: string, text: string): PendingStop => ({
  reason: 'exception',
  description,
  text,
  breakpointIds: [],
  mark: null,
});
