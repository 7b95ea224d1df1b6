/** The Go program of this thread with everything that looks at it: what it does is told, what is asked of it is answered between its steps. */
import path from 'node:path';
import { Execution } from '../../golang/execution.ts';
import { Unsupported } from '../../golang/emit/unsupported.ts';
import { M } from '../../golang/machine/index.ts';
import type { G } from '../../golang/machine/goroutine.ts';
import { locateGo, SourceLoader } from '../../golang/source/index.ts';
import { loadLinux, replayedLinux, type Linux, type SyscallRecord } from '../../linux/index.ts';
import { Faults, parseFault } from '../../linux/faults.ts';
import { Controller, type ControllerHost, type PendingStop } from '../../trace/controller.ts';
import { History } from '../../trace/history.ts';
import { messageOf } from '../../trace/messageOf.ts';
import { type Frame, type FunctionInfo, type GoroutineEvent, T } from '../../trace/tracer.ts';
import { ProgramHost } from './breakpointHost.ts';
import { Breakpoints } from './breakpoints.ts';
import type { Channel } from './channel.ts';
import { checkProgram } from './compileErrors.ts';
import { exception, Exceptions } from './exceptions.ts';
import { FunctionNames } from './functionNames.ts';
import { Holding } from './holding.ts';
import { ProgramImage } from './images.ts';
import { Inspector } from './inspector.ts';
import { Past } from './past.ts';
import { Places } from './places.ts';
import { hashedPackages, Playback, requireSameSource } from './playback.ts';
import { programName, state, type LiveOptions, type Request } from './protocol.ts';
import { answersOf, type Answers } from './requests.ts';
import { askForSignal } from './signals.ts';
import { StepLog } from './stepLog.ts';
import { newHeader, Recording, Replay } from './taping.ts';
import { TimeTravel } from './timeTravel.ts';
import { Trail } from './trail.ts';
import { Viewpoint } from './viewpoint.ts';
import { Waiting } from './waiting.ts';
import { moveThread } from './workingFolder.ts';

export class LiveProgram implements ControllerHost {
  readonly doorbell: { readonly [0]: number };
  private readonly options: LiveOptions;
  private readonly channel: Channel;
  private readonly linux: Linux;
  private readonly loader: SourceLoader;
  private readonly execution: Execution;
  private readonly image: ProgramImage | null;
  private readonly recording: Recording | null;
  private readonly playback: Playback | null;
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
  private readonly view: Viewpoint;
  private readonly log: StepLog | null;
  private readonly answers: Answers;
  private started = false;
  private startRequested = false;

