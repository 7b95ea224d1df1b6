/**
 * Package variables and the initialisation of packages (Go spec, "Program initialization and execution").
 *
 * A person's own packages are initialised in Go's order, statement for statement. The standard library mostly is not, since it shows to nobody:
 * its variables are made when the first function that mentions them is compiled, and packages that a program may import by the dozen without
 * ever calling them (cryptography, tables of Unicode) are only read, and their init functions only run, when something in them is called.
 */
import type { Expr, ImportSpec } from '../syntax/ast.ts';
import type { RType } from '../machine/rtype.ts';
import { embeddedVariables, embeds } from '../types/embed.ts';
import type { Package, Var } from '../types/types.ts';
import { embeddedValue } from './embed.ts';
import { emitAs } from './expressions.ts';
import { FunctionEmitter } from './function.ts';
import type { GlobalKey, HolderKey, InitialisationStep } from './image/format.ts';
import type { Linker } from './linker.ts';
import { isPure } from './purity.ts';
import type { Unit } from './unit.ts';

export interface Cell {
  v: unknown;
}

interface Global {
  cell: Cell;
  type: RType;
  packageName: string;
}

/** Those whose initialisers call the kernel, read the clock, or number things in the order in which they run. */
const inOrder = new Set(['os', 'time', 'syscall', 'encoding/gob']);

/** Packages that nothing depends on unless it calls them. What a person imports, or something imports as `_`, is initialised with its importer. */
const onDemand = /^(crypto|vendor)\/|^net\/http\/internal\/http2$/;

/** Parts of the runtime: the machine stands for them, and their init functions never run. */
const ofRuntime = /^(runtime|internal\/cpu|unsafe)$|^(runtime\/internal|internal\/runtime)\//;

export class Initialisation {
  private readonly linker: Linker;
  private readonly cells = new Map<Var, Cell>();
  private readonly globals = new Map<GlobalKey, Global>();
  private readonly initialised = new Set<string>();

  constructor(linker: Linker) {
    this.linker = linker;
  }

  /** The cell of a package variable. Where nobody can tell when its value was made, it has it now. */
  global(variable: Var): Cell {
    let cell = this.cells.get(variable);
    if (cell === undefined) {
      const key = keyOf(variable);
      cell = this.globals.get(key)?.cell ?? this.fromImage(key) ?? this.make(variable, key);
      this.cells.set(variable, cell);
    }
    return cell;
  }

  /** The cell of a package variable that an image knows by its key only. */
  globalOf(key: GlobalKey): Cell {
    const known = this.globals.get(key)?.cell ?? this.fromImage(key);
    if (known !== undefined) return known;
    const [path = '', name = ''] = key.split(' ');
    const variable = this.linker.program.load(path).lookup(name);
    if (variable?.kind !== 'var') throw new Error(`variable ${path}.${name} is undeclared`);
    return this.global(variable);
  }

  private fromImage(key: GlobalKey): Cell | undefined {
    const { restored, descriptors } = this.linker;
    const record = restored?.global(key);
    if (record === undefined) return undefined;
    const cell = this.add(key, descriptors.byCode(record.type), record.packageName);
    this.require(key.slice(0, key.indexOf(' ')));
    const { initialiser } = record;
    if (initialiser !== null) this.unseen(restored?.make(initialiser) as () => unknown);
    return cell;
  }

  private add(key: GlobalKey, type: RType, packageName: string): Cell {
    const { machine, recorder } = this.linker;
    const cell = recorder.named(new machine.Cell(type.zero()) as Cell, `g${key}`);
    this.globals.set(key, { cell, type, packageName });
    return cell;
  }

  private make(variable: Var, key: GlobalKey): Cell {
    const { program, descriptors, recorder } = this.linker;
    program.checkPackageVariable(variable);
    const cell = this.add(key, descriptors.of(variable.type), variable.pkg?.name ?? '');
    this.cells.set(variable, cell);
    recorder.global(key, variable.type, variable.pkg?.name ?? '');
    const { spec, specIndex } = variable;
    const pkg = variable.pkg as Package;
    this.require(pkg.path);
    if (spec === null || spec.values.length === 0 || pkg.own) return cell;
    const several = spec.values.length < spec.names.length;
    const value = (several ? spec.values[0] : spec.values[specIndex]) as Expr;
    if (inOrder.has(pkg.path) && (several || !isPure(value))) return cell;
    const lhs = several ? spec.names.map(({ name }) => siblingOf(variable, name)) : [variable];
    const { run, unit } = this.initialiser(pkg, lhs, value);
    recorder.globalInitialiser(key, unit);
    this.unseen(run);
    return cell;
  }

