/** One Go program on this thread: its source, types, linker, natives and scheduler, put together and run. */
import type { Linux } from '../linux/index.ts';
import type { Tape } from '../trace/recording/tape.ts';
import { T, type FunctionInfo } from '../trace/tracer.ts';
import type { CodePlace } from './emit/codePlaces.ts';
import { Linker } from './emit/linker.ts';
import type { StoredImage } from './emit/image/restored.ts';
import { M } from './machine/index.ts';
import type { G, GoStatement } from './machine/goroutine.ts';
import type { MirroredFunction } from './machine/mirror.ts';
import type { GoPanic } from './machine/runtimeError.ts';
import { tracebackLimit, type RaisedIn } from './machine/traceback.ts';
import type { RType } from './machine/types.ts';
import type { SchedulerHooks } from './machine/scheduler.ts';
import { collectNatives, type NativeContext } from './natives/index.ts';
import type { CallerPlace, Native } from './natives/native.ts';
import type { SignalHost } from './natives/signal.ts';
import { makeShortcuts, type Shortcuts } from './natives/shortcuts.ts';
import { refusals } from './refusals.ts';
import { embedErrors } from './types/embed.ts';
import { builtGodebug, keepSpare, mainPath, type SourceLoader } from './source/index.ts';
import { resolveAnchor } from './source/anchors.ts';
import type { FuncType, SourceFile } from './syntax/ast.ts';
import { FileSet } from './syntax/fileSet.ts';
import { walk } from './syntax/walk.ts';
import { Program } from './types/program.ts';
import type { GoError, Package } from './types/types.ts';

export interface ExecutionOptions {
  loader: SourceLoader;
  linux: Linux;
  /** The program's arguments; the first is its name. */
  args: string[];
  environment: Record<string, string | undefined>;
  /** Whether somebody may come to watch; a program that nobody will is faster. */
  watchable: boolean;
  /** Further packages whose statements are steps; `std` for all. */
  stepInto: string[];
  /** Who watches signals for the program. */
  signals?: SignalHost | undefined;
  /** Records what comes from outside, or gives it instead. */
  tape?: Tape | undefined;
  /** Told of functions that have just been compiled. */
  compiled(functions: readonly FunctionInfo[]): void;
  /** What an earlier run of the program linked (imageFile.ts), its library part at least made from the same sources. */
  image?: StoredImage | null;
}

/** Packages that are shown without being asked for. */
const shownPackages = new Set([
  'net', 'internal/poll', 'syscall', 'runtime/internal/syscall', 'internal/runtime/syscall', 'internal/runtime/syscall/linux',
]); // prettier-ignore

/** How the runtime calls what was deferred, and how it parks. */
const callDeferred = new Set(['fn', 'runOpenDeferFrame']);
const wait = new Set(['gopark', 'goparkunlock', 'semacquire', 'semacquire1']);

export class Execution {
  readonly program: Program;
  readonly fileSet = new FileSet();
  readonly linker: Linker;
  readonly linux: Linux;
  /** Called before the network is looked at without waiting, and every 10 ms (100 in plain functions) while a loop runs without parking. */
  beforeNetpoll: () => void = () => undefined;
  /** Called before the thread blocks in the kernel and after. The first says whether something was asked meanwhile: it may want the next step. */
  beforeBlocking: () => boolean = () => false;
  afterBlocking: () => void = () => undefined;
  /** The thread sleeps until a system call returns that another thread makes. */
  waitsForCalls = false;
  private readonly options: ExecutionOptions;
  private readonly shortcuts: Shortcuts;
  private hasHooks = false;
  private wake: { cell: { v: unknown }; bytes: number } | null = null;

  constructor(options: ExecutionOptions) {
    this.options = options;
    this.linux = options.linux;
    const { loader } = options;
    this.useTape(options.tape ?? null);
    options.linux.threads?.prepare();
    this.program = new Program({ loader, fileSet: this.fileSet, goVersion: loader.go.version });
    const context: NativeContext = {
      M,
      kernel: options.linux.kernel,
      memory: options.linux.memory,
      threads: options.linux.threads,
      minor: loader.go.version.minor,
      args: options.args,
      environment: options.environment,
      builtGodebug: builtGodebug(loader.go, loader.program),
      signals: options.signals,
      type: (path, name) => this.typeDescriptor(path, name),
      callers: (limit) => this.callers(limit),
      variable: (path, name) => this.linker.globalOf(`${path} ${name}`),
      method: (path, type, name) => this.called(path, name, type),
      call: (path, name) => this.called(path, name),
    };
    this.shortcuts = makeShortcuts(context);
    const image = options.image ?? null;
    if (image !== null) this.announceFiles(image);
    this.linker = new Linker({
      program: this.program,
      machine: M,
      tracer: T,
      natives: collectNatives(context),
      shortcuts: this.shortcuts.functions,
      watchable: options.watchable,
      isShown: (path, file) => this.isShown(path, file),
      compiled: (functions) => options.compiled(functions),
      isOwn: (path) => !loader.isStandard(path),
      realPath: (file) => loader.realPath(file),
      image,
    });
  }

