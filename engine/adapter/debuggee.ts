/** One run of a program as a client sees it, from its preparation to its end. */
import type { Stop, TraceSource } from '../trace/source.ts';
import type { Breakpoints } from './breakpoints.ts';
import type { LaunchArguments, Narration } from './events.ts';
import type { Control, Run } from './host.ts';
import { RequestError } from './requests.ts';
import { Sources, type Client } from './sources.ts';
import { Telling, type Listener } from './telling.ts';
import { wordsFor } from './words.ts';

/** A program that does not end when asked to is not waited for longer. */
const patience = 3000;

export class Debuggee {
  readonly trace: TraceSource;
  readonly sources: Sources;
  readonly telling: Telling;
  readonly client: Client;
  /** What it was launched with; null: it is somebody else's, and was attached to. */
  readonly launch: LaunchArguments | null;
  readonly #run: Run;
  readonly #listener: Listener;
  #lastStop: Stop | null = null;
  /** Of goroutines that stand alone; the one that came last is the last. */
  readonly #alone = new Map<number, Stop>();
  /** On the way to the stop where a walk begins: says of a stop whether it is passed without a word. */
  #passes: ((stop: Stop) => boolean) | null = null;
  /** The number of the furthest stop of the walkthrough that was told. */
  #furthest = -1;
  #exited = false;
  #controlSubscription: { dispose(): void } | null = null;
  #resolveExit: () => void = () => undefined;
  readonly #exit = new Promise<void>((resolve) => (this.#resolveExit = resolve));

  private constructor(
    run: Run,
    goroot: string,
    client: Client,
    launch: LaunchArguments | null,
    breakpoints: Breakpoints,
    listener: Listener,
  ) {
    this.#run = run;
    this.#listener = listener;
    this.trace = run.trace;
    this.client = client;
    this.launch = launch;
    this.sources = new Sources(run.trace, goroot, client);
    const narrations = run.walk?.narrations(launch?.locale ?? client.locale);
    const byStop =
      narrations === undefined ? null : new Map(narrations.map((narration) => [narration.stop, narration]));
    this.telling = new Telling(run.trace, this.sources, breakpoints, byStop, run.output, launch === null, {
      send: (event, body) => listener.send(event, body),
      stopped: (stop) => this.#stopped(stop),
      continued: (goid) => listener.continued(goid),
      control: (controls, clients) => listener.control(controls, clients),
      exited: (status) => this.#hasExited(status),
    });
  }

  /** Says what runs, and is ready for breakpoints. */
  static async begin(
    run: Run,
    client: Client,
    launch: LaunchArguments | null,
    breakpoints: Breakpoints,
    listener: Listener,
  ): Promise<Debuggee> {
    const { goVersion, goroot, why, program, pid } = await run.trace.describe();
    const debuggee = new Debuggee(run, goroot, client, launch, breakpoints, listener);
    // The root below which frames really have their files, whichever link led there.
    listener.send('netwalk/session', {
      goVersion,
      goroot: debuggee.sources.realRoot,
      why,
      program,
      recorded: await run.trace.recorded(),
      ...(pid === undefined ? {} : { pid }),
    });
    debuggee.#followControl();
    const { locale } = { ...client, ...launch };
    const missing = run.walk?.missing?.(locale) ?? [];
    if (missing.length > 0) debuggee.telling.output('important', `${wordsFor(locale).missing(missing)}\n`, null);
    for (const problem of run.walk?.problems ?? []) debuggee.telling.output('important', `${problem}\n`, null);
    return debuggee;
  }

