/** Looks into a stopped (or momentarily held) program: goroutines, stacks, variables, descriptors; now, or as they were at a step of the history. */
import type { Execution } from '../../golang/execution.ts';
import { evaluate, type Lookup } from '../../golang/inspect/evaluate.ts';
import { Values, type TypedValue } from '../../golang/inspect/values.ts';
import { M } from '../../golang/machine/index.ts';
import type { G } from '../../golang/machine/goroutine.ts';
import type { RType } from '../../golang/machine/rtype.ts';
import type { Linux, SyscallRecord } from '../../linux/index.ts';
import { descriptorsGiven, errnoName } from '../../linux/index.ts';
import { type History, View } from '../../trace/history.ts';
import { type Doing, Moments } from '../../trace/moments.ts';
import type { Descriptor, GoroutineState, Scope, StackFrame, SystemCall, Variable } from '../../trace/source.ts';
import { type Frame, type Goroutine, type LocalInfo, T } from '../../trace/tracer.ts';
import { Descriptors } from './descriptors.ts';
import type { Places } from './places.ts';
import { Polling } from './polling.ts';
import { isEpollWait, Waits } from './waits.ts';

interface FrameAt {
  frame: Frame;
  pc: number;
}

type Reference =
  | { kind: 'locals'; at: FrameAt; arguments: boolean }
  | { kind: 'package'; pkg: string }
  | { kind: 'call'; goid: number }
  | { kind: 'kernel' }
  | { kind: 'descriptor'; fd: number }
  | { kind: 'value'; value: TypedValue; name: string };

export class Inspector {
  private readonly execution: Execution;
  private readonly linux: Linux;
  private readonly history: History;
  private readonly places: Places;
  private readonly references = new Numbered<Reference>();
  private readonly frames = new Numbered<FrameAt>();
  private view: View = new View();
  private step = -1;
  private live = true;
  private changes: Map<object, Set<unknown>> = new Map();
  private previousStep = -1;
  readonly calls: SystemCall[] = [];
  private readonly waits = new Waits();
  readonly moments: Moments;
  /** What each goroutine did at the step that is looked at; of now nobody need ask. */
  private doing: ReadonlyMap<Goroutine, Doing> = new Map();
  private readonly kernel: Descriptors;
  readonly polling: Polling;

  constructor(execution: Execution, linux: Linux, history: History, places: Places) {
    this.execution = execution;
    this.linux = linux;
    this.history = history;
    this.places = places;
    this.moments = new Moments(history);
    this.polling = new Polling(linux);
    this.kernel = new Descriptors(linux, this.polling);
  }

  /** From now on things are looked at as of `step`; ids given out before are void. */
  moveTo(step: number, live: boolean): void {
    this.references.clear();
    this.frames.clear();
    this.changes =
      this.previousStep >= 0
        ? this.history.changedBetween(Math.min(this.previousStep, step), Math.max(this.previousStep, step))
        : new Map<object, Set<unknown>>();
    this.previousStep = step;
    this.step = step;
    this.live = live;
    this.view = live ? new View() : this.history.viewAt(step);
    this.doing = live ? new Map<Goroutine, Doing>() : this.moments.at(step);
  }

  // ---- goroutines and stacks

  goroutines(): GoroutineState[] {
    const queued = this.live ? this.polling.queued() : null;
    return [M.scheduler.g0, ...this.existing()].map((g) => this.state(g, queued)).filter((g) => g !== null);
  }

  /** Those that there are, or were at the step that is looked at, in the order in which they were made. */
  private existing(): G[] {
    if (this.live) return M.allgs();
    const known = new Set([...M.allgs(), ...([...this.doing.keys()] as G[])]);
    return [...known].filter((g) => this.doing.get(g)?.status !== null).sort((a, b) => a.goid - b.goid);
  }

