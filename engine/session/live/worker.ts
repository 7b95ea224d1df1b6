/**
 * The thread that runs the Go program. It has no event loop of its own: it waits for messages when it has nothing else to do, looks at them at
 * steps while it runs, and is woken through Go's own netpollBreak while it is in the kernel.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { Execution } from '../../golang/execution.ts';
import { Unsupported } from '../../golang/emit/unsupported.ts';
import { M } from '../../golang/machine/index.ts';
import type { G } from '../../golang/machine/goroutine.ts';
import { locateGo, mainPath, SourceLoader } from '../../golang/source/index.ts';
import type { GoError } from '../../golang/types/types.ts';
import { SyntaxErrors } from '../../golang/syntax/errors.ts';
import { loadLinux, replayedLinux, type Linux, type SyscallRecord } from '../../linux/index.ts';
import { Faults, parseFault } from '../../linux/faults.ts';
import { Controller, type ControllerHost, type PendingStop } from '../../trace/controller.ts';
import { History } from '../../trace/history.ts';
import { messageOf } from '../../trace/messageOf.ts';
import type {
  ExceptionFilter,
  Mark,
  GoroutineName,
  ResumeOptions,
  Sought,
  StepKind,
  Stop,
  StopReason,
  TimelineRange,
} from '../../trace/source.ts';
import { type Frame, type FunctionInfo, T } from '../../trace/tracer.ts';
import { Breakpoints } from './breakpoints.ts';
import { exception, Exceptions } from './exceptions.ts';
import { withFileNames } from './fileNames.ts';
import { FunctionNames } from './functionNames.ts';
import { ProgramImage } from './images.ts';
import { Inspector } from './inspector.ts';
import { Past } from './past.ts';
import { Places } from './places.ts';
import { newHeader, Recording, Replay } from './taping.ts';
import { TimeTravel } from './timeTravel.ts';
import { Trail } from './trail.ts';
import { Waiting } from './waiting.ts';
import { moveThread } from './workingFolder.ts';
import {
  control,
  heard,
  state,
  type EventMessage,
  type ImageMessage,
  type LiveOptions,
  type Problem,
  type Reply,
  type Request,
} from './protocol.ts';
import { askForSignal } from './signals.ts';

const port = parentPort as MessagePort;
const { shared } = workerData as { shared: Int32Array };
/** Said by the first message. */
let options: LiveOptions;

/** Whose source must be the same for a recording to be played. */
const hashedPackages = ['net', 'internal/poll', 'runtime'];

let outerName = (file: string): string => file;
const post = (message: Reply | EventMessage): void => port.postMessage(withFileNames(message, outerName));
const isHeard = (event: keyof typeof heard): boolean => ((shared[control.heard] ?? 0) & heard[event]) !== 0;

class NotCompiled extends Error {
  readonly problems: Problem[];
  constructor(problems: Problem[]) {
    super('the program does not compile');
    this.problems = problems;
  }
}

class LiveProgram implements ControllerHost {
  readonly doorbell = shared as unknown as { readonly [0]: number };
  private readonly linux: Linux;
  private readonly loader: SourceLoader;
  private readonly execution: Execution;
  private readonly image: ProgramImage | null;
  private readonly history: History;
  private readonly controller: Controller;
  private readonly places: Places;
  private readonly inspector: Inspector;
  private readonly breakpoints: Breakpoints;
  private readonly exceptions: Exceptions;
  private readonly waiting: Waiting;
  private readonly past: Past;
  private readonly travel: TimeTravel;
  private readonly trail = new Trail();
  private names: GoroutineName[] = [];
  /** The step that is looked at; the live end when it is the last. */
  private cursor = -1;
  /** Where the program stands; null from the moment on that it may go on, when its thread may still be answering. */
  private stopped: Frame | null = null;
  private started = false;
  private startRequested = false;
  private log = -1;
  private recording: Recording | null = null;
  private readonly replay: Replay | null;
  /** The recording that is played had less than the program wanted. */
  private isCutOff = false;
  /** Where a recording that is played is to stop next; -1: nowhere. */
  private stopAtStep = -1;

