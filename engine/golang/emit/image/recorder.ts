/** Gathers what a run links from source. Nothing is copied: encoder.ts looks at it when an image is made. */
import type { FunctionInfo } from '../../../trace/tracer.ts';
import type { Method, RType } from '../../machine/rtype.ts';
import type { Type } from '../../types/types.ts';
import type { Holder } from '../holder.ts';
import type { Unit } from '../unit.ts';
import type { GlobalKey, HolderKey, Reference, ThunkKey } from './format.ts';

interface RecordedFunction {
  unit?: Unit;
  alias?: Holder;
  usesRecover: boolean;
}
interface RecordedThunk {
  unit?: Unit;
  direct?: Holder;
  name: string;
  mayPark: boolean;
  target: Holder | null;
}

type Step = Unit | HolderKey;

/** Something that was made from source. */
interface Made {
  /** Null for what has no name itself. */
  key: string | null;
  unit?: Unit | undefined;
  /** How long all before it took to be made: how long it took itself, the next one tells. */
  before: number;
}

export class Recorder {
  /** How holders, thunks, package variables and descriptors are named. */
  readonly references = new WeakMap<object, Reference>();
  readonly frames = new WeakMap<object, { info: FunctionInfo; properties: string[] }>();
  readonly functions = new Map<HolderKey, RecordedFunction>();
  /** By the function's key and the place in its file. */
  readonly rests = new Map<string, { key: HolderKey; unit: Unit }>();
  readonly thunks = new Map<ThunkKey, RecordedThunk>();
  readonly globals = new Map<GlobalKey, { type: Type; packageName: string; initialiser: Unit | null }>();
  readonly packages = new Map<string, { imports: string[]; steps: Step[] }>();
  readonly methodSets = new Map<number, Method[]>();
  readonly methodTypes = new WeakMap<Method, RType>();
  readonly localTypes = new WeakMap<object, Type>();
  readonly holders = new Map<HolderKey, Holder>();
  readonly mirrored = new Map<string, FunctionInfo | null>();
  readonly anchors = new Map<string, { file: string; pos: number; end: number }>();

  // ---- while the program runs

  /** What had to be made from source: functions, wrappers, initialisers, mirrored functions, anchors. */
  readonly made: Made[] = [];
  /** How long functions took to be made: the first of a package has all of that read. */
  milliseconds = 0;

  named<T extends object>(object: T, reference: Reference | null): T {
    if (reference !== null) this.references.set(object, reference);
    return object;
  }
  holder(key: HolderKey, holder: Holder): void {
    this.holders.set(key, holder);
    this.references.set(holder, `h${key}`);
  }
  frame(frameClass: object, info: FunctionInfo, properties: string[]): void {
    this.frames.set(frameClass, { info, properties });
  }
  function(key: HolderKey | null, made: RecordedFunction): void {
    this.add(key, made.unit);
    if (key !== null) this.functions.set(key, made);
  }
  rest(key: HolderKey | null, offset: number, unit: Unit): void {
    this.add(key, unit);
    if (key !== null) this.rests.set(`${key}@${offset}`, { key, unit });
  }
  thunk(key: ThunkKey | null, made: RecordedThunk): void {
    if (made.unit !== undefined) this.add(key, made.unit);
    if (key !== null) this.thunks.set(key, made);
  }
  global(key: GlobalKey, type: Type, packageName: string): void {
    this.globals.set(key, { type, packageName, initialiser: null });
  }
  globalInitialiser(key: GlobalKey, unit: Unit): void {
    this.add(key, unit);
    const known = this.globals.get(key);
    if (known !== undefined) known.initialiser = unit;
  }
  package(path: string, imports: string[], steps: Step[]): void {
    this.packages.set(path, { imports, steps });
  }
  methodSet(code: number, methods: Method[]): void {
    if (code >= 0) this.methodSets.set(code, methods);
  }
  methodType(method: Method, type: RType): RType {
    this.methodTypes.set(method, type);
    return type;
  }
  localType<T extends object>(descriptor: T, type: Type): T {
    this.localTypes.set(descriptor, type);
    return descriptor;
  }
  mirror(name: string, info: FunctionInfo | null): void {
    this.add(name);
    this.mirrored.set(name, info);
  }
  anchor(key: string, found: { file: string; pos: number; end: number }): void {
    this.add(key);
    this.anchors.set(key, found);
  }

  private add(key: string | null, unit?: Unit): void {
    this.made.push({ key, unit, before: this.milliseconds });
  }
}
