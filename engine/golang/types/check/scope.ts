/** Scopes within a function, or of type parameters (go/types/scope.go). Package and file scopes are in package.ts. */
import type { GoObject, TypeParameter } from '../types.ts';

export class Scope {
  readonly parent: Scope | null;
  /** Type parameters declared in this very scope. */
  readonly typeParameters: TypeParameter[] = [];
  private names: Map<string, GoObject> | null = null;

  constructor(parent: Scope | null) {
    this.parent = parent;
  }

  /** The object of that name declared in this very scope. */
  own(name: string): GoObject | undefined {
    return this.names?.get(name);
  }

  /** The object that a name means here, as far as functions go. */
  find(name: string): GoObject | undefined {
    let object = this.own(name);
    for (let scope = this.parent; object === undefined && scope !== null; scope = scope.parent)
      object = scope.own(name);
    return object;
  }

  /** Declares an object, unless there is one of its name already: then that is given. */
  insert(object: GoObject): GoObject | null {
    this.names ??= new Map();
    const other = this.names.get(object.name);
    if (other !== undefined) return other;
    this.names.set(object.name, object);
    return null;
  }

  /** All type parameters in sight, outermost first. */
  allTypeParameters(): TypeParameter[] {
    const outer = this.parent?.allTypeParameters() ?? [];
    return this.typeParameters.length > 0 ? [...outer, ...this.typeParameters] : outer;
  }
}