  /** Does something that is not the program's own doing. */
  aside<R>(look: () => R): R {
    const { tape } = this.options;
    return tape === undefined ? look() : tape.aside(look);
  }

  /** Everything that comes into the program from outside passes a tape, where there is one. */
  private useTape(tape: ExecutionOptions['tape'] | null): void {
    const { memory, kernel } = this.linux;
    M.memory.addressOfBuffer = (buffer) => memory.addressOf(buffer);
    if (!tape) return;
    M.clock.tape = tape;
    M.systemCalls.tape = tape;
    kernel.tape = tape;
    const known = new WeakMap<ArrayBufferLike, number>();
    M.memory.addressOfBuffer = (buffer) => {
      let address = known.get(buffer);
      if (address === undefined) {
        address = tape.number('address', () => memory.addressOf(buffer));
        tape.placed(buffer, address);
        known.set(buffer, address);
      }
      return address;
    };
  }

  /** Positions in files that may never be parsed. */
  private announceFiles({ data, ownHolds }: StoredImage): void {
    const { loader } = this.options;
    for (const [path, length, pkg] of data.files) {
      if (!ownHolds && !loader.isStandard(pkg)) continue;
      this.fileSet.announceFile(path, length, () => loader.files(pkg)?.find((file) => file.path === path)?.text ?? '');
    }
  }

  /** The person's packages, checked: what the compiler would say is wrong with them. */
  check(): GoError[] {
    // An image is made of programs that compile. The files that one embeds may have changed.
    if (this.linker.restored?.stored.ownHolds === true) {
      return this.options.loader.program?.files.some(({ imports }) => imports.includes('embed')) === true
        ? this.embedErrors([this.main])
        : [];
    }
    const errors = this.program.checkProgram(this.main);
    const own = this.program.loaded().filter((pkg) => pkg.own);
    return errors.length > 0 ? errors : [...this.embedErrors(own), ...refusals(own)];
  }

  private embedErrors(own: Package[]): GoError[] {
    const { loader } = this.options;
    return own.flatMap((pkg) => embedErrors(pkg, loader.go.version.minor, (file) => loader.realPath(file)));
  }

  get main(): Package {
    return this.program.load(mainPath);
  }

  /** Does a part of what the program needs when it starts, while nobody asks for anything; whether there was something to do. */
  lookAhead(): boolean {
    if (this.hasHooks) return false;
    M.scheduler.hooks = this.netpollHooks();
    this.hasHooks = true;
    return true;
  }

  /** Runs the program to its end; gives the exit status. */
  run(): number {
    const { linker } = this;
    const main = linker.functionNamed(mainPath, 'main');
    this.lookAhead();
    keepSpare();
    M.scheduler.beforeTracebacks = () => this.handOver();
    M.scheduler.afterPreemption = () => this.beforeNetpoll();
    M.scheduler.wakeNetPollerAfterCalls = (wake) => this.wakeAfterCalls(wake);
    M.scheduler.sleepUntilCallReturns = () => this.sleepUntilCallReturns();
    function* start(): Generator<undefined, void, void> {
      for (const initialiser of linker.initialise(mainPath)) yield* M.finish(initialiser());
      yield* M.finish((main.f as Native)());
    }
    try {
      return M.scheduler.run(M.starting(start));
    } finally {
      this.linux.threads?.end();
    }
  }

  /** A Go function for natives, looked up when it is first called. */
  private called(path: string, name: string, type?: string): Native {
    let holder: { f: unknown } | null = null;
    return (...args) => ((holder ??= this.linker.functionNamed(path, name, type)).f as Native)(...(args as unknown[]));
  }

  /** A thread whose system call returns writes to what wakes epoll_pwait, as netpollBreak does; or to nothing. */
  private wakeAfterCalls(wake: boolean): void {
    const { fd, bytes } = wake ? this.breakDescriptor() : { fd: -1, bytes: 8 };
    this.linux.threads?.wake(fd, bytes);
  }

  /** Nothing can go on before a system call returns, and there is no network to wait for. */
  private sleepUntilCallReturns(): void {
    const { threads } = this.linux;
    this.waitsForCalls = true;
    const wasAsked = this.beforeBlocking();
    if (threads !== null) threads.wake(threads.event, 8);
    // What is awaited makes no step of its own.
    if (M.systemCalls.peek() === 0 && !wasAsked) threads?.wait();
    threads?.wake(-1, 8);
    this.waitsForCalls = false;
    this.afterBlocking();
  }

