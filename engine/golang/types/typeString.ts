/** Types as text: as the compiler prints them in its errors (types2/typestring.go), and as reflect does at run time. */
import { canonical, interfaceOf, isExported } from './intern.ts';
import type {
  BasicKind,
  Interface,
  Named,
  Package,
  Signature,
  Struct,
  Type,
  TypeName,
  TypeParameter,
  Var,
} from './types.ts';

/** What stands before the dot of a package-level name; '' for no prefix. */
export interface Qualifier {
  (pkg: Package): string;
  /** How the reader spells types that have two names. */
  spelling?: Spelling;
}
interface Spelling {
  uint8: 'uint8' | 'byte';
  int32: 'int32' | 'rune';
  empty: 'any' | 'interface{}';
}

/** Names of `pkg` itself unqualified, those of others with the package's name (Checker.qualifier). */
export function relativeTo(pkg: Package): Qualifier {
  const qualifier: Qualifier = (other) => (other === pkg ? '' : other.name);
  let spelling: Spelling | null = null;
  Object.defineProperty(qualifier, 'spelling', { get: () => (spelling ??= spellingOf(pkg)) });
  return qualifier;
}

/** `byte` and uint8 are one type, so a type does not know how it was written: the package's source tells which one its author uses. */
function spellingOf(pkg: Package): Spelling {
  const uses = (pattern: string): boolean => pkg.files.some((file) => new RegExp(`\\b${pattern}`).test(file.text));
  return {
    uint8: uses('uint8\\b') && !uses('byte\\b') ? 'uint8' : 'byte',
    int32: uses('rune\\b') && !uses('int32\\b') ? 'rune' : 'int32',
    empty: uses('interface *{}') && !uses('any\\b') ? 'interface{}' : 'any',
  };
}

const byName: Qualifier = (pkg) => pkg.name;

/** A type as in compiler errors: `*net.TCPConn`, `map[string][]int`. */
export function typeString(type: Type, qualifier: Qualifier = byName): string {
  return new Writer(qualifier).type(type);
}

/** As reflect's Type.String and panics print it: `interface {}`, `struct { X int }`, `uint8`; type arguments with whole paths. */
export function runtimeTypeString(type: Type): string {
  return new RuntimeWriter(byName).type(type);
}

/** A function or method by name with its signature, without parameter names: `Write([]byte) (int, error)`. */
export function functionString(name: string, signature: Signature, qualifier: Qualifier = byName): string {
  return name + new Writer(qualifier).signature(signature);
}

/** A signature with the names of its parameters, as the type of a declared function is printed: `func(a, b int) (n int)` part by part. */
export function signatureString(
  params: Var[],
  results: Var[],
  variadic: boolean,
  qualifier: Qualifier = byName,
): string {
  const writer = new Writer(qualifier);
  const list = (vars: Var[], dots: boolean): string =>
    vars
      .map((each, index) => {
        const last = dots && index === vars.length - 1;
        const text = last ? writer.variadic(each.type) : writer.type(each.type);
        return each.name === '' ? text : `${each.name} ${text}`;
      })
      .join(', ');
  const [first] = results;
  if (first === undefined) return `func(${list(params, variadic)})`;
  const plain = results.length === 1 && first.name === '';
  return `func(${list(params, variadic)}) ${plain ? list(results, false) : `(${list(results, false)})`}`;
}

/** The terms of a type set: `~int | ~string`. */
export function termsString(terms: { tilde: boolean; type: Type }[], qualifier: Qualifier = byName): string {
  return new Writer(qualifier).terms(terms);
}

/** Type parameters as they are declared: `[K comparable, V any]`; '' for none. */
export function typeParameterList(parameters: TypeParameter[], qualifier: Qualifier = byName): string {
  return new Writer(qualifier).parameters(parameters);
}

/** Several names in a sentence: `K and V`, `A, B, and C` (typeParamsString). */
export function typeParametersString(parameters: TypeParameter[]): string {
  const names = parameters.map((parameter) => parameter.name);
  if (names.length < 3) return names.join(' and ');
  return `${names.slice(0, -1).join(', ')}, and ${names.at(-1) ?? ''}`;
}

/** What kind of composite a type is, for messages; '' for basic types (compositeKind). */
export function compositeKind(type: Type): string {
  const under = type.kind === 'named' ? type.underlying() : type;
  if (under.kind === 'basic' || under.kind === 'typeparam' || under.kind === 'named') return '';
  return under.kind === 'signature' ? 'func' : under.kind;
}

class Writer {
  protected readonly qualifier: Qualifier;

  constructor(qualifier: Qualifier) {
    this.qualifier = qualifier;
  }