  get lastStop(): Stop {
    if (this.#lastStop === null) throw new RequestError('the program has not stopped yet');
    return this.#lastStop;
  }

  /** Somebody stands while others run. */
  get someRun(): boolean {
    return this.#alone.size > 0;
  }

  standsAlone(goid: number): boolean {
    return this.#alone.has(goid);
  }

  /** The stop of a goroutine; of one that stands with all others it is theirs. */
  stopOf(goid: number | undefined): Stop {
    return this.#alone.get(goid ?? -1) ?? this.lastStop;
  }

  /** It goes on; of goroutines that stand alone the one that is named. Says whether nobody stands then. */
  goesOn(goid: number | undefined): boolean {
    if (goid === undefined || !this.#alone.delete(goid)) this.#alone.clear();
    this.#lastStop = [...this.#alone.values()].at(-1) ?? this.#lastStop;
    return this.#alone.size === 0;
  }

  narrations(locale: string): Narration[] {
    return this.#run.walk?.narrations(locale) ?? [];
  }

  get control(): Control | null {
    return this.#run.control ?? null;
  }

  /** A program that was attached to is watched from here on. */
  async watch(): Promise<void> {
    await (this.#run.control ?? this.trace).watch();
  }

  /** Starts the program; of one that runs already, tells how things are. A walk begins at its first stop, or at the one where it was left. */
  async start(): Promise<void> {
    if (this.launch === null) {
      this.#run.control?.join();
      await this.telling.present();
      return;
    }
    const { walkthrough, stop: resumeAt = null, noDebug = false, stopOnEntry } = this.launch;
    const walks =
      (walkthrough !== undefined || (this.#run.walk !== null && this.#run.walk.isAside !== true)) &&
      !noDebug &&
      (stopOnEntry !== true || resumeAt !== null);
    if (walks) {
      this.#passes = ({ reason, mark }) =>
        mark === null ? reason === 'entry' : resumeAt !== null && mark !== resumeAt && reason !== 'breakpoint';
    }
    await this.trace.start({ stopOnEntry: walks || (stopOnEntry ?? !noDebug) });
  }

  /** A refused step: tells again where the program stands. False when it has never stopped. */
  tellAgain(): boolean {
    if (this.#lastStop === null) return false;
    this.#tell(this.#lastStop);
    return true;
  }

  #tell(stop: Stop): void {
    const { alone, goid } = stop;
    // Whoever does not stand any more had been told to.
    const goesOn = alone === true && this.#lastStop?.alone !== true && this.#lastStop !== null;
    if (alone === true) this.#alone.set(goid, stop);
    else this.#alone.clear();
    this.#lastStop = stop;
    if (goesOn) this.#listener.send('continued', { threadId: goid, allThreadsContinued: true });
    this.#listener.stopped(stop);
    this.telling.stop(stop);
  }

  /** As Go's SIGTERM would. The `exited` event follows, even where the program does not listen. */
  async terminate(): Promise<void> {
    const late = setTimeout(() => this.#hasExited(143), patience);
    void this.#exit.then(() => clearTimeout(late));
    await this.trace.terminate().catch((error: unknown) => {
      if (!this.#exited) throw error;
    });
  }

  /** Nobody looks any more: `terminate` ends the program with all it has, else it goes on at full speed. */
  async end(terminate: boolean): Promise<void> {
    this.telling.dispose();
    this.#controlSubscription?.dispose();
    const exited = this.trace.on('exited', () => void this.trace.dispose());
    if (!terminate && !this.#exited) {
      await this.trace.detach();
      return;
    }
    exited.dispose();
    await this.trace.dispose();
  }

  #followControl(): void {
    const { control } = this.#run;
    if (control === undefined) return;
    const tell = (): void => this.#listener.control(control.controls, control.clients);
    this.#controlSubscription = control.on(tell);
    tell();
  }

  #stopped(stop: Stop): void {
    if (this.#passes?.(stop) === true) {
      this.trace.runToMark().catch((error: unknown) => this.telling.output('important', `${String(error)}\n`, null));
      return;
    }
    this.#passes = null;
    this.#tellPassedOver(stop);
    this.#tell(stop);
  }

  /** What a person's own program did not come to, before a stop of the walkthrough that it was made from. */
  #tellPassedOver({ mark }: Stop): void {
    const { walk } = this.#run;
    if (walk?.missing === undefined || mark === null) return;
    const locale = this.launch?.locale ?? this.client.locale;
    const stops = walk.narrations(locale);
    const at = stops.findIndex(({ stop }) => stop === mark);
    const resumed = this.#furthest < 0 && this.launch?.stop !== undefined;
    const titles = resumed ? [] : stops.slice(this.#furthest + 1, Math.max(at, 0)).map(({ title }) => title);
    if (titles.length > 0) this.telling.output('important', `${wordsFor(locale).passedOver(titles)}\n`, null);
    this.#furthest = Math.max(this.#furthest, at);
  }

  #hasExited(status: number): void {
    if (this.#exited) return;
    this.#exited = true;
    this.#resolveExit();
    this.#listener.exited(status);
  }
}