  /** Goroutines that are parked in a shortcut park in Go's own code instead: before somebody begins to watch. */
  handOver(): void {
    for (const gp of M.allgs()) if (gp.inShortcut && gp.nested === 0) M.runParked(gp);
  }

  /** Puts the mirrored scheduler on its lines of runtime/proc.go; what has no line in this version is not shown. */
  installMirror(): void {
    M.installMirror((mirrored) => {
      return this.linker.mirrored(mirrored.name, () => this.mirror(mirrored));
    });
  }

  private mirror(mirrored: MirroredFunction): FunctionInfo | null {
    const file = this.program.load('runtime').files.find((candidate) => candidate.path === 'runtime/proc.go');
    if (file === undefined) return null;
    const declared = (name: string | null) =>
      file.decls.find((d) => d.kind === 'FuncDecl' && d.receiver === null && d.name.name === name);
    const decl = declared(mirrored.func) ?? declared(mirrored.formerly);
    if (decl?.kind !== 'FuncDecl') return null;
    const func = decl.name.name;
    const info = this.linker.newFunctionInfo(`runtime.${func}`, file, decl.name.pos, decl.end, false);
    info.steps = mirrored.anchors.map((anchor) => {
      for (const statement of anchor.statements) {
        const found = resolveAnchor({ file: anchor.file, func, statement, ...(anchor.occurrence === undefined ? {} : { occurrence: anchor.occurrence }) }, file); // prettier-ignore
        if ('pos' in found) return { pos: found.pos, end: headEnd(file, found), writes: [] };
      }
      return undefined as never;
    });
    this.options.compiled([info]);
    return info;
  }

  /** The netpoller's epoll instance; -1 before there is one. */
  pollDescriptor(): number {
    const epfd = this.linker.globalNamed('runtime', 'epfd');
    return epfd === null ? -1 : Number(epfd[0].v);
  }

  /** What wakes the thread: of epoll_pwait, Go's own netpollBreak, an eventfd since 1.23 and a pipe before. */
  breakDescriptor(): { fd: number; bytes: number } {
    if (this.waitsForCalls) return { fd: this.linux.threads?.event ?? -1, bytes: 8 };
    const known = (this.wake ??= this.findWake());
    return known === null ? { fd: -1, bytes: 1 } : { fd: Number(known.cell.v), bytes: known.bytes };
  }

  private findWake(): { cell: { v: unknown }; bytes: number } | null {
    const eventfd = this.linker.globalNamed('runtime', 'netpollEventFd');
    if (eventfd !== null) return { cell: eventfd[0], bytes: 8 };
    const pipe = this.linker.globalNamed('runtime', 'netpollBreakWr');
    return pipe === null ? null : { cell: pipe[0], bytes: 1 };
  }

  private callers(limit: number): CallerPlace[] {
    const places = this.linker.places.stack(limit, M.getg().panicking);
    return places.map((place) => ({ ...this.caller(place), function: this.linker.symbol(place.function) }));
  }

  /** The functions that were called where a panic was raised, innermost first; also those without steps. */
  raisedIn(panic: GoPanic): RaisedIn[] {
    return this.linker.places.raised(tracebackLimit, panic).map((place) => this.inTraceback(place));
  }

  /** The functions that a goroutine is in, innermost first, also those without steps; none where its stack cannot be looked at. */
  standsIn(gp: G): RaisedIn[] {
    let places: CodePlace[] = [];
    const look = (): void => void (places = this.linker.stack(tracebackLimit, gp));
    if (gp === M.getg()) look();
    else M.lookOnStack(gp, look);
    return places.map((place) => this.inTraceback(place));
  }

  /** Where a go statement stands, as `path:line`. */
  siteOf([, file, offset]: GoStatement): string {
    const { line } = this.fileSet.position(this.fileSet.posOfOffset(file, offset));
    return `${this.options.loader.realPath(file)}:${line}`;
  }

  private inTraceback(place: CodePlace): RaisedIn {
    const { function: name, file, line } = this.caller(place);
    const hasArguments = place.file === null || M.isRangeBody(name) || this.hasArguments(place);
    return { function: name, position: `${file}:${line}`, hasArguments };
  }

  private caller({ function: name, file, pos }: CodePlace): CallerPlace {
    const at = file === null ? this.callsOn(name) : pos;
    const position = this.fileSet.position(at);
    return { function: name, file: this.options.loader.realPath(file?.path ?? position.path), line: position.line };
  }