  constructor() {
    const step = (): number => this.history.last;
    this.replay = options.replay === undefined ? null : new Replay(options.replay.file, replayedLinux, step);
    this.linux = this.replay?.linux ?? loadLinux();
    const go = locateGo({ version: options.goVersion, goroot: options.goroot, bundledFolders: options.bundledFolders });
    this.loader = new SourceLoader(
      go,
      options.tested === undefined ? { program: options.program } : { tested: options.tested },
    );
    const late: { program?: LiveProgram } = {};
    this.useTape();
    this.image =
      options.images == null || options.tested !== undefined
        ? null
        : new ProgramImage(options.images, __filename, this.loader, options.stepInto);
    this.execution = new Execution({
      image: this.image?.stored ?? null,
      loader: this.loader,
      linux: this.linux,
      args: [commandName(), ...options.args],
      environment: options.env,
      stepInto: options.stepInto,
      signals: {
        watch: (signal, fd) => askForSignal(port, signal, fd),
        ignore: (signal) => askForSignal(port, signal, -1),
        reset: (signal) => askForSignal(port, signal, null),
      },
      tape: this.recording ?? this.replay?.player,
      compiled: (functions) => late.program?.breakpoints.add(functions),
    });
    late.program = this;
    this.history = new History(options.watched ? options.historySteps : 16);
    this.controller = new Controller(this.history, this);
    this.places = new Places(this.execution, this.loader);
    outerName = (file) => this.places.outerName(file);
    this.past = new Past(this.history, this.controller);
    this.exceptions = new Exceptions((stop) => this.controller.stopSoon(stop));
    this.inspector = new Inspector(this.execution, this.linux, this.history, this.places);
    this.waiting = new Waiting(this.inspector);
    this.travel = new TimeTravel(this.history, this.inspector, this.places);
    const functionNames = new FunctionNames(this.execution, this.loader);
    this.breakpoints = new Breakpoints(this.places, functionNames, this.controller, {
      truth: (expression, frame) => this.condition(expression, frame),
      text: (expression, frame) => this.textOf(expression, frame),
      log: (message, frame) => this.console(`${message}\n`, frame),
      goroutineName: (frame) => this.nameOf(frame.g as G),
      holdNamed: (name, hold) => this.holdNamed(name, hold),
    });
    this.checkProgram();
    M.traceback.position = (frame) => this.places.frameLine(frame);
    M.traceback.raisedIn = (panic) => this.execution.raisedIn(panic);
    M.goRelease.minor = go.version.minor;
    M.scheduler.sleep = (milliseconds) => {
      // The clock of a recording has moved on already.
      if (this.replay !== null) return;
      if (shared[control.doorbell] === 0) Atomics.wait(shared, control.doorbell, 0, milliseconds);
      if (Atomics.load(shared, control.doorbell) !== 0) this.serve();
    };
    M.scheduler.idle = () => {
      if (this.holdAsRecorded()) return;
      Atomics.wait(shared, control.doorbell, 0);
      this.serve();
    };
    this.execution.beforeNetpoll = () => {
      if (shared[control.doorbell] !== 0) this.serve();
    };
    this.execution.beforeBlocking = () => this.beforeBlocking();
    this.execution.afterBlocking = () => this.afterBlocking();
    if (options.cwd !== undefined) moveThread(this.linux, options.cwd);
    if (options.log !== undefined) this.log = openSync(options.log.file, 'w');
    if (options.watched) this.watch();
  }

  /** Puts a tape between the program and everything else, to record or to play. */
  private useTape(): void {
    const { record, replay } = options;
    if (record !== undefined) {
      const seed = Math.floor(Math.random() * 2 ** 32);
      M.seedRandom(seed);
      const header = newHeader({
        engine: record.engine,
        goVersion: this.loader.go.version.text,
        sourceHash: this.loader.hash(hashedPackages),
        program: record.program,
        args: options.args,
        env: options.env,
        stepInto: options.stepInto,
        seed,
      });
      const failed = (text: string): void =>
        post({ event: 'output', body: { category: 'important', text: `${text}\n` } });
      this.recording = new Recording(header, record, this.linux, failed);
    }
    if (replay === undefined || this.replay === null) return;
    const { header, player } = this.replay;
    const { go } = this.loader;
    if (this.loader.hash(hashedPackages) !== header.sourceHash) {
      throw new Error(`the recording was made with another source of Go ${header.goVersion} than Go ${go.version.text} in ${go.root}: provide that one with "netwalk setup ${header.goVersion}", or name it with --goroot`); // prettier-ignore
    }
    M.seedRandom(header.seed);
    player.onEnd = () => {
      this.endCutOff();
      return M.exit(this.replay?.status ?? 1);
    };
  }

