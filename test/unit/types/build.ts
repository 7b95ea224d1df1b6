/** Types by hand, for the tests. */
import { basicOf, newNamed, signatureOf } from '../../../engine/golang/types/intern.ts';
import type {
  Func, Named, Package, Signature, Type, TypeName, TypeParameter, Var,
} from '../../../engine/golang/types/types.ts'; // prettier-ignore

export function packageAt(path: string): Package {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { path, name, files: [], imports: () => [], lookup: () => undefined, names: () => [], own: true };
}
export const main = packageAt('main');
export const net = packageAt('net');

export function variable(name: string, type: Type, role: Var['role'], embedded = false, pkg: Package = main): Var {
  return {
    kind: 'var', name, pkg, pos: 0, type, role, embedded, addressTaken: false, captured: false, owner: null, spec: null, specIndex: 0, file: null,
  }; // prettier-ignore
}
export const field = (name: string, type: Type, pkg: Package = main): Var => variable(name, type, 'field', false, pkg);
export const embed = (name: string, type: Type, pkg: Package = main): Var => variable(name, type, 'field', true, pkg);

export interface MethodSpec {
  name: string;
  signature?: Signature;
  /** The receiver's type; by default the named type. */
  receiver?: (named: Named) => Type;
}

export function func(name: string, signature: Signature, receiver: Type | null = null, pkg: Package = main): Func {
  return {
    kind: 'func',
    name,
    pkg,
    pos: 0,
    signature,
    receiver: receiver === null ? null : variable('', receiver, 'receiver', false, pkg),
    params: signature.params.map((type) => variable('p', type, 'param')),
    results: signature.results.map((type) => variable('', type, 'result')),
    decl: null,
    origin: null,
    typeArguments: [],
  };
}

export function named(
  name: string,
  underlying: (self: Named) => Type,
  methods: MethodSpec[] = [],
  more: { typeParameters?: TypeParameter[]; outerParameters?: TypeParameter[]; pkg?: Package } = {},
): Named {
  const pkg = more.pkg ?? main;
  const object: TypeName = {
    kind: 'typename', name, pkg, pos: 0, type: basicOf('invalid'), alias: false, local: 0, within: null,
  }; // prettier-ignore
  const type: Named = newNamed(object, {
    underlying: () => underlying(type),
    methods: () =>
      methods.map((method) =>
        func(method.name, method.signature ?? signatureOf([], []), (method.receiver ?? ((self) => self))(type), pkg),
      ),
    typeParameters: more.typeParameters ?? [],
    outerParameters: more.outerParameters ?? [],
  });
  return type;
}
