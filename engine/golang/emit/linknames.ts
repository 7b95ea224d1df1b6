/** Functions declared without a body whose body stands elsewhere under another name (`//go:linkname`, cmd/compile documentation). */
import type { Program } from '../types/program.ts';
import type { Func } from '../types/types.ts';

/** The package that pushes bodies into others. */
const pushing = ['runtime', 'syscall', 'time', 'sync', 'internal/godebug', 'os'];

export class LinkNames {
  private readonly program: Program;
  private pushed: Map<string, { pkg: string; name: string }> | null = null;

  constructor(program: Program) {
    this.program = program;
  }

  /** The function that holds the body of `func`, or null. */
  resolve(func: Func): Func | null {
    if (func.receiver !== null || func.decl === null) return null;
    const name = `${func.pkg?.path}.${func.name}`;
    const pulled = this.pulledName(func);
    const target = pulled ?? this.pushes().get(name);
    if (target === undefined) return null;
    const found = this.program.load(target.pkg).lookup(target.name);
    return found?.kind === 'func' && found.decl?.hasBody === true ? found : null;
  }

  /** `//go:linkname local remote` in the function's own file. */
  private pulledName(func: Func): { pkg: string; name: string } | undefined {
    for (const directive of func.decl?.file.directives ?? []) {
      const parts = directive.text.split(/\s+/);
      if (parts[0] === '//go:linkname' && parts[1] === func.name && parts[2] !== undefined) return split(parts[2]);
    }
    return undefined;
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

function split(remote: string): { pkg: string; name: string } | undefined {
  const dot = remote.indexOf('.', remote.lastIndexOf('/') + 1);
  return dot < 0 ? undefined : { pkg: remote.slice(0, dot), name: remote.slice(dot + 1) };
}
