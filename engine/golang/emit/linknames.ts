/** Functions without a body and variables without a value that stand elsewhere under another name (`//go:linkname`, cmd/compile documentation). */
import type { SourceFile } from '../syntax/ast.ts';
import type { Program } from '../types/program.ts';
import { isGeneric } from '../types/predicates.ts';
import type { Func, Var } from '../types/types.ts';
import { methodOf } from './image/codes.ts';

/** The package that pushes bodies into others. */
const pushing = ['runtime', 'syscall', 'time', 'sync', 'internal/godebug', 'os'];

export class LinkNames {
  private readonly program: Program;
  private pushed: Map<string, { pkg: string; name: string }> | null = null;
  private readonly symbols = new Map<string, string>();

  constructor(program: Program) {
    this.program = program;
  }

  /** The function that holds the body of `func`, or null. */
  resolve(func: Func): Func | null {
    if (func.receiver !== null || func.decl === null) return null;
    const name = `${func.pkg?.path}.${func.name}`;
    const pulled = pulledName(func.decl.file, func.name);
    // What is pulled may be a name that was pushed.
    const own = pulled === undefined ? null : this.bodyOf(pulled);
    return own ?? this.bodyOf(this.pushes().get(pulled === undefined ? name : `${pulled.pkg}.${pulled.name}`));
  }

  /** The name that a stack shows: that under which a function of the runtime is pushed into another package, or its own; that of an instance has `[...]` for its type arguments. */
  symbol(name: string): string {
    let symbol = this.symbols.get(name);
    if (symbol === undefined) this.symbols.set(name, (symbol = this.findSymbol(name)));
    return symbol;
  }

  private findSymbol(name: string): string {
    if (!name.startsWith('runtime.')) return this.withTypeArguments(name);
    for (const [remote, { pkg, name: local }] of this.pushes()) if (`${pkg}.${local}` === name) return remote;
    return name;
  }

  private withTypeArguments(name: string): string {
    const { pkg, name: local } = split(name) ?? { pkg: '', name };
    const [, before = '', base = '', behind = ''] = /^(\(?\*?)([^.()-]+)(.*)$/.exec(local) ?? [];
    const object = this.program.find(pkg)?.lookup(base);
    const isFunction = object?.kind === 'func' && object.signature.typeParameters.length > 0;
    const isMethod = object?.kind === 'typename' && isGeneric(object.type);
    return isFunction || isMethod ? `${pkg}.${before}${base}[...]${behind}` : name;
  }

  private bodyOf(target: { pkg: string; name: string } | undefined): Func | null {
    if (target === undefined) return null;
    const pkg = this.program.load(target.pkg);
    const [, base, method] = /^\(?\*?(\w+)\)?\.(\w+)$/.exec(target.name) ?? [];
    const found = base === undefined ? pkg.lookup(target.name) : methodOf(pkg, base, method ?? '');
    return found?.kind === 'func' && found.decl?.hasBody === true ? found : null;
  }

  /** The package variable that `variable` is another name of; null when it is one itself. */
  variable({ file, spec, name }: Var): Var | null {
    if (file === null || spec === null || spec.values.length > 0) return null;
    const target = pulledName(file, name);
    if (target === undefined) return null;
    const found = this.program.load(target.pkg).lookup(target.name);
    return found?.kind === 'var' ? found : null;
  }

  private pushes(): Map<string, { pkg: string; name: string }> {
    if (this.pushed !== null) return this.pushed;
    this.pushed = new Map();
    for (const pkg of pushing) {
      for (const file of this.program.load(pkg).files) {
        for (const directive of file.directives) {
          const parts = directive.text.split(/\s+/);
          if (parts[0] !== '//go:linkname' || parts[1] === undefined || parts[2] === undefined) continue;
          this.pushed.set(parts[2], { pkg, name: parts[1] });
        }
      }
    }
    return this.pushed;
  }
}

/** `//go:linkname local remote` in the file that declares it. */
function pulledName(file: SourceFile, name: string): { pkg: string; name: string } | undefined {
  for (const directive of file.directives) {
    const parts = directive.text.split(/\s+/);
    if (parts[0] === '//go:linkname' && parts[1] === name && parts[2] !== undefined) return split(parts[2]);
  }
  return undefined;
}

function split(remote: string): { pkg: string; name: string } | undefined {
  const dot = remote.indexOf('.', remote.lastIndexOf('/') + 1);
  return dot < 0 ? undefined : { pkg: remote.slice(0, dot), name: remote.slice(dot + 1) };
}