  private state(g: G, queued: ReturnType<Polling['queued']> | null): GoroutineState | null {
    const top = this.top(g);
    if (g.goid === 0 && top === null) return null;
    const place = top === null ? null : this.places.stepPlace(top.frame.fn, top.pc);
    const doing = this.doing.get(g);
    return {
      goid: g.goid,
      status: doing?.status ?? this.status(g),
      entry: entryOf(g),
      place,
      function: top?.frame.fn.name ?? '',
      held: g.held,
      ...(queued === null ? {} : { queued: queued.get(g.goid) ?? null }),
      woken: this.polling.woken(g, this.step) ?? null,
      ...(doing === undefined ? this.waits.now(g, this.step, this.linux.isLive) : this.waits.then(g, this.step, doing, this.calls)),
    }; // prettier-ignore
  }

  private status(g: G): string {
    if (g.goid === 0) return 'scheduler';
    switch (g.atomicstatus) {
      case '_Gwaiting':
        return g.waitreason === '' ? 'waiting' : g.waitreason;
      case '_Grunning':
        return 'running';
      case '_Grunnable':
        return 'runnable';
      case '_Gdead':
        return 'exited';
      default:
        return g.atomicstatus.replace('_G', '');
    }
  }

  private top(g: G): FrameAt | null {
    if (!this.live) {
      const recorded = this.history.lastOf(g, this.step);
      return recorded === null ? null : { frame: recorded.frame, pc: recorded.pc };
    }
    return g.frame === null ? null : { frame: g.frame, pc: g.frame.pc };
  }

  goroutine(goid: number): G | null {
    return [M.scheduler.g0, ...M.allgs()].find((g) => g.goid === goid) ?? null;
  }

  stack(goid: number): StackFrame[] {
    const g = [M.scheduler.g0, ...this.existing()].find((one) => one.goid === goid) ?? this.history.at(this.step)?.frame.g ?? null; // prettier-ignore
    const top = g === null ? null : this.top(g as G);
    const stack: StackFrame[] = [];
    for (let at: FrameAt | null = top; at !== null; at = this.caller(at)) {
      stack.push({
        id: this.frames.add(at),
        function: at.frame.fn.name,
        place: this.places.stepPlace(at.frame.fn, at.pc),
        nature: at.frame.fn.file === 'runtime/proc.go' ? 'mirrored' : 'executed',
      });
    }
    return stack;
  }

  private caller(at: FrameAt): FrameAt | null {
    const { caller } = at.frame;
    if (caller === null) return null;
    return { frame: caller, pc: this.live ? caller.pc : this.history.pcAt(caller, this.step) };
  }

  // ---- scopes and variables

  private refer(reference: Reference): number {
    return this.references.add(reference);
  }

  scopes(frameId: number): Scope[] {
    const at = this.frames.get(frameId, 'frame');
    if (at === null) return [];
    const locals = localsOf(at.frame).map(([, local]) => local);
    const { fn, g } = at.frame;
    const scopes: Scope[] = [];
    if (locals.some((local) => local.argument)) {
      scopes.push({
        name: 'Arguments',
        reference: this.refer({ kind: 'locals', at, arguments: true }),
        expensive: false,
      });
    }
    if (locals.some((local) => !local.argument)) {
      scopes.push({
        name: 'Locals',
        reference: this.refer({ kind: 'locals', at, arguments: false }),
        expensive: false,
      });
    }
    const pkg = packageOf(fn.name);
    scopes.push({ name: 'Package variables', reference: this.refer({ kind: 'package', pkg }), expensive: true });
    scopes.push({ name: 'System call', reference: this.refer({ kind: 'call', goid: g?.goid ?? 0 }), expensive: false });
    scopes.push({ name: 'Kernel', reference: this.refer({ kind: 'kernel' }), expensive: true });
    return scopes;
  }

  variables(reference: number, start?: number, count?: number): Variable[] {
    const found = this.references.get(reference, 'variable');
    if (found === null) return [];
    const values = this.values();
    switch (found.kind) {
      case 'locals':
        return this.locals(found.at)
          .filter((local) => local.argument === found.arguments)
          .map((local) => this.variable(local.name, local.name, local.value, values));
      case 'package':
        return this.globals(found.pkg).map(([name, value]) => this.variable(name, name, value, values));
      case 'call':
        return this.callVariables(found.goid);
      case 'kernel':
        return this.descriptors().map((d) => {
          const named = this.objectsOf(d.fd).size;
          const reference = named === 0 ? 0 : this.refer({ kind: 'descriptor', fd: d.fd });
          return { ...observed(`fd ${d.fd}`, describeDescriptor(d), d.kind), named, reference };
        });
      case 'descriptor':
        return [...this.objectsOf(found.fd)].map(([name, value]) => this.variable(name, `${name}(${found.fd})`, value, values)); // prettier-ignore
      case 'value':
        return values.parts(found.value.type, found.value.value, start ?? 0, count ?? 200).map((part) => {
          const path = part.access === '*' ? `*${found.name}` : `${found.name}${part.access}`;
          return this.variable(part.name, path, part, values);
        });
    }
  }

