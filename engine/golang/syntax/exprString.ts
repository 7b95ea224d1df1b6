/** Expressions as error messages print them (cmd/compile/internal/syntax/printer.go, ShortForm). */
import type { Expr, Field } from './ast.ts';

export function exprString(x: Expr): string {
  switch (x.kind) {
    case 'Ident':
      return x.name;
    case 'BasicLit':
      return x.text;
    case 'CompositeLit':
      return `${x.typeExpr === null ? '' : exprString(x.typeExpr)}{${x.elements.length > 0 ? '\xe2\x80\xa6' : ''}}`;
    case 'KeyValueExpr':
      return `${exprString(x.key)}: ${exprString(x.val)}`;
    case 'FuncLit':
      return `${exprString(x.signature)} {${x.body.list.length > 0 ? '\xe2\x80\xa6' : ''}}`;
    case 'ParenExpr':
      return `(${exprString(x.x)})`;
    case 'SelectorExpr':
      return `${exprString(x.x)}.${x.sel.name}`;
    case 'IndexExpr':
      return `${exprString(x.x)}[${list(x.indices)}]`;
    case 'SliceExpr': {
      const part = (y: Expr | null): string => (y === null ? '' : exprString(y));
      return `${exprString(x.x)}[${part(x.low)}:${part(x.high)}${x.max === null ? '' : `:${part(x.max)}`}]`;
    }
    case 'TypeAssertExpr':
      return `${exprString(x.x)}.(${x.typeExpr === null ? 'type' : exprString(x.typeExpr)})`;
    case 'CallExpr':
      return `${exprString(x.fun)}(${list(x.args)}${x.ellipsis ? '...' : ''})`;
    case 'StarExpr':
      return `*${exprString(x.x)}`;
    case 'UnaryExpr':
      return `${x.op}${exprString(x.x)}`;
    case 'BinaryExpr':
      return `${exprString(x.x)} ${x.op} ${exprString(x.y)}`;
    case 'ArrayType': {
      const length = x.length === null ? '' : x.length === 'ellipsis' ? '...' : exprString(x.length);
      return `[${length}]${exprString(x.element)}`;
    }
    case 'StructType':
      return `struct{${x.fields.map(fieldString).join('; ')}}`;
    case 'FuncType':
      return `func${signatureString(x.params, x.results)}`;
    case 'InterfaceType':
      return `interface{${x.methods.map(methodString).join('; ')}}`;
    case 'MapType':
      return `map[${exprString(x.key)}]${exprString(x.val)}`;
    case 'ChanType': {
      const keyword = x.direction === 'recv' ? '<-chan' : x.direction === 'send' ? 'chan<-' : 'chan';
      const element = exprString(x.element);
      const ambiguous = x.direction !== 'send' && x.element.kind === 'ChanType' && x.element.direction === 'recv';
      return ambiguous ? `${keyword} (${element})` : `${keyword} ${element}`;
    }
    case 'Ellipsis':
      return `...${exprString(x.element)}`;
  }
}

function list(expressions: Expr[]): string {
  return expressions.map(exprString).join(', ');
}

function fieldString(field: Field): string {
  const names = field.names.map((name) => name.name).join(', ');
  const type = exprString(field.typeExpr);
  return `${names === '' ? '' : `${names} `}${type}${field.tag === null ? '' : ` ${field.tag.text}`}`;
}

function methodString(field: Field): string {
  const [name] = field.names;
  if (name === undefined || field.typeExpr.kind !== 'FuncType') return exprString(field.typeExpr);
  return name.name + signatureString(field.typeExpr.params, field.typeExpr.results);
}

function signatureString(params: Field[], results: Field[]): string {
  const parameters = `(${params.map(fieldString).join(', ')})`;
  const [only] = results;
  if (only === undefined) return parameters;
  if (results.length === 1 && only.names.length === 0) return `${parameters} ${exprString(only.typeExpr)}`;
  return `${parameters} (${results.map(fieldString).join(', ')})`;
}