  /** The program wants more than was recorded. */
  private endCutOff(): void {
    if (this.isCutOff) return;
    this.isCutOff = true;
    const text = this.replay?.cutOff ?? 'the recording ends here';
    post({ event: 'output', body: { category: 'important', text: `${text}\n` } });
    this.standAtEnd(text);
  }

  /** Where a recording ends one can still look back. */
  private standAtEnd(description: string): void {
    const frame = M.getg().frame ?? this.history.at(this.history.last)?.frame;
    if (!frame || !T.on) return;
    this.stop({ reason: 'pause', description, text: description, breakpointIds: [], mark: null }, frame);
  }

  /** Holds and releases as somebody did when it was recorded; whether there was something to do. */
  private holdAsRecorded(): boolean {
    const held = this.replay?.held ?? [];
    let done = false;
    for (let next = held[0]; next !== undefined && next.steps <= this.history.next; next = held[0]) {
      held.shift();
      const g = this.inspector.goroutine(next.goid);
      if (g !== null) this.holdOrRelease(g, next.held);
      done = true;
    }
    return done;
  }

  private holdOrRelease(g: G, hold: boolean): void {
    this.recording?.held(g.goid, hold, this.history.next);
    if (hold) this.controller.hold(g);
    else {
      this.controller.release(g);
      M.release(g);
    }
  }

  /** What a walkthrough holds is held again as it was recorded. */
  private holdNamed(name: string, hold: boolean): void {
    if (this.replay !== null) return;
    for (const g of M.allgs()) if (this.nameOf(g) === name) this.holdOrRelease(g, hold);
  }

  private checkProgram(): void {
    let problems: Problem[];
    try {
      problems = this.execution.check().map((error) => this.problem(error));
    } catch (error) {
      if (!(error instanceof SyntaxErrors)) throw error;
      problems = error.list.map((item) => this.problem(item));
    }
    if (problems.length > 0) throw new NotCompiled(problems);
  }

  private problem(error: GoError): Problem {
    const { path, line, column } = this.execution.fileSet.position(error.pos);
    const pkg = this.loader.displayPath(this.loader.packageOf(path) ?? mainPath);
    const { pos, ...rest } = error;
    return { file: path, line, column, editorColumn: this.places.editorColumn(pos), package: pkg, ...rest };
  }

  /** Puts the controller behind the tracer. */
  private watch(): void {
    this.execution.handOver();
    const { controller } = this;
    T.step = (frame) => controller.step(frame);
    T.write = (object, key) => controller.write(object, key);
    T.writeElements = (array, start, count) => controller.writeElements(array, start, count);
    T.writeMap = (map, key) => controller.writeMap(map, key);
    T.goroutine = (event) => controller.goroutine(event);
    T.panic = (value, frame) => controller.panic(value, frame);
    controller.onPanic = (value, frame) => this.panicking(value, frame);
    T.on = true;
    this.execution.installMirror();
    this.linux.kernel.watcher = (record) => this.systemCall(record);
    controller.onGoroutine = (event) => {
      if (this.travel.happened(event, M.getg())) controller.stopIn(event.g);
      const kind =
        event.status === '_Gwaiting'
          ? 'parked'
          : event.status === '_Gdead'
            ? 'exited'
            : event.status === '_Grunnable'
              ? 'ready'
              : null;
      if (kind !== null && isHeard('goroutine')) post({ event: 'goroutine', body: { goid: event.g.goid, kind } });
      if (kind === 'ready') this.inspector.polling.readied(event.g as G, this.history.last);
      if (kind === 'parked') this.exceptions.parked(event.g.goid, event.reason);
    };
  }

  private unwatch(): void {
    T.on = false;
    this.linux.kernel.watcher = null;
  }

