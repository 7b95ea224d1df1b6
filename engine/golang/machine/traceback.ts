/** What a Go program prints as it dies (runtime/panic.go printpanics, runtime/traceback.go): the panic, and where goroutines are. */
import type { Frame } from '../../trace/tracer.ts';
import type { G, GoStatement } from './goroutine.ts';
import { asPanic, errorTypes } from './panic.ts';
import { equalInterface } from './interfaces.ts';
import { indented, panicText, writeError } from './print.ts';
import type { RType } from './rtype.ts';
import { nilPointerText, type GoPanic, type Iface } from './runtimeError.ts';
import { release } from './release.ts';
import { parked } from './parked.ts';
import { allgs, driveRest, scheduler } from './scheduler.ts';
import type { Box } from './rtype.ts';

/** A function that had not returned where a panic was raised; `position` as `path:line`. */
export interface RaisedIn {
  function: string;
  position: string;
  hasArguments: boolean;
}

/** What tracebacks ask of who has the sources. */
export const traceback = {
  /** Where a frame stands, as `path:line`. */
  position: (_frame: Frame): string => '?',
  /** All functions that a panic was raised in, innermost first: frames are kept only of those that are stepped through. */
  raisedIn: (_panic: GoPanic): RaisedIn[] => [],
  /** The program counter of a place: there is no machine code, but runtime.Callers has numbers for places. */
  pcOf: (_call: RaisedIn): number => 0,
  /** Where a go statement stands, as `path:line`. */
  siteOf: (_site: GoStatement): string => '?',
  /** What a stack shows for a function's name: `//go:linkname` gives it one in another package, an instance has `[...]`. */
  symbol: (name: string): string => name,
  /** All functions that a goroutine is in, innermost first; none where nobody can tell. */
  standsIn: (_gp: G): RaisedIn[] => [],
};

/** What is shown: 0 no goroutine, 1 some, 2 also what the runtime does, which is never shown here; and whether also goroutines that did not panic. */
interface Shown {
  level: number;
  all: boolean;
}

/** $GOTRACEBACK, and what has been set since: that cannot be less. */
let environment: Shown = { level: 1, all: false };
let shown = environment;

function parsed(text: string): Shown {
  if (text === 'none') return { level: 0, all: false };
  if (text === '' || text === 'single') return { level: 1, all: false };
  if (text === 'all') return { level: 1, all: true };
  return /^\d+$/.test(text) ? { level: Number(text), all: true } : { level: 2, all: true };
}

/** runtime.schedinit. */
export function setTracebackEnvironment(text: string): void {
  shown = environment = parsed(text);
}

/** runtime/debug.SetTraceback. */
export function setTraceback(text: string): void {
  const { level, all } = parsed(text);
  shown = { level: level | environment.level, all: all || environment.all };
}

