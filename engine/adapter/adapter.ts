/** The Debug Adapter: answers requests, in the order DAP allows them, over a trace. */
import { DebugSession, Event, Response } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { messageOf } from '../trace/messageOf.ts';
import type { GoroutineState } from '../trace/source.ts';
import { Breakpoints } from './breakpoints.ts';
import { capabilities } from './capabilities.ts';
import { Debuggee } from './debuggee.ts';
import type { LaunchArguments } from './events.ts';
import { problemsOf, type Host, type Run } from './host.ts';
import { completions, evaluate, exceptionInfo, scopes, stackTrace, threadName, variables } from './inspection.ts';
import { show } from './show.ts';
import { search, timeline } from './timeTravel.ts';
import { attachArguments, launchArguments } from './launching.ts';
import { Fields, RequestError } from './requests.ts';
import type { Client } from './sources.ts';
import { executionOf, type Prepare } from './stepping.ts';
import { wordsFor } from './words.ts';
import type { Listener } from './telling.ts';

type Phase = 'new' | 'initialized' | 'preparing' | 'configuring' | 'running' | 'stopped' | 'ended';
type Answer = object | undefined;

interface Handler {
  phases: readonly Phase[];
  answer(args: Fields): Promise<Answer> | Answer;
  /** What a question about a stop gets that has passed meanwhile: clients ask on their own, and cannot know. */
  late?: object;
}

const loaded: readonly Phase[] = ['configuring', 'running', 'stopped'];
const started: readonly Phase[] = ['running', 'stopped'];
const always: readonly Phase[] = ['new', 'initialized', 'preparing', ...loaded, 'ended'];