  /** Somebody comes while the program runs at full speed. */
  private watchFromHere(): void {
    if (T.on) return;
    this.history.begin(options.historySteps);
    this.past.forgetMarks();
    this.travel.forget();
    this.inspector.findDescriptors(this.execution.pollDescriptor());
    this.watch();
  }

  // ---- the program's side

  /** Runs the program; called from the thread's outermost loop. */
  run(): void {
    this.started = true;
    let status: number;
    let message = '';
    const faults = new Faults((options.inject ?? []).map(parseFault));
    try {
      faults.install(this.linux.kernel);
      status = this.execution.run();
      message = faults.missed().join('\n');
      if (this.replay !== null && !this.isCutOff)
        this.standAtEnd(`the program ends with status ${status}, and with it the recording`);
    } catch (error) {
      status = 2;
      message = lastWords(error);
    }
    this.unwatch();
    this.recording?.end(status);
    Atomics.store(shared, control.state, state.exited);
    if (this.log >= 0) closeSync(this.log);
    post({ event: 'exited', body: { status, message } });
    this.keepImage();
  }

  get shouldStart(): boolean {
    return this.startRequested && !this.started;
  }

  visited(frame: Frame, fn: FunctionInfo, pc: number): void {
    if (this.replay !== null) this.played();
    this.trail.visit(fn, pc);
    if (this.log < 0 || options.log?.steps !== true) return;
    const step = fn.steps[pc];
    if (step === undefined) return;
    const at = this.execution.fileSet.position(step.pos);
    let depth = 0;
    for (let f: Frame | null = frame; f !== null; f = f.caller) depth++;
    writeSync(this.log, `${frame.g?.goid ?? 0}\t${depth}\t${at.path}:${at.line}:${at.column}\t${fn.name}\n`);
  }

  /** A step of a recording. */
  private played(): void {
    if ((this.replay?.held.length ?? 0) > 0) this.holdAsRecorded();
    this.stopBehind();
  }

  /** Stops at the next step when that is the one gone to. */
  private stopBehind(): void {
    if (this.history.last !== this.stopAtStep - 1) return;
    this.stopAtStep = -1;
    this.controller.stopAtNextStep('goto');
  }

  serve(): void {
    Atomics.store(shared, control.doorbell, 0);
    shared[control.steps] = this.history.next;
    for (let message = receiveMessageOnPort(port); message !== undefined; message = receiveMessageOnPort(port)) {
      this.answer(message.message as Request);
    }
  }

  stop(stop: PendingStop, frame: Frame): void {
    this.cursor = this.history.last;
    this.replay?.showAt(this.cursor);
    this.inspector.moveTo(this.cursor, true);
    this.stopped = frame;
    this.travel.lookAhead(null);
    if (stop.mark !== null) this.past.remember(this.cursor, stop.mark);
    Atomics.store(shared, control.state, state.stopped);
    M.clock.stop();
    this.announce(stop, frame);
    while (this.stopped !== null) {
      Atomics.wait(shared, control.doorbell, 0);
      this.serve();
    }
    M.clock.resume();
    Atomics.store(shared, control.state, state.running);
  }

  private announce(stop: PendingStop, frame: Frame): void {
    // What ran before main is no part of the way.
    if (stop.reason === 'entry') this.trail.forget();
    const lines = this.trail.take(this.places);
    if (lines !== null && isHeard('visited')) post({ event: 'visited', body: { lines } });
    const body: Stop = { ...stop, goid: frame.g?.goid ?? 0, cursor: this.position() };
    post({ event: 'stopped', body });
  }

  /** Gives the main thread what was linked, for the next run. */
  private keepImage(): void {
    const image = this.image?.renew(this.execution.linker) ?? null;
    if (image !== null) port.postMessage({ image } satisfies ImageMessage, [image.bytes.buffer]);
  }

  private beforeBlocking(): void {
    // A server may be ended in no way that it notices: what it is made of is known by now.
    if (!T.on && this.started) this.keepImage();
    if (this.replay !== null) {
      this.holdAsRecorded();
      if (shared[control.doorbell] !== 0) this.serve();
      return;
    }
    this.recording?.waiting();
    shared[control.steps] = this.history.next;
    const wake = this.execution.breakDescriptor();
    shared[control.breakDescriptor] = wake.fd;
    shared[control.breakBytes] = wake.bytes;
    if (T.on) post({ event: 'waiting', body: this.waiting.look(() => this.position()) });
    Atomics.store(shared, control.state, state.blocked);
    if (Atomics.load(shared, control.doorbell) === 0) return;
    Atomics.store(shared, control.state, state.running);
    this.serve();
    Atomics.store(shared, control.state, state.blocked);
  }