  private values(): Values {
    return new Values(this.view, (type, value) => this.describe(type, value));
  }

  /** What a value says of itself: its Error method, or String of small types that name numbers and addresses. Runs without being watched. */
  private describe(type: RType, value: unknown): string | null {
    if (value === null || value === undefined) return null;
    const methods = type.methodSet();
    const method = methods.get('Error') ?? (textTypes.has(type.string) ? methods.get('String') : undefined);
    if (method === undefined || method.type().params.length !== 0) return null;
    const on = T.on;
    T.on = false;
    try {
      return this.execution.aside(() => {
        const boxed = type.box(value) as unknown as Record<string, () => unknown>;
        const result = boxed[method.property]?.();
        return typeof result === 'string' ? Buffer.from(result, 'latin1').toString('utf8') : null;
      });
    } catch {
      return null;
    } finally {
      T.on = on;
    }
  }

  private variable(name: string, evaluateName: string, value: TypedValue, values: Values): Variable {
    const { indexed, named } = values.counts(value.type, value.value);
    const inside = indexed + named > 0;
    return {
      name,
      value: values.text(value.type, value.value),
      type: value.type.string,
      reference: inside ? this.refer({ kind: 'value', value, name: evaluateName }) : 0,
      indexed,
      named,
      evaluateName,
      changed: value.owner !== null && (this.changes.get(value.owner)?.has(value.key) ?? false),
      nature: 'executed',
    };
  }

  /** The variables in scope at a frame's statement, innermost declaration of a name last wins. */
  private locals({ frame, pc }: FrameAt): { name: string; argument: boolean; value: TypedValue }[] {
    const pos = frame.fn.steps[pc]?.pos ?? 0;
    const inScope = new Map<string, { name: string; argument: boolean; value: TypedValue }>();
    for (const [holder, local] of localsOf(frame)) {
      const begins = local.argument || local.from < pos;
      if (!begins || pos >= local.to) continue;
      const type = (local.type as () => RType)();
      const raw = this.view.get(holder, local.property);
      const cell = local.cell && typeof raw === 'object' && raw !== null;
      const value = cell ? this.view.get(raw, 'v') : raw;
      const owner = cell ? raw : holder;
      inScope.set(local.name, {
        name: local.name,
        argument: local.argument,
        value: { type, value, owner, key: cell ? 'v' : local.property },
      });
    }
    return [...inScope.values()];
  }

  private globals(pkg: string): [string, TypedValue][] {
    return this.execution.linker
      .knownGlobals(pkg)
      .map(([name, cell, type]) => [name, { type, value: this.view.get(cell, 'v'), owner: cell, key: 'v' }]);
  }

  private callVariables(goid: number): Variable[] {
    const call = this.calls.findLast((candidate) => candidate.goid === goid && candidate.step <= this.step);
    if (call === undefined) return [];
    return [
      observed('call', call.text, 'real'),
      observed('result', call.errno === 0 ? String(call.result) : `-1 ${call.errnoName}`, 'int'),
      observed('duration', `${call.duration.toFixed(1)} µs`, ''),
      observed('made at', call.place === null ? '' : `${call.place.file}:${call.place.line}`, ''),
    ];
  }

  /** What an interface holds, as text. */
  interfaceText(value: unknown): string {
    return value === null ? 'nil' : this.values().text(M.types.interface([]), value);
  }

  // ---- evaluation