export class Adapter extends DebugSession {
  readonly #host: Host;
  readonly #breakpoints = new Breakpoints();
  readonly #cancelled = new Set<number>();
  #phase: Phase = 'new';
  #client: Client = {
    linesStartAt1: true,
    columnsStartAt1: true,
    variablePaging: false,
    progress: false,
    locale: 'en',
  };
  #debuggee: Debuggee | null = null;
  #goroutines: GoroutineState[] = [];
  #closed = false;
  #preparing: Promise<void> = Promise.resolve();
  #resolveDisconnected: () => void = () => undefined;
  /** The client has said good-bye: the connection can be closed. */
  readonly disconnected = new Promise<void>((resolve) => (this.#resolveDisconnected = resolve));

  constructor(host: Host) {
    super();
    this.#host = host;
  }

  /** The connection is gone: ends what was launched here, lets go of what was not. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#preparing;
    await this.#leave(true);
  }

  readonly #handlers: Readonly<Record<string, Handler | undefined>> = {
    initialize: { phases: ['new'], answer: (args) => this.#initialize(args) },
    launch: { phases: ['initialized'], answer: (args) => this.#launch(args) },
    attach: { phases: ['initialized'], answer: (args) => this.#attach(args) },
    restart: { phases: started, answer: (args) => this.#restart(args) },
    terminate: this.#on(loaded, (_args, debuggee) => debuggee.terminate()),
    disconnect: { phases: always, answer: (args) => this.#leave(args.optionalFlag('terminateDebuggee') ?? true) },
    cancel: { phases: always, answer: (args) => void this.#cancelled.add(args.number('requestId')) },

    setBreakpoints: this.#on(loaded, (args, { trace, sources }) => this.#breakpoints.setLines(args, trace, sources)),
    setFunctionBreakpoints: this.#on(loaded, (args, { trace, sources }) =>
      this.#breakpoints.setFunctions(args, trace, sources),
    ),
    setExceptionBreakpoints: this.#on(loaded, (args, { trace, sources }) =>
      this.#breakpoints.setFilters(args, trace, sources),
    ),
    breakpointLocations: this.#on(loaded, (args, { sources }) => sources.breakpointLocations(args)),
    source: this.#on(loaded, (args, { sources }) => sources.source(args)),
    loadedSources: this.#on(loaded, (_args, { sources }) => sources.loadedSources()),

    threads: this.#on(loaded, (_args, debuggee) => this.#threads(debuggee)),
    stackTrace: { ...this.#on(['stopped'], stackTrace), late: { stackFrames: [], totalFrames: 0 } },
    scopes: { ...this.#on(['stopped'], scopes), late: { scopes: [] } },
    variables: { ...this.#on(['stopped'], variables), late: { variables: [] } },
    evaluate: this.#on(['stopped'], evaluate),
    completions: { ...this.#on(['stopped'], completions), late: { targets: [] } },
    exceptionInfo: this.#on(['stopped'], (args, debuggee) =>
      exceptionInfo(debuggee.stopOf(args.optionalNumber('threadId'))),
    ),
    pause: this.#on(started, (_args, { trace, someRun }) => {
      if (!someRun) this.#check('pause', ['running']);
      return trace.pause();
    }),

    'netwalk/hold': this.#on(started, (args, { trace }) => {
      const goid = args.number('goid');
      return args.flag('held') ? trace.hold(goid) : trace.release(goid);
    }),
    'netwalk/takeControl': this.#on(loaded, async (_args, { control }) => {
      if (control === null) throw new RequestError('this client is the only one, and in control');
      await control.take();
    }),
    'netwalk/state': this.#on(['stopped'], (_args, { telling, lastStop }) => telling.state(lastStop)),
    'netwalk/select': this.#on(['stopped'], (args, debuggee) => {
      const goid = args.number('goid');
      checkStands(goid, debuggee);
      debuggee.telling.select({ ...debuggee.stopOf(goid), goid });
      return {};
    }),
    'netwalk/show': this.#on(['stopped'], (args, { trace, telling }) => show(args, trace, telling)),
    'netwalk/search': this.#on(started, search),
    'netwalk/timeline': this.#on(started, timeline),
    'netwalk/narrations': this.#on(loaded, (args, debuggee) => ({
      narrations: debuggee.narrations(args.optionalText('locale') ?? this.#client.locale),
    })),
  };

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    void this.#dispatch(request);
  }

  async #dispatch(request: DebugProtocol.Request): Promise<void> {
    const { command, seq } = request;
    try {
      if (typeof command !== 'string') throw new RequestError('a request without a command');
      const args = new Fields(request.arguments, command);
      const prepare = executionOf(command, args);
      if (command === 'configurationDone' || prepare !== undefined) return await this.#execute(request, args, prepare);
      const handler = this.#handlers[command];
      if (handler === undefined) throw new RequestError(`there is no request "${command}" here`);
      const body = await this.#answer(command, handler, args);
      if (this.#cancelled.has(seq)) throw new RequestError('cancelled');
      this.#respond(request, body ?? undefined);
      this.#answered(command);
    } catch (error) {
      this.#refuse(request, error);
    } finally {
      this.#cancelled.delete(seq);
    }
  }

  /** A question about a stop may come, or be overtaken, when that stop has passed. */
  async #answer(command: string, handler: Handler, args: Fields): Promise<Answer> {
    const { late } = handler;
    const isLate = (): boolean => late !== undefined && (this.#phase === 'running' || this.#phase === 'ended');
    if (isLate()) return late;
    this.#check(command, handler.phases);
    try {
      return await handler.answer(args);
    } catch (error) {
      if (isLate()) return late;
      throw error;
    }
  }

  /** Answers first, and then lets the program go: the stop always comes behind the answer. */
  async #execute(request: DebugProtocol.Request, args: Fields, prepare: Prepare | undefined): Promise<void> {
    const { command } = request;
    this.#check(command, command === 'configurationDone' ? ['configuring'] : ['stopped']);
    const debuggee = this.#session();
    const goid = args.optionalNumber('threadId');
    if (goid !== undefined) checkStands(goid, debuggee);
    const alone = goid !== undefined && debuggee.standsAlone(goid);
    const execution = prepare?.(args, debuggee.trace, alone) ?? { announced: true, run: () => debuggee.start() };
    this.#phase = debuggee.goesOn(goid) ? 'running' : 'stopped';
    // Of a run that goes on meanwhile, nothing is missed from the answer on.
    if (command === 'configurationDone' && debuggee.launch === null) await debuggee.watch();
    this.#respond(request, execution.body);
    if (!execution.announced) this.#tellContinued();
    void this.#going(debuggee, execution.run());
  }

  /** A program that refuses to move stands where it stood: the client is told why, and to look again. */
  async #going(debuggee: Debuggee, moving: Promise<void>): Promise<void> {
    try {
      await moving;
    } catch (error) {
      if (debuggee !== this.#debuggee || this.#phase !== 'running') return;
      debuggee.telling.output('important', `${messageOf(error)}\n`, null);
      if (!debuggee.tellAgain()) this.#ended(1);
    }
  }

  /** What a client must hear right behind an answer. */
  #answered(command: string): void {
    if (command === 'launch' || command === 'attach') this.#send('initialized', {});
    if (command === 'restart') {
      this.#phase = 'running';
      const debuggee = this.#session();
      void this.#going(debuggee, debuggee.start());
    }
    if (command === 'disconnect') this.#resolveDisconnected();
  }

  #check(command: string, phases: readonly Phase[]): void {
    if (phases.includes(this.#phase)) return;
    const twice = command === 'initialize' || command === 'launch' || command === 'attach';
    const reasons: Record<Phase, string> = {
      new: 'initialize comes first',
      initialized: 'launch or attach comes first',
      preparing: 'the program is still being prepared',
      configuring: 'configurationDone comes first',
      running: 'the program runs; pause it first',
      stopped: 'the program does not run',
      ended: 'the program has ended',
    };
    const late = twice && this.#phase !== 'new' && !(command !== 'initialize' && this.#phase === 'ended');
    throw new RequestError(`${command}: ${late ? 'it has been sent before' : reasons[this.#phase]}`);
  }

  #on(
    phases: readonly Phase[],
    answer: (args: Fields, debuggee: Debuggee) => Promise<object | void> | object,
  ): Handler {
    return { phases, answer: async (args) => (await answer(args, this.#session())) ?? undefined };
  }

  #session(): Debuggee {
    if (this.#debuggee === null) throw new RequestError('no program is there');
    return this.#debuggee;
  }

  // ---- from initialize to the end

  #initialize(args: Fields): object {
    const pathFormat = args.optionalText('pathFormat') ?? 'path';
    if (pathFormat !== 'path')
      throw new RequestError(`initialize: pathFormat "${pathFormat}" is not known, only "path"`);
    this.#client = {
      linesStartAt1: args.optionalFlag('linesStartAt1') ?? true,
      columnsStartAt1: args.optionalFlag('columnsStartAt1') ?? true,
      variablePaging: args.flag('supportsVariablePaging'),
      progress: args.flag('supportsProgressReporting'),
      locale: args.optionalText('locale') ?? 'en',
    };
    this.#phase = 'initialized';
    return capabilities(wordsFor(this.#client.locale));
  }

  async #launch(args: Fields): Promise<undefined> {
    const launch = launchArguments(args, this.#client.locale);
    await this.#prepare(() => this.#host.launch(launch), launch);
  }

  async #attach(args: Fields): Promise<undefined> {
    const attach = attachArguments(args, this.#client.locale);
    await this.#prepare(() => this.#host.attach(attach), null);
  }

  async #prepare(make: () => Promise<Run>, launch: LaunchArguments | null): Promise<void> {
    this.#phase = 'preparing';
    let prepared: () => void = () => undefined;
    // The client may go while the program is compiled: closing waits for it, and ends it.
    this.#preparing = new Promise((resolve) => (prepared = resolve));
    const progressId = 'preparing';
    const { progress, locale } = this.#client;
    if (progress) this.#send('progressStart', { progressId, title: wordsFor(locale).preparing });
    try {
      const run = await make();
      this.#debuggee = await Debuggee.begin(run, this.#client, launch, this.#breakpoints, this.#listener());
    } catch (error) {
      this.#phase = 'initialized';
      const problems = problemsOf(error).map(({ file, line, editorColumn: column, message }) => ({
        file,
        line,
        column,
        message,
      }));
      if (problems.length > 0) this.#send('netwalk/problems', { problems });
      // Problems are shown where they belong, not in a dialog.
      throw new RequestError(messageOf(error), problems.length === 0);
    } finally {
      if (progress) this.#send('progressEnd', { progressId });
      prepared();
    }
    this.#phase = 'configuring';
  }

  /** The same program from its beginning, with the breakpoints it had; the client may send other arguments. */
  async #restart(args: Fields): Promise<undefined> {
    const old = this.#session();
    if (old.launch === null)
      throw new RequestError('restart: a program that was attached to cannot be restarted', true);
    const launch = args.has('arguments') ? launchArguments(args.child('arguments'), this.#client.locale) : old.launch;
    this.#debuggee = null;
    try {
      await old.end(true);
      await this.#prepare(() => this.#host.launch(launch), launch);
    } catch (error) {
      this.#ended(1);
      throw error;
    }
    await this.#renewBreakpoints();
  }

  /** The client goes. Its own program ends with it, unless it asks otherwise; another's goes on. */
  async #leave(terminate: boolean): Promise<undefined> {
    const debuggee = this.#debuggee;
    this.#debuggee = null;
    this.#phase = 'ended';
    await debuggee?.end(terminate && debuggee.launch !== null);
  }

  /** Breakpoints are those of the client in control: sets them anew when that may have changed. */
  async #renewBreakpoints(): Promise<void> {
    const debuggee = this.#debuggee;
    if (debuggee === null) return;
    try {
      for (const breakpoint of await this.#breakpoints.setAll(debuggee.trace, debuggee.sources)) {
        this.#send('breakpoint', { reason: 'changed', breakpoint });
      }
    } catch {
      // The program has ended.
    }
  }

  #listener(): Listener {
    return {
      send: (event, body) => this.#send(event, body),
      stopped: () => {
        this.#phase = 'stopped';
      },
      continued: (goid) => {
        if (this.#phase !== 'stopped') return;
        this.#tellContinued(goid);
        this.#phase = this.#debuggee?.goesOn(goid) === false ? 'stopped' : 'running';
      },
      control: (controls, clients) => {
        this.#send('netwalk/control', { controls, clients });
        void this.#renewBreakpoints();
      },
      exited: (status) => this.#ended(status),
    };
  }

  #ended(status: number): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    this.#send('exited', { exitCode: status });
    this.#send('terminated', {});
  }

  /** DAP: threads. While the program runs, and perhaps waits in the kernel, the last that was known may have to do. */
  async #threads({ trace, launch }: Debuggee): Promise<object> {
    if (this.#phase === 'stopped' || launch === null) this.#goroutines = await trace.goroutines();
    const known = this.#goroutines.map((goroutine) => ({ id: goroutine.goid, name: threadName(goroutine) }));
    return { threads: known.length > 0 ? known : [{ id: 1, name: 'goroutine 1' }] };
  }

  // ---- messages

  #send(event: string, body: object): void {
    if (!this.#closed) this.sendEvent(new Event(event, body));
  }

  #tellContinued(goid?: number): void {
    const threadId = goid ?? this.#session().lastStop.goid;
    this.#send('continued', { threadId, allThreadsContinued: goid === undefined });
  }

  #respond(request: DebugProtocol.Request, body: object | undefined): void {
    const response: DebugProtocol.Response = new Response(request);
    if (body !== undefined) response.body = body;
    this.sendResponse(response);
  }

  #refuse(request: DebugProtocol.Request, error: unknown): void {
    const message = messageOf(error);
    const response: DebugProtocol.Response = new Response(request, message);
    const showUser = error instanceof RequestError && error.show;
    // A message may contain braces, which would be the names of variables in a format.
    response.body = { error: { id: 1, format: '{_message}', variables: { _message: message }, showUser } };
    this.sendResponse(response);
  }
}

/** Where only some stand. @throws RequestError */
function checkStands(goid: number, debuggee: Debuggee): void {
  if (debuggee.someRun && !debuggee.standsAlone(goid)) throw new RequestError(`goroutine ${goid} runs; pause it first`);
}