  private afterBlocking(): void {
    if (this.replay !== null) return;
    Atomics.store(shared, control.state, state.running);
    if (Atomics.load(shared, control.doorbell) !== 0) this.serve();
  }

  private systemCall(record: SyscallRecord): void {
    const g = M.getg();
    const call = this.inspector.record(record, g);
    if (isHeard('systemCall')) post({ event: 'systemCall', body: call });
    if (this.replay !== null) this.written(record);
    if (this.log >= 0 && options.log?.calls === true) writeSync(this.log, `${g.goid}\t${record.text}\n`);
    this.exceptions.called(call);
    if (this.travel.called(call)) this.controller.stopSoon({ ...arrival, description: call.text });
  }

  /** What a recorded program wrote to its standard output and error is shown: it goes nowhere else. */
  private written({ name, args, result }: SyscallRecord): void {
    const fd = Number(args[0]);
    if (name !== 'write' || result <= 0 || (fd !== 1 && fd !== 2)) return;
    const text = Buffer.from(this.linux.memory.copyFrom(Number(args[1]), result)).toString('utf8');
    post({ event: 'output', body: { category: fd === 1 ? 'stdout' : 'stderr', text } });
  }

  /** There may be no next step: a panic stops where it begins. */
  private panicking(value: unknown, frame: Frame): void {
    if (!this.exceptions.has('panic')) return;
    const text = this.inspector.interfaceText(value);
    this.stop(exception(`panic: ${text}`, text), frame);
  }

  private condition(expression: string, frame: Frame): boolean {
    try {
      return this.inspector.evaluateIn(expression, frame).value === true;
    } catch (error) {
      this.console(`condition ${expression}: ${messageOf(error)}\n`, frame);
      return true;
    }
  }

  private textOf(expression: string, frame: Frame): string {
    try {
      return this.inspector.evaluateIn(expression, frame).text;
    } catch (error) {
      return `{${messageOf(error)}}`;
    }
  }

  private console(text: string, frame: Frame): void {
    post({ event: 'output', body: { category: 'console', text, place: this.places.stepPlace(frame.fn, frame.pc) } });
  }

  private nameOf(g: G): string {
    if (g.goid === 0) return 'g0';
    const entry = this.inspector.goroutineNames(g);
    return this.names.find((name) => name.function === entry)?.name ?? entry;
  }

  // ---- what is asked

  private answer(request: Request): void {
    try {
      const handler = this.handlers[request.method] as ((...args: unknown[]) => unknown) | undefined;
      if (handler === undefined) throw new Error(`unknown request ${request.method}`);
      post({ id: request.id, result: handler(...request.args) });
    } catch (error) {
      if (error instanceof M.Exit) {
        post({ id: request.id });
        throw error;
      }
      post({ id: request.id, error: messageOf(error) });
    }
  }

  private position(): { step: number; first: number; last: number; live: boolean; dropped: number } {
    const { first, last, dropped } = this.history;
    return {
      step: this.stopped === null ? last : this.cursor,
      first,
      last,
      live: this.stopped === null || this.cursor >= last,
      dropped,
    };
  }

  /** Between stops, everything is seen as it is now. */
  private look(): void {
    if (this.stopped === null) this.inspector.moveTo(this.history.last, true);
  }

  private go(): void {
    this.stopped = null;
    post({ event: 'continued', body: undefined as never });
  }

  private inHistory(): boolean {
    return this.stopped !== null && this.cursor < this.history.last;
  }

  /** Shows a step of the history. */
  private moveTo(step: number, reason: StopReason, extra: Partial<PendingStop> = {}): void {
    if (this.stopped === null) throw new Error('the program runs: pause it first');
    const bounded = Math.max(this.history.first, Math.min(step, this.history.last));
    this.cursor = bounded;
    const live = bounded >= this.history.last;
    this.replay?.showAt(bounded);
    this.inspector.moveTo(bounded, live);
    const frame = this.history.at(bounded)?.frame ?? this.stopped;
    this.announce(
      { reason, description: '', text: '', breakpointIds: [], mark: this.past.markAt(bounded), ...extra },
      frame,
    );
  }

