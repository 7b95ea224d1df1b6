/** What Netwalk does not execute is refused by name where a person's program mentions it, before anything runs. */
import { qualifiedName } from './emit/linker.ts';
import { walk } from './syntax/walk.ts';
import type { GoError, Package } from './types/types.ts';

const processes = 'it starts other programs';
const runtimeInside = "it looks into Go's own runtime, whose place Netwalk takes";

/** Whole packages, by path. */
const packages = new Map([
  ['os/exec', processes],
  ['net/http/cgi', processes],
  ['plugin', 'it loads machine code'],
  ['runtime/cgo', 'it runs C'],
  ['runtime/coverage', runtimeInside],
  ['runtime/metrics', runtimeInside],
  ['runtime/pprof', runtimeInside],
  ['runtime/trace', runtimeInside],
  ['net/http/pprof', runtimeInside],
  ['testing/synctest', runtimeInside],
]);

/** Functions and methods, by qualified name. */
const functions = new Map([
  ...['os.StartProcess', 'syscall.ForkExec', 'syscall.StartProcess', 'syscall.Exec'].map((name) => [name, processes]),
  ...['SetCPUProfileRate', 'CPUProfile', 'GoroutineProfile', 'ThreadCreateProfile', 'MemProfile', 'BlockProfile', 'MutexProfile', 'SetCgoTraceback']
    .map((name) => [`runtime.${name}`, runtimeInside]),
  ...['WriteHeapDump', 'ReadGCStats', 'SetCrashOutput'].map((name) => [`runtime/debug.${name}`, runtimeInside]),
] as [string, string][]); // prettier-ignore

/** The refusals of these packages, a person's own, by place. They must have been checked without an error. */
export function refusals(own: Iterable<Package>): GoError[] {
  const found: GoError[] = [];
  const refuse = (pos: number, name: string, reason: string): void => {
    found.push({ pos, message: `${name} is not supported by Netwalk: ${reason}` });
  };
  for (const pkg of own) {
    for (const file of pkg.files) {
      for (const spec of file.imports) {
        const reason = packages.get(spec.path);
        if (reason !== undefined) refuse(spec.pos, `package ${spec.path}`, reason);
      }
      for (const decl of file.decls) {
        walk((decl.kind === 'FuncDecl' ? decl.body() : null) ?? decl, (node) => {
          if (node.kind !== 'Ident' || node.object?.kind !== 'func' || node.object.pkg?.own !== false) return;
          const name = qualifiedName(node.object);
          const reason = functions.get(name);
          if (reason !== undefined) refuse(node.pos, name, reason);
        });
      }
    }
  }
  return found.sort((a, b) => a.pos - b.pos);
}
