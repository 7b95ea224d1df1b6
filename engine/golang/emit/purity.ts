/** Initialisers without effects: making the value earlier or later than Go does cannot be seen. */
import type { Expr } from '../syntax/ast.ts';
import { unparen } from './parking.ts';

/** Functions that only make a value. */
const makers = new Set([
  'errors.New', 'internal/godebug.New', 'strings.NewReplacer', 'reflect.TypeFor', 'reflect.TypeOf', 'internal/reflectlite.TypeOf', 'sync.OnceValue',
  'sync.OnceFunc', 'sync.OnceValues', 'unique.Make', 'math.Inf', 'math.NaN', 'math.Float64frombits',
]); // prettier-ignore
const builtinMakers = new Set(['new', 'make', 'len', 'cap', 'Sizeof', 'Offsetof', 'Alignof', 'complex']);

export function isPure(expression: Expr): boolean {
  const e = unparen(expression);
  if (e.value !== undefined || e.mode === 'type') return true;
  switch (e.kind) {
    case 'FuncLit':
    case 'BasicLit':
      return true;
    case 'Ident':
      return e.object?.kind !== 'var' || isPureVariable(e.object.spec, e.object.specIndex);
    case 'SelectorExpr':
      if (e.selection === undefined)
        return e.sel.object?.kind !== 'var' || isPureVariable(e.sel.object.spec, e.sel.object.specIndex);
      return e.selection.kind === 'methodExpr' || (e.selection.kind === 'field' && isPure(e.x));
    case 'CompositeLit':
      return e.elements.every((element) =>
        element.kind === 'KeyValueExpr'
          ? isPure(element.val) && (element.key.kind === 'Ident' || isPure(element.key))
          : isPure(element),
      );
    case 'UnaryExpr':
      return e.op !== '<-' && (e.op === '&' ? unparen(e.x).kind !== 'StarExpr' : isPure(e.x));
    case 'BinaryExpr':
      return isPure(e.x) && isPure(e.y);
    case 'CallExpr': {
      const fun = unparen(e.fun);
      if (fun.mode === 'type') return e.args.every(isPure);
      const ident = fun.kind === 'SelectorExpr' ? fun.sel : fun.kind === 'IndexExpr' ? unparen(fun.x) : fun;
      const object =
        ident.kind === 'Ident' ? ident.object : ident.kind === 'SelectorExpr' ? ident.sel.object : undefined;
      if (object?.kind === 'builtin') return builtinMakers.has(object.name) && e.args.every(isPure);
      return object?.kind === 'func' && makers.has(`${object.pkg?.path}.${object.name}`) && e.args.every(isPure);
    }
    default:
      return false;
  }
}

function isPureVariable(spec: { values: Expr[]; names: unknown[] } | null, index: number): boolean {
  if (spec === null) return false;
  if (spec.values.length === 0) return true;
  const value = spec.values[index];
  return spec.values.length === spec.names.length && value !== undefined && isPure(value);
}