  private requireStop(): Frame {
    if (this.stopped === null) throw new Error('the program runs: pause it first');
    return this.stopped;
  }

  private readonly handlers: Record<string, (...args: never[]) => unknown> = {
    describe: () => ({
      goVersion: this.loader.go.version.text,
      goroot: this.loader.go.root,
      why: this.loader.go.why,
      program: programName(options.program),
      arguments: options.args,
      ...(this.replay === null ? { pid: process.pid } : {}),
    }),
    recorded: () =>
      this.replay === null ? null : { made: this.replay.header.made, system: this.replay.header.system },
    sourceHash: () => this.loader.hash(['net', 'internal/poll']),
    watch: () => this.watchFromHere(),
    start: ({ stopOnEntry }: { stopOnEntry: boolean }) => {
      if (this.startRequested) throw new Error('the program has been started');
      this.startRequested = true;
      if (stopOnEntry) this.stopAtMain();
    },
    resume: () => {
      this.requireStop();
      if (this.inHistory()) {
        const found = this.past.breakpoint(this.cursor + 1, false);
        if (found >= 0) {
          this.moveTo(found, 'breakpoint');
          return;
        }
      }
      this.controller.resume();
      this.go();
    },
    step: (kind: StepKind, resume: ResumeOptions) => {
      const frame = this.requireStop();
      if (this.inHistory()) {
        const found = this.past.step(this.cursor, kind, resume);
        this.moveTo(found < 0 ? this.history.last : found, 'step');
        return;
      }
      this.controller.stepFrom(kind, frame, resume.singleThread || (options.stepOver === 'goroutine' && kind !== 'in'));
      this.go();
    },
    pause: () => {
      if (this.stopped === null) this.controller.pause();
    },
    stepBack: (resume: ResumeOptions) => {
      this.requireStop();
      const found = this.past.stepBack(this.cursor, resume);
      if (found < 0) this.moveTo(this.cursor, 'step', { description: 'the oldest step that is kept' });
      else this.moveTo(found, 'step');
    },
    reverseContinue: () => {
      this.requireStop();
      const found = this.past.breakpoint(this.cursor - 1, true);
      this.moveTo(
        found < 0 ? this.history.first : found,
        found < 0 ? 'step' : 'breakpoint',
        found < 0 ? { description: 'the oldest step that is kept' } : {},
      );
    },
    goTo: (step: number) => {
      const { first, last } = this.history;
      if (this.replay === null || step <= last) {
        const beyond = step > last ? `the newest step is ${last}` : step < first ? `the oldest step that is kept is ${first}` : ''; // prettier-ignore
        return this.moveTo(step, 'goto', { description: beyond });
      }
      this.stopAtStep = step;
      this.controller.resume();
      this.stopBehind();
      this.go();
    },
    seek: (sought: Sought, backwards: boolean) => {
      this.requireStop();
      const found = this.travel.seek(sought, this.cursor, backwards);
      if (found >= 0) return this.moveTo(found, 'goto');
      if (backwards)
        return this.moveTo(this.cursor, 'goto', { description: 'there is none before, as far as is recorded' });
      this.travel.lookAhead(sought);
      this.controller.resume();
      this.go();
    },
    terminate: () => {
      if (Atomics.load(shared, control.state) === state.exited) return;
      if (!this.started) process.exit(0);
      M.exit(143);
    },
    detach: () => {
      this.unwatch();
      for (const g of this.controller.releaseAll()) M.release(g as G);
      this.controller.resume();
      if (this.stopped !== null) this.go();
    },
    hold: (goid: number) => {
      const g = this.inspector.goroutine(goid);
      if (g !== null) this.holdOrRelease(g, true);
    },
    release: (goid: number) => {
      const g = this.inspector.goroutine(goid);
      if (g !== null) this.holdOrRelease(g, false);
    },
    setMarks: (marks: Mark[], names: GoroutineName[] = []) => {
      this.names = names;
      return this.breakpoints.setMarks(marks);
    },
    runToMark: () => {
      this.requireStop();
      if (this.inHistory()) {
        const found = this.past.mark(this.cursor, false);
        if (found >= 0) {
          this.moveTo(found, 'mark');
          return;
        }
      }
      this.controller.runToMark();
      this.go();
    },
    backToMark: () => {
      this.requireStop();
      const found = this.past.mark(this.cursor, true);
      if (found >= 0) this.moveTo(found, 'mark');
      else this.moveTo(this.cursor, 'mark', { description: 'there is no stop before' });
    },
    cursor: () => this.position(),
    goroutines: () => (this.look(), this.inspector.goroutines()),
    stack: (goid: number) => (this.look(), this.inspector.stack(goid)),
    scopes: (frameId: number) => this.inspector.scopes(frameId),
    variables: (reference: number, start?: number, count?: number) => this.inspector.variables(reference, start, count),
    evaluate: (expression: string, frameId: number | null) => this.inspector.evaluate(expression, frameId),
    completions: (text: string, frameId: number | null) => this.inspector.completions(text, frameId),
    descriptors: () => this.inspector.descriptors(),
    systemCalls: (fromStep = 0) => this.inspector.calls.filter((call) => call.step >= fromStep),
    search: (text: string, limit: number) => this.travel.search(text, limit, this.position().step),
    timeline: (range: TimelineRange) => this.travel.timeline(range, this.position()),
    setBreakpoints: (file: string, requests: never[]) => this.breakpoints.setLines(file, requests),
    setFunctionBreakpoints: (requests: never[]) => this.breakpoints.setFunctions(requests),
    setExceptionFilters: (filters: ExceptionFilter[]) => {
      this.exceptions.set(filters);
      this.breakpoints.stopAtDeadlines(this.exceptions.has('deadline'));
    },
    breakpointLocations: (file: string, line: number, endLine: number) => {
      const source = this.places.file(file);
      return source === null
        ? []
        : this.places.stops(source).filter((place) => place.line >= line && place.line <= endLine);
    },
    loadedSources: () => {
      const files = new Set(this.execution.linker.functions.map((info) => info.file));
      return [...files].sort().map((file) => ({ file, path: this.places.realPath(file) }));
    },
    source: (file: string) => ({ text: this.places.text(file), path: this.places.realPath(file) }),
  };