  /** The variables of a package that the program has used so far: name, cell, descriptor; the package by its path or its name. */
  known(pkg: string): [string, Cell, RType][] {
    const found: [string, Cell, RType][] = [];
    for (const [key, { cell, type, packageName }] of this.globals) {
      const space = key.indexOf(' ');
      if (key.slice(0, space) === pkg || packageName === pkg) found.push([key.slice(space + 1), cell, type]);
    }
    return found.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Initialises a package and, before it, what it imports. Gives the functions to run, in order. */
  *initialise(path: string): Generator<() => unknown> {
    if (this.initialised.has(path)) return;
    this.initialised.add(path);
    if (ofRuntime.test(path)) return;
    const record = this.linker.restored?.package(path);
    if (record === undefined) yield* this.fromSource(this.linker.program.load(path));
    else {
      for (const imported of record.imports) yield* this.initialise(imported);
      for (const step of record.steps) yield () => this.runStep(step);
    }
  }

  private runStep(step: InitialisationStep): unknown {
    const { linker } = this;
    const run = typeof step === 'string' ? linker.holderOf(step).f : linker.restored?.make(step);
    return (run as () => unknown)();
  }

  private *fromSource(pkg: Package): Generator<() => unknown> {
    const { program, recorder } = this.linker;
    const imports = this.importOrder(pkg).map(({ path }) => path);
    for (const imported of imports) yield* this.initialise(imported);
    const steps: (Unit | HolderKey | null)[] = [];
    if (pkg.own && embeds(pkg)) yield* this.embedded(pkg, steps);
    if (pkg.own || inOrder.has(pkg.path)) {
      for (const { lhs, rhs } of program.initOrder(pkg)) {
        const isMadeOnDemand = lhs.length === 1 && !pkg.own && isPure(rhs);
        if (isMadeOnDemand) continue;
        yield () => {
          const { run, unit } = this.initialiser(pkg, lhs, rhs);
          steps.push(unit);
          return run();
        };
      }
    }
    for (const init of program.initFunctions(pkg)) {
      if (init.decl?.receiver !== null) continue;
      const holder = this.linker.holder(init, []);
      steps.push(recorder.references.get(holder)?.slice(1) ?? null);
      yield () => (holder.f as () => unknown)();
    }
    if (!steps.includes(null)) recorder.package(pkg.path, imports, steps as (Unit | HolderKey)[]);
  }

  /** Embedded files are read in each run: an image holds none. */
  private *embedded(pkg: Package, steps: (Unit | HolderKey | null)[]): Generator<() => unknown> {
    const { machine, descriptors, realPath } = this.linker;
    for (const [name, files] of embeddedVariables(pkg, realPath)) {
      steps.push(null);
      const variable = pkg.lookup(name);
      if (variable?.kind !== 'var') continue;
      yield () => {
        this.global(variable).v = embeddedValue(machine, variable.type, descriptors.of(variable.type), files);
      };
    }
  }

  /** Something in the package is about to be used. */
  require(path: string): void {
    if (this.initialised.has(path) || !onDemand.test(path)) return;
    const { machine } = this.linker;
    this.unseen(() => {
      for (const initialiser of this.initialise(path)) {
        if (initialiser() === machine.parked) machine.driveRest();
      }
    });
  }

  /** In Go this ran before main did: nobody steps through it now. */
  private unseen(run: () => void): void {
    const { tracer } = this.linker;
    const { on } = tracer;
    tracer.on = false;
    try {
      run();
    } finally {
      tracer.on = on;
    }
  }

  /** What a package's initialisation waits for, without reading what it does not wait for. */
  private importOrder(pkg: Package): Package[] {
    const { program } = this.linker;
    const waitsFor = (spec: ImportSpec): boolean => pkg.own || spec.name?.name === '_' || !onDemand.test(program.importPath(spec, pkg)); // prettier-ignore
    const imported = new Set<Package>();
    for (const file of pkg.files) {
      for (const spec of file.imports) if (waitsFor(spec)) imported.add(program.load(spec.path, pkg.path));
    }
    return [...imported].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** `lhs = rhs` as a function. */
  private initialiser(pkg: Package, lhs: (Var | null)[], rhs: Expr): { run: () => unknown; unit: Unit } {
    const { linker } = this;
    const context = linker.context(pkg, lhs[0]?.file ?? linker.program.fileOf(rhs.pos), null);
    const emitter = new FunctionEmitter({ ...context, shown: false }, `${pkg.path}.init`, null);
    emitter.isGenerator = pkg.own && linker.parking.nodeMayPark(rhs, pkg.path);
    const text = emitter.capture(() => {
      const cells = lhs.map((variable) =>
        variable === null || variable.name === '_' ? null : emitter.unit.reference(this.global(variable), 'g'),
      );
      const first = lhs[0];
      emitter.step(rhs.pos, rhs.end);
      if (lhs.length === 1) {
        const type = first?.type ?? rhs.type ?? linker.anyType;
        emitter.write(`${cells[0] === null ? '' : `${cells[0]}.v = `}${emitAs(emitter, rhs, type)};`);
      } else {
        emitter.write(`const $values = ${emitAs(emitter, rhs, rhs.type ?? linker.anyType)};`);
        cells.forEach((cell, i) => cell !== null && emitter.write(`${cell}.v = $values[${i}];`));
      }
    });
    const run = context.unit.evaluate(
      emitter.functionText([], ` ${emitter.declarations()} ${text} `),
      `${pkg.path}.init`,
    ) as () => unknown;
    return { run, unit: context.unit };
  }
}

const keyOf = (variable: Var): GlobalKey => `${variable.pkg?.path ?? ''} ${variable.name}`;

/** Another variable of the same declaration. */
function siblingOf(variable: Var, name: string): Var | null {
  const found = name === '_' ? undefined : variable.pkg?.lookup(name);
  return found?.kind === 'var' ? found : null;
}