  /** Where gopanic or Goexit, which the machine does itself, calls a deferred function in Go's source; where what a native stands for waits. */
  private callsOn(name: string): number {
    const body = this.linker.bodyNamed(name);
    if (body === null) return 0;
    const calls = name === 'runtime.gopanic' || name === 'runtime.Goexit' ? callDeferred : wait;
    const found: number[] = [];
    walk(body, (node) => {
      if (node.kind === 'CallExpr' && node.fun.kind === 'Ident' && calls.has(node.fun.name)) found.push(node.pos);
      return undefined;
    });
    return (calls === wait ? found.at(-1) : found[0]) ?? body.pos;
  }

  /** Whether the function around a place takes any, its receiver counted. */
  private hasArguments({ file, pos }: CodePlace): boolean {
    const { loader } = this.options;
    const source = this.program.load(loader.packageOf(file?.path ?? '') ?? mainPath).files.find(({ path }) => path === file?.path); // prettier-ignore
    let innermost: FuncType | null = null;
    let hasReceiver = false;
    for (const decl of source?.decls ?? []) {
      if (pos < decl.pos || pos >= decl.end) continue;
      const isFunction = decl.kind === 'FuncDecl';
      if (isFunction) [innermost, hasReceiver] = [decl.signature, decl.receiver !== null];
      walk(isFunction ? (decl.body() ?? decl) : decl, (node) => {
        if (node.kind === 'FuncLit' && node.pos <= pos && pos < node.end)
          [innermost, hasReceiver] = [node.signature, false];
        return undefined;
      });
    }
    return hasReceiver || (innermost?.params.length ?? 0) > 0;
  }

  /** Whether the statements of a file are steps. */
  isShown(path: string, file: string): boolean {
    if (path === 'runtime') return /^runtime\/netpoll\w*\.go$/.test(file);
    const { stepInto } = this.options;
    return (
      shownPackages.has(path) ||
      !this.options.loader.isStandard(path) ||
      stepInto.includes(path) ||
      stepInto.includes('std')
    );
  }

  private typeDescriptor(path: string, name: string): RType {
    const { codes, descriptors } = this.linker;
    return descriptors.byCode(codes.codeOf(['named', path, name]));
  }

  /** The scheduler's netpoller is Go's own, executed: runtime/netpoll.go and netpoll_epoll.go. */
  private netpollHooks(): SchedulerHooks {
    const { linker } = this;
    const holder = (name: string): Native => {
      const found = linker.functionNamed('runtime', name);
      return (...args) => (found.f as Native)(...(args as unknown[]));
    };
    const minor = this.options.loader.go.version.minor;
    const netpoll = holder('netpoll');
    const inited = holder('netpollinited');
    const genericInit = holder('netpollGenericInit');
    const variable = (name: string): (() => number) => {
      const cell = linker.globalOf(`runtime ${name}`);
      // A plain integer in Go 1.19, an atomic one since.
      return () => (typeof cell.v === 'number' ? cell.v : (cell.v as { value: number }).value);
    };
    const waiters = variable('netpollWaiters');
    const isInited = variable('netpollInited');
    const adjust = minor >= 22 ? holder('netpollAdjustWaiters') : null;
    return {
      netpoll: (delay) => {
        if (delay === 0) this.beforeNetpoll();
        else this.beforeBlocking();
        const found = this.shortcuts.netpoll(delay);
        const result = found === null ? netpoll(delay) : null;
        if (delay !== 0) this.afterBlocking();
        if (found !== null) return found;
        const [list, delta] = (minor >= 22 ? result : [result, 0]) as [{ head: number }, number];
        if (adjust !== null && delta !== 0) adjust(delta);
        return unlink(list);
      },
      netpollinited: () => inited() as boolean,
      netpollWaiters: waiters,
      // time.go, doaddtimer: looks at the variable itself before it calls.
      netpollGenericInit: () => {
        if (isInited() === 0) genericInit();
      },
    };
  }
}

/** The goroutines of a gList, first first (proc.go, gList.pop). */
function unlink(list: { head: number }): G[] {
  const goroutines: G[] = [];
  let gp = list.head === 0 ? null : (M.pointerAt(list.head) as unknown as G);
  while (gp !== null) {
    const next: G | null = gp.schedlink;
    gp.schedlink = null;
    goroutines.push(gp);
    gp = next;
  }
  return goroutines;
}

/** The end of what a step shows of a statement: of one with a body, its first line. */
function headEnd(file: SourceFile, found: { pos: number; end: number }): number {
  const text = file.text.slice(found.pos - file.base, found.end - file.base);
  const line = text.indexOf('\n');
  return line >= 0 && /^(if|for|switch|select)\b/.test(text) ? found.pos + line : found.end;
}