  type(type: Type): string {
    switch (type.kind) {
      case 'basic':
        return this.basic(type.name);
      case 'named':
        return this.named(type);
      case 'pointer':
        return `*${this.type(type.element)}`;
      case 'slice':
        return `[]${this.element(type.element)}`;
      case 'array':
        return `[${type.length}]${this.type(type.element)}`;
      case 'map':
        return `map[${this.type(type.key)}]${this.type(type.element)}`;
      case 'chan': {
        const element = this.type(type.element);
        if (type.direction === 'send') return `chan<- ${element}`;
        if (type.direction === 'recv') return `<-chan ${element}`;
        return type.element.kind === 'chan' && type.element.direction === 'recv'
          ? `chan (${element})`
          : `chan ${element}`;
      }
      case 'struct':
        return this.struct(type);
      case 'tuple':
        return `(${type.types.map((each) => this.type(each)).join(', ')})`;
      case 'signature':
        return `func${this.signature(type)}`;
      case 'interface':
        return this.interface(type);
      case 'typeparam':
        return type.name;
    }
  }

  protected basic(name: BasicKind): string {
    if (name === 'uint8') return this.qualifier.spelling?.uint8 ?? 'byte';
    if (name === 'int32') return this.qualifier.spelling?.int32 ?? name;
    return name === 'invalid' ? 'invalid type' : name;
  }
  /** Slices of int32 are strings' runes, mostly. */
  protected element(type: Type): string {
    return type.kind === 'basic' && type.name === 'int32' && !this.qualifier.spelling ? 'rune' : this.type(type);
  }

  protected named(type: Named): string {
    const name = this.typeName(type.object);
    if (type.typeArguments.length > 0 && type.outerParameters.length === 0) {
      return `${name}[${type.typeArguments.map((argument) => this.type(argument)).join(', ')}]`;
    }
    return name + this.parameters(type.typeParameters);
  }

  protected typeName(object: TypeName): string {
    const prefix = object.pkg === null ? '' : this.qualifier(object.pkg);
    return prefix === '' ? object.name : `${prefix}.${object.name}`;
  }

  protected struct(type: Struct): string {
    const fields = type.fields.map((field, index) => {
      const tag = type.tags[index];
      const name = field.embedded ? '' : `${field.name} `;
      return `${name}${this.type(field.type)}${tag ? ` ${JSON.stringify(tag)}` : ''}`;
    });
    return `struct{${fields.join('; ')}}`;
  }

  protected interface(type: Interface): string {
    const terms = type.terms();
    // Only a constraint can look so, and is usually written without `interface{}` around it: `[T ~int | ~string]`.
    if (terms !== null && type.methods().length === 0 && !type.comparable()) return this.terms(terms);
    const parts = this.interfaceParts(type);
    if (parts.length === 0 && canonical(type) === interfaceOf([])) return this.qualifier.spelling?.empty ?? 'any';
    return `interface{${parts.join('; ')}}`;
  }

  protected interfaceParts(type: Interface): string[] {
    const parts = type.methods().map((method) => method.name + this.signature(method.signature));
    if (type.comparable()) parts.push('comparable');
    const terms = type.terms();
    if (terms !== null) parts.push(this.terms(terms));
    return parts;
  }

  terms(terms: { tilde: boolean; type: Type }[]): string {
    if (terms.length === 0) return '∅';
    return terms.map((term) => (term.tilde ? '~' : '') + this.type(term.type)).join(' | ');
  }

  /** Parameters that follow each other with the same bound share it: `[K comparable, V, W any]`. */
  parameters(parameters: TypeParameter[]): string {
    if (parameters.length === 0) return '';
    const parts = parameters.map((parameter, index) => {
      const bound = parameter.bound();
      const next = parameters[index + 1];
      return next !== undefined && next.bound() === bound ? parameter.name : `${parameter.name} ${this.type(bound)}`;
    });
    return `[${parts.join(', ')}]`;
  }

  signature(signature: Signature): string {
    const { params, results, variadic } = signature;
    const list = params.map((param, index) =>
      variadic && index === params.length - 1 ? this.variadic(param) : this.type(param),
    );
    const head = `${this.parameters(signature.typeParameters)}(${list.join(', ')})`;
    const [first] = results;
    if (first === undefined) return head;
    if (results.length === 1) return `${head} ${this.type(first)}`;
    return `${head} (${results.map((result) => this.type(result)).join(', ')})`;
  }

  variadic(type: Type): string {
    return type.kind === 'slice' ? `...${this.element(type.element)}` : `${this.type(type)}...`;
  }
}

class RuntimeWriter extends Writer {
  protected override basic(name: BasicKind): string {
    return name;
  }
  protected override element(type: Type): string {
    return this.type(type);
  }

  protected override named(type: Named): string {
    const name = this.typeName(type.object);
    if (type.typeArguments.length === 0) return name;
    const whole = new RuntimeWriter((pkg) => pkg.path);
    return `${name}[${type.typeArguments.map((argument) => whole.type(argument)).join(',')}]`;
  }

  protected override struct(type: Struct): string {
    const text = super.struct(type);
    return text === 'struct{}' ? 'struct {}' : `struct { ${text.slice('struct{'.length, -1)} }`;
  }

  protected override interface(type: Interface): string {
    const parts = type.methods().map((method) => {
      const prefix = isExported(method.name) || method.pkg === null ? '' : `${this.qualifier(method.pkg)}.`;
      return prefix + method.name + this.signature(method.signature);
    });
    return parts.length === 0 ? 'interface {}' : `interface { ${parts.join('; ')} }`;
  }
}
