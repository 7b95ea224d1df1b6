/** A recording of a real process, as a trace: all its calls are there from the beginning, and nothing is executed. */
import type { Line } from '../../process/pclntab.ts';
import { minorOf } from '../../process/goProgram.ts';
import { isOfProcess, readRecording, type ProcessHeader } from '../../trace/recording/file.ts';
import type {
  Cursor, Descriptor, Description, GoroutineState, ResumeOptions, StackFrame, SystemCall, TraceSource,
} from '../../trace/source.ts'; // prettier-ignore
import { readCalls, type Look, type TapedCalls } from './callTape.ts';
import { CallTrace } from './callTrace.ts';
import { ProcessFiles, type FileOptions } from './files.ts';
import { shownPlace } from './outside.ts';
import { RecordedCode } from './recordedCode.ts';
import { Stops } from './stops.ts';

const missingInRecording = {
  line: 'no recorded call was made through this line',
  function: (name: string): string =>
    `no recorded call was made through ${name}. The name is written as in a traceback, net.(*netFD).accept, or is that of a system call`,
};

export class ProcessRecording extends CallTrace {
  readonly kind = 'recording';
  readonly #header: ProcessHeader;
  readonly #taped: TapedCalls;
  /** Calls before this one have been told. */
  #told = 0;
  #saidEnd = false;
  #isOver = false;

  private constructor(header: ProcessHeader, taped: TapedCalls, lost: number, options: FileOptions) {
    const { goVersion } = header;
    const built = { goVersion, minor: minorOf(`go${goVersion}`), runtimeFolder: header.process.runtimeFolder };
    const files = new ProcessFiles(built, options);
    const stacks = new Set(taped.calls.map(({ stack }) => stack));
    super(files, new Stops(new RecordedCode(stacks), files, missingInRecording), Infinity);
    this.#header = header;
    this.#taped = taped;
    for (const [step, { call: made, stack }] of taped.calls.entries()) {
      const { index, name, text, result, errno, errnoName, start, duration, fds } = made;
      const call = { step, goid: made.goid ?? 0, place: shownPlace(stack, files), name, text, result, errno, errnoName, start, duration, fds }; // prettier-ignore
      this.history.push({ index, call, stack });
    }
    this.standing = this.#end(lost);
  }

  /** Reads a file. @throws RecordingError, or an Error when it is of something else */
  static open(file: string, options: FileOptions): ProcessRecording {
    const { header, blocks, lost } = readRecording(file);
    if (!isOfProcess(header)) throw new Error(`${file} is no recording of a real process`);
    return new ProcessRecording(header, readCalls(blocks), lost, options);
  }

  /** Where one stands behind the last call. */
  #end(lost: number): CallTrace['standing'] {
    const last = this.history.at(this.history.next - 1);
    const [goid, lines] = [last?.call.goid ?? 1, last?.stack ?? []];
    const description = endText(this.#taped.end, lost);
    return { goid, lines, isAtInstruction: false, stop: this.stopOf('pause', goid, lines, description, description) };
  }

  /** The calls with their stacks, for other tools. */
  calls(): { call: SystemCall; stack: readonly Line[] }[] {
    return this.history.from(0).map(({ call, stack }) => ({ call, stack }));
  }

  /** The status with which the process ended; null when it was not seen to. */
  get status(): number | null {
    const { end } = this.#taped;
    return end?.reason === 'exited' || end?.reason === 'killed' ? end.status : null;
  }

  async describe(): Promise<Description> {
    const { goroot, why } = this.files;
    const { goVersion, process } = this.#header;
    const version = /^\d+\.\d+(\.\d+)?/.exec(goVersion)?.[0] ?? goVersion;
    return { goVersion: version, goroot, why, program: process.program, arguments: process.args };
  }

  async recorded(): ReturnType<TraceSource['recorded']> {
    const { made, system, process } = this.#header;
    return { made, system, process: process.pid };
  }

  // ---- going on

  async watch(): Promise<void> {
    await Promise.resolve();
  }

  async start({ stopOnEntry }: { stopOnEntry: boolean }): Promise<void> {
    if (stopOnEntry && this.history.next > 0) return this.moveTo(0, 'entry');
    const first = this.history.find((recorded) => this.stops.wouldStop(recorded), -1, false);
    this.moveTo(first >= 0 ? first : this.history.next, first >= 0 ? 'breakpoint' : 'pause');
  }