/** One goroutine as a traceback shows it. */
export function goroutineText(gp: G, all = callsOf(gp), status = statusText(gp)): string {
  const calls = all.map((call) => ({ ...call, function: traceback.symbol(call.function) })).filter(isShown);
  const lines = [`goroutine ${gp.goid} [${status}]:`, ...calls.slice(0, tracebackLimit).flatMap(callLines)];
  if (calls.length > tracebackLimit) lines.push('...additional frames elided...');
  const { createdAt, createdBy } = gp;
  if (createdAt !== null || createdBy !== null) {
    const creator = release.namesCreator && gp.parentGoid !== 0 ? ` in goroutine ${gp.parentGoid}` : '';
    const name = traceback.symbol(createdAt?.[0] ?? createdBy?.fn.name ?? '');
    const position = createdAt !== null ? traceback.siteOf(createdAt) : traceback.position(createdBy as Frame);
    lines.push(`created by ${name}${creator}`, `\t${position}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Whether a function is the body of a loop over a func, which is given the loop's values. */
export const isRangeBody = (name: string): boolean => /-range\d+$/.test(name);

/** A call as a traceback shows it, in two lines. */
export function callLines({ function: name, position, hasArguments }: RaisedIn): string[] {
  return [`${name === 'runtime.gopanic' ? 'panic' : name}(${hasArguments ? '...' : ''})`, `\t${position}`];
}

/** As many calls as Go prints. */
export const tracebackLimit = 100;

/** Go's own functions of the runtime are left out, but for where a panic begins and what one may call (runtime.showframe). */
function isShown({ function: name }: RaisedIn, index: number): boolean {
  return !/^runtime\.[^A-Z]/.test(name) || (name === 'runtime.gopanic' && index > 0);
}

const callsOf = (gp: G): RaisedIn[] => merged(framesOf(gp.frame), traceback.standsIn(gp));

function framesOf(top: Frame | null): RaisedIn[] {
  const calls: RaisedIn[] = [];
  for (let frame = top; frame !== null && calls.length <= tracebackLimit; frame = frame.caller) {
    const { name, locals } = frame.fn;
    if (name === 'runtime.gopark') continue;
    const hasArguments = isRangeBody(name) || locals.some(({ argument }) => argument);
    calls.push({ function: name, position: traceback.position(frame), hasArguments });
  }
  return calls;
}

/** The frames, which know their lines best, and between them what has no frame. */
function merged(frames: RaisedIn[], all: RaisedIn[]): RaisedIn[] {
  const calls: RaisedIn[] = [];
  let next = 0;
  for (const call of all) {
    const frame = frames[next];
    if (call.function === frame?.function) next++;
    calls.push(call.function === frame?.function ? frame : call);
  }
  return next === frames.length ? calls : frames;
}

const callsAround = (panic: GoPanic, gp: G): RaisedIn[] =>
  merged(framesOf(panic.frame ?? gp.frame), traceback.raisedIn(panic));

function statusText(gp: G): string {
  switch (gp.atomicstatus) {
    case '_Grunning':
      return 'running';
    case '_Grunnable':
      return 'runnable';
    case '_Gwaiting':
      return gp.waitreason === '' ? 'waiting' : gp.waitreason;
    case '_Gsyscall':
      return 'syscall';
    default:
      return 'idle';
  }
}

/** The text of an error or Stringer, by its own method; else null. */
function ownText(value: Iface): string | null {
  if (value === null) return null;
  const methods = (value as { $type: RType }).$type.methodSet();
  const name = ['Error', 'String'].find((candidate) => {
    const type = methods.get(candidate)?.type();
    return type?.params.length === 0 && type.results.length === 1 && type.results[0]?.string === 'string';
  });
  if (name === undefined) return null;
  const receiver = value as Record<string, unknown>;
  const result = (receiver[name] as () => unknown)();
  return (result === parked ? driveRest() : result) as string;
}

/** runtime.printpanics: the older panics first. `again` says that the next one has the same value and is not printed. */
function printpanics(panic: GoPanic, again = false): string {
  let text = '';
  const { link } = panic;
  if (link !== null) {
    const repanicked = release.mergesRepanics && equalInterface(link.value, panic.value);
    text = printpanics(link, repanicked);
    if (repanicked) return text;
    if (!link.goexit) text += '\t';
  }
  if (panic.goexit) return text;
  const own = ownText(panic.value);
  const value = own === null ? panicText(panic.value) : indented(own);
  const recovered = again && panic.recovered ? ' [recovered, repanicked]' : panic.recovered ? ' [recovered]' : '';
  return `${text}panic: ${value}${recovered}\n`;
}

/** The panic, or the one that led to it, that a signal was behind; null where there was none. */
function signalled(panic: GoPanic): GoPanic | null {
  const value = panic.value as Box | null;
  const signal = value !== null && value.$type === errorTypes.memoryError && String(value.v).endsWith(nilPointerText);
  if (signal) return panic;
  return panic.link === null ? null : signalled(panic.link);
}

/** What printpanics' caller says of the signal (runtime/panic.go, dopanic_m). */
function signalText(panic: GoPanic): string {
  const [place] = traceback.raisedIn(panic);
  const pc = place === undefined ? 0 : traceback.pcOf(place);
  return `[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x${pc.toString(16)}]\n`;
}

/** A panic that nobody recovered. */
function fatalpanic(panic: GoPanic, gp: G): void {
  let text: string;
  try {
    text = printpanics(panic);
  } catch (error) {
    if (asPanic(error) === null) throw error;
    text = 'panic: panic while printing panic value\n';
  }
  const signal = signalled(panic);
  if (signal !== null) text += signalText(signal);
  const own = goroutineText(gp, callsAround(panic, gp), 'running');
  const others = shown.all ? allgs().filter((other) => other !== gp) : [];
  writeError([text, ...(shown.level > 0 ? [own, ...others.map((other) => goroutineText(other))] : [])].join('\n'));
}

/** runtime.throw, runtime.fatal. */
function fatalerror(message: string, running: G | null): void {
  writeError([`fatal error: ${message}\n`, ...(shown.level > 0 ? allTexts(running) : [])].join('\n'));
}

/** runtime.fatalsignal. There is no machine code: neither a program counter nor registers. */
function fatalsignal(name: string, running: G | null): void {
  writeError([`${name}\nPC=0x0 m=0 sigcode=0\n`, ...allTexts(running)].join('\n'));
}

/** All goroutines, the running one first. */
function allTexts(running: G | null): string[] {
  const all = allgs();
  const ordered = running === null ? all : [running, ...all.filter((gp) => gp !== running)];
  return ordered.map((gp) => goroutineText(gp));
}

scheduler.dying = { fatalpanic, fatalerror, fatalsignal, asPanic };