  /** Stops at the first statement of main.main, whatever initialisation does before. */
  private stopAtMain(): void {
    this.breakpoints.stopOnceAt('main.main');
  }
}

/** The program comes to what was sought. */
const arrival: PendingStop = { reason: 'goto', description: '', text: '', breakpointIds: [], mark: null };

/** What the program could not go on with: what is not executed here, and where in Go it was asked for; else a fault of ours, with its trace. */
function lastWords(error: unknown): string {
  if (error instanceof Unsupported) return `${error.message}\n\n${error.traceback}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** What a recording keeps of the program's name says nothing of where it lay. */
function commandName(): string {
  const name = programName(options.program);
  return options.record === undefined && options.replay === undefined ? name : path.basename(name);
}

function programName(program: string | string[]): string {
  return Array.isArray(program) ? (program[0] ?? '') : program;
}

/** Does what takes time for any program, before it is known which one it is. */
function prepare(): void {
  try {
    loadLinux();
  } catch {
    // It is said when a program needs it.
  }
}

/** Loads, says how that went, then serves until the program is started, and runs it. */
function main(): void {
  let program = null as LiveProgram | null;
  prepare();
  for (;;) {
    Atomics.wait(shared, control.doorbell, 0);
    if (program !== null) {
      program.serve();
      if (program.shouldStart) {
        program.run();
        return;
      }
      continue;
    }
    const message = receiveMessageOnPort(port);
    if (message === undefined) continue;
    const { id, args } = message.message as Request;
    options = args[0] as LiveOptions;
    try {
      program = new LiveProgram();
      Atomics.store(shared, control.doorbell, 1);
      post({ id });
    } catch (error) {
      post(
        error instanceof NotCompiled
          ? { id, problems: error.problems, error: error.message }
          : { id, error: messageOf(error) },
      );
      return;
    }
  }
}

main();