  /** Loads and checks the program. @throws CompileError; SourceError and NativeUnavailable; Error with the words for the person */
  constructor(options: LiveOptions, channel: Channel) {
    this.options = options;
    this.channel = channel;
    this.doorbell = channel.doorbell;
    this.history = new History(options.watching === 'now' ? options.historySteps : 16);
    const { history } = this;
    const replay =
      options.replay === undefined ? null : new Replay(options.replay.file, replayedLinux, () => history.last);
    this.linux = replay?.linux ?? loadLinux();
    const go = locateGo({ version: options.goVersion, goroot: options.goroot, bundledFolders: options.bundledFolders });
    this.loader = new SourceLoader(
      go,
      options.tested === undefined ? { program: options.program } : { tested: options.tested },
    );
    this.recording = this.newRecording();
    if (replay !== null) {
      requireSameSource(replay, this.loader);
      M.seedRandom(replay.header.seed);
    }
    const watchable = options.watching !== 'never';
    this.image =
      options.images == null || options.tested !== undefined
        ? null
        : new ProgramImage(options.images, __filename, this.loader, { watchable, stepInto: options.stepInto });
    const late: { breakpoints?: Breakpoints } = {};
    this.execution = new Execution({
      image: this.image?.stored ?? null,
      loader: this.loader,
      linux: this.linux,
      args: [commandName(options), ...options.args],
      environment: options.env,
      watchable,
      stepInto: options.stepInto,
      signals: {
        watch: (signal, fd) => askForSignal(channel.port, signal, fd),
        ignore: (signal) => askForSignal(channel.port, signal, -1),
        reset: (signal) => askForSignal(channel.port, signal, null),
      },
      tape: this.recording ?? replay?.player,
      compiled: (functions) => late.breakpoints?.add(functions),
    });
    const { execution, linux, loader } = this;
    const controller = (this.controller = new Controller(history, this));
    const places = (this.places = new Places(execution, loader));
    channel.outerName = (file) => places.outerName(file);
    const past = (this.past = new Past(history, controller));
    this.exceptions = new Exceptions((stop) => controller.stopSoon(stop));
    const inspector = (this.inspector = new Inspector(execution, linux, history, places));
    this.waiting = new Waiting(inspector);
    this.travel = new TimeTravel(history, inspector, places);
    this.view = new Viewpoint({ channel, history, inspector, past, places, replay, trail: this.trail });
    const holding = new Holding(controller, history, this.recording);
    const standAtEnd = (description: string): void => this.standAtEnd(description);
    this.playback =
      replay === null ? null : new Playback(replay, { channel, controller, history, holding, inspector, standAtEnd });
    const host = new ProgramHost(channel, holding, inspector, places, replay !== null);
    this.breakpoints = new Breakpoints(places, new FunctionNames(execution, loader), controller, host);
    late.breakpoints = this.breakpoints;
    const { breakpoints, exceptions, playback, travel, view } = this;
    const parts = { breakpoints, controller, exceptions, execution, history, holding, inspector, loader, options, past, places, playback, replay, travel, view }; // prettier-ignore
    this.answers = answersOf({ ...parts, program: this });
    checkProgram(execution, loader, places);
    this.connectMachine();
    this.log = options.log === undefined ? null : new StepLog(options.log);
    if (options.watching === 'now') this.beginToWatch();
  }

  private newRecording(): Recording | null {
    const { args, env, record, stepInto } = this.options;
    if (record === undefined) return null;
    const seed = Math.floor(Math.random() * 2 ** 32);
    M.seedRandom(seed);
    const header = newHeader({
      engine: record.engine,
      goVersion: this.loader.go.version.text,
      sourceHash: this.loader.hash(hashedPackages),
      program: record.program,
      args,
      env,
      stepInto,
      seed,
    });
    const failed = (text: string): void => this.channel.tell('output', { category: 'important', text: `${text}\n` });
    return new Recording(header, record, this.linux, failed);
  }

  // ---- the machine

  private connectMachine(): void {
    const { channel, execution, playback } = this;
    M.traceback.position = (frame) => this.places.frameLine(frame);
    M.traceback.raisedIn = (panic) => execution.raisedIn(panic);
    M.traceback.siteOf = (site) => execution.siteOf(site);
    M.traceback.symbol = (name) => execution.linker.symbol(name);
    M.traceback.standsIn = (gp) => execution.standsIn(gp);
    M.setTracebackEnvironment(this.options.env['GOTRACEBACK'] ?? '');
    M.goRelease.minor = this.loader.go.version.minor;
    M.scheduler.sleep = (milliseconds) => {
      // The clock of a recording has moved on already.
      if (playback !== null) return;
      channel.sleep(milliseconds);
      if (channel.isRung) this.serve();
    };
    M.scheduler.idle = () => {
      if (playback?.holdAsRecorded() === true) return;
      channel.sleep();
      this.serve();
    };
    execution.beforeNetpoll = () => {
      if (this.doorbell[0] !== 0) this.serve();
    };
    execution.beforeBlocking = () => this.beforeBlocking();
    execution.afterBlocking = () => this.afterBlocking();
    if (this.options.cwd !== undefined) moveThread(this.linux, this.options.cwd);
  }

