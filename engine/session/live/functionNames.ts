/** What a function breakpoint's name means in the program's source: whether a function of that name can ever be entered, and if not, why. */
import { distance } from 'fastest-levenshtein';
import type { Execution } from '../../golang/execution.ts';
import { mirrored } from '../../golang/machine/mirror.ts';
import { functionName } from '../../golang/source/anchors.ts';
import { importClosure, mainPath, type SourceLoader } from '../../golang/source/index.ts';
import { FileSet } from '../../golang/syntax/fileSet.ts';
import { parseFile } from '../../golang/syntax/parser.ts';

interface DeclaredFunction {
  /** As the traces of Go name it: `net.(*netFD).accept`. */
  name: string;
  /** Within its package: `(*netFD).accept`. */
  inPackage: string;
  file: string;
  hasBody: boolean;
}

/** A full name, or one without its path: `net.(*netFD).accept`, `(*netFD).accept`, `poll.(*FD).Accept`. */
export function matchesName(name: string, wanted: string): boolean {
  return name === wanted || name.endsWith(`/${wanted}`) || name.endsWith(`.${wanted}`);
}

export class FunctionNames {
  private readonly execution: Execution;
  private readonly loader: SourceLoader;
  private readonly declared = new Map<string, DeclaredFunction[]>();
  private closure: string[] | null = null;

  constructor(execution: Execution, loader: SourceLoader) {
    this.execution = execution;
    this.loader = loader;
  }

  /** A sentence that says why no function of that name will be entered; null when one may be. */
  problem(wanted: string): string | null {
    const { linker } = this.execution;
    if (linker.functions.some(({ name }) => matchesName(name, wanted))) return null;
    // A function literal counts with the function that it is in.
    const outer = wanted.replace(/(\.func\d+)(\.\d+)*$/, '');
    const qualifier = /^(?:.*\/)?[^./()]+(?=\.)/.exec(outer)?.[0] ?? '';
    const packages = qualifier === '' ? [] : this.packagesNamed(qualifier);
    const [only] = packages;
    if (only === undefined) {
      // Without a package, or a method by its type only: `accept`, `(*netFD).accept`, `netFD.accept`.
      const all = this.packages().filter((pkg) => this.hasSteps(pkg));
      const functions = all.flatMap((pkg) => this.functions(pkg));
      if (functions.some((each) => matchesName(each.name, outer) && this.whyNot(each) === null)) return null;
      if (qualifier !== '' && (outer.includes('/') || outer.split('.').length === 2)) {
        return this.noPackage(qualifier, functions, outer);
      }
      return `no package that is stepped through has a function "${outer}"${suggestion(functions, outer, ({ name }) => name)}`;
    }
    const functions = packages.flatMap((pkg) => this.functions(pkg));
    const found = functions.filter(({ name }) => matchesName(name, outer));
    const [reason = null] = found.map((each) => this.whyNot(each)).sort((a) => (a === null ? -1 : 1));
    if (found.length > 0) return reason;
    const asked = outer.slice(qualifier.length + 1);
    return `${only} has no function "${asked}"${suggestion(functions, asked, ({ inPackage }) => inPackage)}`;
  }

  private noPackage(qualifier: string, functions: DeclaredFunction[], wanted: string): string {
    if (this.loader.files(qualifier) !== null) return `this program does not use package ${qualifier}`;
    const near = suggestion(functions, wanted, ({ name }) => name);
    return `this program has no package ${qualifier}${near}`;
  }

  /** Why a function that is there is never stopped in. */
  private whyNot({ name, file, hasBody }: DeclaredFunction): string | null {
    if (mirrored.some((each) => each.name === name)) return null;
    const { linker } = this.execution;
    if (linker.isNative(name)) return `${name} is supplied by Netwalk here, and has no steps`;
    if (!hasBody) return `${name} has no body in Go: its code stands elsewhere, under another name`;
    const pkg = this.loader.packageOf(file) ?? mainPath;
    if (this.execution.isShown(pkg, file)) return null;
    return pkg === 'runtime'
      ? `${name} is not stepped through: of package runtime, only the netpoller and the lines of the scheduler are`
      : `${name} is not stepped through: name ${pkg} in "stepInto"`;
  }

  private hasSteps(pkg: string): boolean {
    return this.loader.files(pkg)?.some(({ path }) => this.execution.isShown(pkg, path)) === true;
  }

  /** Packages of the program, the runtime among them. */
  private packages(): string[] {
    return (this.closure ??= importClosure(this.loader, [mainPath, 'runtime']));
  }

  private packagesNamed(qualifier: string): string[] {
    return this.packages().filter((pkg) => pkg === qualifier || pkg.endsWith(`/${qualifier}`));
  }

  /** What a package declares. Bodies are not looked at, and the program's own file set knows nothing of it. */
  private functions(pkg: string): DeclaredFunction[] {
    let known = this.declared.get(pkg);
    if (known === undefined) {
      const fileSet = new FileSet();
      known = (this.loader.files(pkg) ?? []).flatMap(({ path, text }) =>
        parseFile(fileSet, path, text).decls.flatMap((decl) => {
          if (decl.kind !== 'FuncDecl') return [];
          const inPackage = functionName(decl);
          return [{ name: `${pkg}.${inPackage}`, inPackage, file: path, hasBody: decl.hasBody }];
        }),
      );
      this.declared.set(pkg, known);
    }
    return known;
  }
}

/** `: did you mean A, B or C?`: the nearest there are; nothing when nothing is near. */
function suggestion(functions: DeclaredFunction[], wanted: string, text: (each: DeclaredFunction) => string): string {
  const plain = (name: string): string => name.replace(/[()*]/g, '');
  const last = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
  const asked = plain(wanted);
  const nearest = (name: string, of: (each: DeclaredFunction) => number): string[] => {
    const distances = functions.map(of);
    const least = Math.min(...distances);
    if (least > Math.min(3, Math.ceil(name.length / 4))) return [];
    return functions.filter((_, index) => distances[index] === least).map(text);
  };
  const whole = nearest(asked, ({ name, inPackage }) =>
    Math.min(distance(plain(name), asked), distance(plain(inPackage), asked)),
  );
  // Who writes only a method's name, or the wrong type, means the method.
  const near = whole.length > 0 ? whole : nearest(last(asked), ({ name }) => distance(last(name), last(asked)));
  const texts = [...new Set(near)].sort().slice(0, 3);
  const end = texts.pop();
  if (end === undefined) return '';
  return `: did you mean ${texts.length === 0 ? end : `${texts.join(', ')} or ${end}`}?`;
}