  /** What the program has around a descriptor: `netFD` (of a file `pollFD`) and `pollDesc`, whoever's variables they are. */
  private objectsOf(fd: number): Map<string, TypedValue> {
    const found = new Map<string, TypedValue>();
    const objects = this.polling.objects(fd, this.view);
    if (objects === null) return found;
    const { type, object, isNetFD, pollDesc } = objects;
    found.set(isNetFD ? 'netFD' : 'pollFD', { type, value: object, owner: null, key: '' });
    const cache = this.execution.linker.globalNamed('runtime', 'pollcache');
    const first = cache && this.values().parts(cache[1], this.view.get(cache[0], 'v')).find(({ name }) => name === 'first'); // prettier-ignore
    if (first && pollDesc !== null) found.set('pollDesc', { type: first.type, value: pollDesc, owner: null, key: '' });
    return found;
  }

  private lookup(at: FrameAt | null): Lookup {
    return (name, pkg) => {
      const [, kind, fd] = objectName.exec(name) ?? [];
      if (kind !== undefined) {
        const object = this.objectsOf(Number(fd)).get(kind);
        if (object === undefined) throw new Error(`descriptor ${fd} has no ${kind} that is known`);
        return object;
      }
      if (pkg === null && at !== null) {
        const local = this.locals(at).find((candidate) => candidate.name === name);
        if (local !== undefined) return local.value;
      }
      const own = at === null ? 'main' : packageOf(at.frame.fn.name);
      const cell = this.execution.linker.globalNamed(pkg ?? own, name);
      return cell === null ? null : { type: cell[1], value: this.view.get(cell[0], 'v'), owner: cell[0], key: 'v' };
    };
  }

  private evaluated(expression: string, at: FrameAt | null): TypedValue {
    const basic = (name: 'bool' | 'int' | 'string' | 'float64'): RType => M.types.basic(name);
    const types = { bool: basic('bool'), int: basic('int'), string: basic('string'), float64: basic('float64') };
    return evaluate(expression.replace(objectCall, '$1_$2_'), this.lookup(at), this.values(), types);
  }

  evaluate(expression: string, frameId: number | null): Variable {
    const at = frameId === null ? null : this.frames.get(frameId, 'frame');
    if (at === null && frameId !== null) throw new Error('the frame is gone: the program has moved on');
    return this.variable(expression, expression, this.evaluated(expression, at), this.values());
  }

  /** For conditions and messages of breakpoints: in the frame as it runs now. */
  evaluateIn(expression: string, frame: Frame): { value: unknown; text: string } {
    const view = this.view;
    this.view = new View();
    try {
      const found = this.evaluated(expression, { frame, pc: frame.pc });
      return { value: found.value, text: this.values().text(found.type, found.value) };
    } finally {
      this.view = view;
    }
  }

  completions(text: string, frameId: number | null): string[] {
    const at = frameId === null ? null : this.frames.get(frameId, 'frame');
    const dot = text.lastIndexOf('.');
    if (dot < 0) {
      const names = at === null ? [] : this.locals(at).map((local) => local.name);
      return names.filter((name) => name.startsWith(text));
    }
    try {
      const base = this.evaluated(text.slice(0, dot), at);
      const rest = text.slice(dot + 1);
      return this.values().parts(base.type, base.value).map((part) => part.name).filter((name) => name.startsWith(rest) && /^\w+$/.test(name)); // prettier-ignore
    } catch {
      return [];
    }
  }

  // ---- system calls and descriptors

  record(record: SyscallRecord, g: G): SystemCall {
    // The statement that asked for the call, not package syscall's plumbing.
    let frame = g.frame;
    while (frame !== null && frame.caller !== null && isPlumbing(frame.fn.file)) frame = frame.caller;
    const call: SystemCall = {
      step: this.history.last,
      goid: g.goid,
      place: frame === null ? null : this.places.stepPlace(frame.fn, frame.pc),
      name: record.name,
      text: record.text,
      result: record.result,
      errno: record.errno,
      errnoName: record.errno === 0 ? '' : errnoName(record.errno),
      start: record.start,
      duration: record.duration,
      fds: descriptorsGiven(record.name, record.args),
    };
    this.calls.push(call);
    if (this.calls.length > maximumCalls) this.calls.splice(0, maximumCalls / 4);
    this.polling.called(record, g.frame);
    this.waits.called(record, call);
    this.kernel.called(record, call);
    return call;
  }