  private beforeBlocking(): boolean {
    const { channel, playback } = this;
    // A server may be ended in no way that it notices: what it is made of is known by now.
    if (!T.on && this.started) this.keepImage();
    if (playback !== null) {
      playback.holdAsRecorded();
      if (this.doorbell[0] !== 0) this.serve();
      return false;
    }
    this.recording?.waiting();
    channel.steps = this.history.next;
    channel.wakeUp = this.execution.breakDescriptor();
    if (T.on)
      channel.tell(
        'waiting',
        this.waiting.look(() => this.view.position()),
      );
    channel.state = state.blocked;
    if (!channel.isRung) return false;
    channel.state = state.running;
    this.serve();
    channel.state = state.blocked;
    return true;
  }

  private afterBlocking(): void {
    if (this.playback !== null) return;
    this.channel.state = state.running;
    if (this.channel.isRung) this.serve();
  }

  private keepImage(): void {
    const image = this.image?.renew(this.execution.linker) ?? null;
    if (image !== null) this.channel.keep(image);
  }

  // ---- its way from start to end

  /** It was asked for, and `run` has not begun. */
  get shouldStart(): boolean {
    return this.startRequested && !this.started;
  }

  /** The program is to start; with `stopOnEntry` it stops at the first statement of main, whatever initialisation does before. */
  requestStart(stopOnEntry: boolean): void {
    if (this.startRequested) throw new Error('the program has been started');
    this.startRequested = true;
    if (stopOnEntry) this.breakpoints.stopOnceAt('main.main');
  }

  /** Before it runs, while nobody asks for anything; false when there is nothing to do. What is wrong is said when the program runs. */
  lookAhead(): boolean {
    try {
      return this.execution.lookAhead();
    } catch {
      return false;
    }
  }

  /** Runs the program to its end; called from the thread's outermost loop. */
  run(): void {
    this.started = true;
    let status: number;
    let message = '';
    const faults = new Faults((this.options.inject ?? []).map(parseFault));
    try {
      faults.install(this.linux.kernel);
      status = this.execution.run();
      message = faults.missed().join('\n');
      this.playback?.ended(status);
    } catch (error) {
      status = 2;
      message = lastWords(error);
    }
    this.unwatch();
    this.recording?.end(status);
    this.channel.state = state.exited;
    this.log?.end();
    this.channel.tell('exited', { status, message });
    this.keepImage();
  }

  terminate(): void {
    if (this.channel.state === state.exited) return;
    if (!this.started) process.exit(0);
    M.exit(143);
  }

  /** Says what its goroutines do, and ends. */
  dieOfSignal(name: string): void {
    if (this.channel.state === state.exited) return;
    if (!this.started) process.exit(2);
    M.dieOfSignal(name);
  }

  // ---- who watches

  /** Somebody comes while the program runs at full speed. */
  watch(): void {
    if (T.on) return;
    this.history.begin(this.options.historySteps);
    this.past.forgetMarks();
    this.travel.forget();
    this.inspector.findDescriptors(this.execution.pollDescriptor());
    this.beginToWatch();
  }

  /** Puts the controller behind the tracer. */
  private beginToWatch(): void {
    this.execution.handOver();
    const { controller } = this;
    T.step = (frame) => controller.step(frame);
    T.write = (object, key) => controller.write(object, key);
    T.writeElements = (array, start, count) => controller.writeElements(array, start, count);
    T.writeMap = (map, key) => controller.writeMap(map, key);
    T.goroutine = (event) => controller.goroutine(event);
    T.panic = (value, frame) => controller.panic(value, frame);
    controller.onPanic = (value, frame) => this.panicking(value, frame);
    controller.onGoroutine = (event) => this.goroutineChanged(event);
    T.on = true;
    this.execution.installMirror();
    this.linux.kernel.watcher = (record) => this.systemCall(record);
  }