  override async resume(options: ResumeOptions): Promise<void> {
    if (this.at === null) return this.#over();
    const found = this.history.find((recorded) => this.stops.wouldStop(recorded), this.at, false);
    if (found >= 0) this.moveTo(found, 'breakpoint');
    else this.moveTo(this.history.next, 'pause');
    void options;
  }

  protected override moveTo(step: number, reason: Parameters<CallTrace['tellStop']>[0]['reason']): void {
    for (; this.#told <= Math.min(step, this.history.next - 1); this.#told++) {
      const call = this.history.at(this.#told)?.call;
      if (call !== undefined) this.emit('systemCall', call);
    }
    super.moveTo(step, reason);
    if (step < this.history.next || this.#saidEnd) return;
    this.#saidEnd = true;
    this.emit('output', { category: 'important', text: `${this.standing?.stop.description ?? ''}\n` });
  }

  /** A step or a search behind the last call. */
  protected async goOn(): Promise<void> {
    this.#over();
  }

  #over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.emit('exited', { status: this.status ?? 0, message: '' });
  }

  async pause(): Promise<void> {
    await Promise.resolve();
  }

  async terminate(): Promise<void> {
    this.#over();
  }

  async detach(): Promise<void> {
    await Promise.resolve();
  }

  async dispose(): Promise<void> {
    await Promise.resolve();
  }

  // ---- looking

  /** Nothing goes on by itself here. */
  protected override cursorNow(): Cursor {
    const { step, ...rest } = super.cursorNow();
    return { ...rest, step: Math.min(step, rest.last), live: false };
  }

  /** The last that was seen: by its own last call, or when all were looked at. */
  async goroutines(): Promise<GoroutineState[]> {
    const step = this.#step();
    const look = this.#lookAt(step);
    const found = new Map(this.goroutinesAt(step).map((state) => [state.goid, state]));
    for (const facts of look?.look.goroutines ?? []) {
      const called = this.history.lastOf(facts.goid, step);
      if (called !== null && called.call.step >= (look?.step ?? 0)) continue;
      found.set(facts.goid, this.goroutineState(facts, look?.look.now ?? 0));
    }
    return [...found.values()].sort((a, b) => a.goid - b.goid);
  }

  async stack(goid: number): Promise<StackFrame[]> {
    return this.stackAt(goid, this.#step());
  }

  protected async variablesOf(): Promise<never> {
    return Promise.reject(new Error('variables are not recorded'));
  }

  /** As they were when they were looked at last. */
  async descriptors(): Promise<Descriptor[]> {
    const step = this.#step();
    return (this.#lookAt(step)?.look.descriptors ?? []).map((descriptor) => ({
      ...descriptor,
      made: this.#maker(descriptor.fd, step)?.place ?? null,
      ...(descriptor.pollDesc == null ? {} : { pollDesc: withoutClock(descriptor.pollDesc) }),
    }));
  }

  #step(): number {
    return this.at ?? this.history.next;
  }

  #lookAt(step: number): { step: number; look: Look } | null {
    return this.#taped.looks.findLast((each) => each.step <= step + 1) ?? null;
  }

  /** The call that made a descriptor. */
  #maker(fd: number, step: number): SystemCall | null {
    const at = this.history.find(({ call }) => call.errno === 0 && call.result === fd && call.fds.at(-1) === fd && call.name !== 'close', Math.min(step + 1, this.history.next), true); // prettier-ignore
    return this.history.at(at)?.call ?? null;
  }
}

type PollDesc = NonNullable<Descriptor['pollDesc']>;
const withoutClock = ({ rd, wd, ...rest }: PollDesc): PollDesc => ({
  ...rest,
  rd: { ...rd, left: null },
  wd: { ...wd, left: null },
});

function endText(end: TapedCalls['end'], lost: number): string {
  if (end === null) {
    return `the recording ends here, before the process${lost === 0 ? '' : `: its last ${lost} bytes are no whole block, and are lost`}`;
  }
  if (end.reason === 'let go') return 'the recording ends here: the process was let go of, and ran on';
  if (end.reason === 'exec') return 'the recording ends here: the process executed another program';
  return `the process has ended with status ${end.status}, and with it the recording`;
}