  /** The descriptors of a program that ran unwatched: what its epoll instance watches. Where each was made is not known. */
  findDescriptors(epfd: number): void {
    this.polling.find();
    if (epfd > 0) this.kernel.find(epfd, this.execution.breakDescriptor().fd);
  }

  descriptors(): Descriptor[] {
    return this.kernel.list(this.view, this.clock(), this.waitedAt());
  }

  /** The epoll instances in which a wait has not returned: at the step that is looked at if what is told of the kernel is of then, else now. */
  private waitedAt(): Set<number> {
    if (this.live || this.linux.isLive) return this.waits.waitedAt(this.linux.isLive);
    const waiting = [...this.doing].map(([g, doing]) => this.waits.then(g as G, this.step, doing, this.calls).inCall);
    return new Set(waiting.flatMap((call) => (call && isEpollWait(call.name) && !call.hasReturned ? [call.fd] : [])));
  }

  /** The program's clock; null where it cannot be asked: in the past, and in a recording. */
  private clock(): number | null {
    return this.live && this.linux.isLive ? this.execution.aside(() => M.nanotime()) : null;
  }
}

/** Things with numbers for a client; a number is never given out again, so that a late question is known as one. */
class Numbered<T> {
  private things: T[] = [];
  private first = 1;

  add(thing: T): number {
    this.things.push(thing);
    return this.first + this.things.length - 1;
  }

  clear(): void {
    this.first += this.things.length;
    this.things = [];
  }

  /** Null when it is gone. @throws Error when there never was one of that number */
  get(number: number, what: string): T | null {
    const thing = this.things[number - this.first];
    if (thing === undefined && (number < 1 || number >= this.first)) throw new Error(`there is no ${what} ${number}`);
    return thing ?? null;
  }
}

/** `pollDesc(7)` in an expression, which is no Go; and the name that stands for it in Go's syntax. */
const objectCall = /\b(netFD|pollFD|pollDesc)\((\d+)\)/g;
const objectName = /^(netFD|pollFD|pollDesc)_(\d+)_$/;

const maximumCalls = 20000;
const isPlumbing = (file: string): boolean =>
  file.startsWith('syscall/') || file.includes('runtime/syscall/') || file.includes('runtime/internal/syscall');

/** Types whose String says what a number or address means. */
const textTypes = new Set([
  '*net.TCPAddr',
  '*net.UDPAddr',
  '*net.UnixAddr',
  '*net.IPAddr',
  'net.IP',
  'time.Duration',
  'netip.Addr',
  'netip.AddrPort',
]);

function describeDescriptor(d: Descriptor): string {
  const queues =
    d.acceptQueue !== null
      ? `accept queue ${d.acceptQueue}/${d.backlog}`
      : d.receiveQueue !== null
        ? `receive ${d.receiveQueue} B, send ${d.sendQueue ?? 0} B`
        : '';
  const ends = d.peer === '' ? d.local : `${d.local} → ${d.peer}`;
  return [d.role, d.state, ends, queues, d.interest === '' ? '' : `epoll ${d.interest}`]
    .filter((part) => part !== '')
    .join(' · ');
}

function observed(name: string, value: string, type: string): Variable {
  return {
    name,
    value,
    type,
    reference: 0,
    indexed: 0,
    named: 0,
    evaluateName: '',
    changed: false,
    nature: 'observed',
  };
}

/** `internal/poll` of `internal/poll.(*FD).Accept`. */
function packageOf(functionName: string): string {
  const slash = functionName.lastIndexOf('/');
  const dot = functionName.indexOf('.', slash + 1);
  return dot < 0 ? functionName : functionName.slice(0, dot);
}

/** The variables of a frame's function, in a range-over-func body behind those of the functions around; each with the frame that holds it. */
function localsOf(frame: Frame): [holder: Frame, local: LocalInfo][] {
  const around = frame.around === undefined ? [] : localsOf(frame.around);
  return [...around, ...frame.fn.locals.map((local): [Frame, LocalInfo] => [frame, local])];
}

/** The function that it was started with. */
export function entryOf(g: G): string {
  if (g.goid === 0) return 'runtime.schedule';
  if (g.goid === 1) return 'main.main';
  return g.start?.goName ?? '';
}