  unwatch(): void {
    T.on = false;
    this.linux.kernel.watcher = null;
  }

  // ---- what it does

  visited(frame: Frame, fn: FunctionInfo, pc: number): void {
    this.playback?.played();
    this.trail.visit(fn, pc);
    this.log?.step(frame, this.execution.fileSet);
  }

  private goroutineChanged(event: GoroutineEvent): void {
    const { g, status } = event;
    if (this.travel.happened(event, M.getg())) this.controller.stopIn(g);
    const kind = goroutineEvents[status];
    if (kind !== undefined && this.channel.isHeard('goroutine')) this.channel.tell('goroutine', { goid: g.goid, kind });
    if (kind === 'ready') this.inspector.polling.readied(g as G, this.history.last);
    if (kind === 'parked') this.exceptions.parked(g.goid, event.reason);
  }

  private systemCall(record: SyscallRecord): void {
    const g = M.getg();
    const call = this.inspector.record(record, g);
    if (this.channel.isHeard('systemCall')) this.channel.tell('systemCall', call);
    this.playback?.written(record);
    this.log?.call(g.goid, record.text);
    this.exceptions.called(call);
    if (this.travel.called(call)) this.controller.stopSoon({ ...arrival, description: call.text });
  }

  /** There may be no next step: a panic stops where it begins. */
  private panicking(value: unknown, frame: Frame): void {
    if (!this.exceptions.has('panic')) return;
    const text = this.inspector.interfaceText(value);
    this.stop(exception(`panic: ${text}`, text), frame);
  }

  /** Where a recording ends one can still look back. */
  private standAtEnd(description: string): void {
    const frame = M.getg().frame ?? this.history.at(this.history.last)?.frame;
    if (!frame || !T.on) return;
    this.stop({ reason: 'pause', description, text: description, breakpointIds: [], mark: null }, frame);
  }

  stop(stop: PendingStop, frame: Frame): void {
    const { channel, view } = this;
    this.travel.lookAhead(null);
    // It may stand in netpoll, on its way into the kernel.
    const before = channel.state;
    channel.state = state.stopped;
    M.clock.stop();
    view.stand(stop, frame);
    while (view.isStopped) {
      channel.sleep();
      this.serve();
    }
    M.clock.resume();
    channel.state = before;
    if (before === state.blocked && channel.isRung) channel.wake();
  }

  // ---- what is asked

  serve(): void {
    this.channel.hush();
    this.channel.steps = this.history.next;
    for (let request = this.channel.next(); request !== undefined; request = this.channel.next()) this.answer(request);
  }

  private answer({ id, method, args }: Request): void {
    try {
      const answer = this.answers[method as keyof Answers] as ((...args: unknown[]) => unknown) | undefined;
      if (answer === undefined) throw new Error(`unknown request ${method}`);
      this.channel.reply({ id, result: answer(...args) });
    } catch (error) {
      if (error instanceof M.Exit) {
        this.channel.reply({ id });
        throw error;
      }
      this.channel.reply({ id, error: messageOf(error) });
    }
  }
}

const goroutineEvents: Partial<Record<GoroutineEvent['status'], 'parked' | 'exited' | 'ready'>> = {
  _Gwaiting: 'parked',
  _Gdead: 'exited',
  _Grunnable: 'ready',
};

/** The program comes to what was sought. */
const arrival: PendingStop = { reason: 'goto', description: '', text: '', breakpointIds: [], mark: null };

/** What the program could not go on with: what is not executed here, and where in Go it was asked for; else a fault of ours, with its trace. */
function lastWords(error: unknown): string {
  if (error instanceof Unsupported) return `${error.message}\n\n${error.traceback}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** What a recording keeps of the program's name says nothing of where it lay. */
function commandName(options: LiveOptions): string {
  const name = programName(options);
  return options.record === undefined && options.replay === undefined ? name : path.basename(name);
}
