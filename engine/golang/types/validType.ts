/** Types of infinite size: `type T struct { next T }`, after go/types/validtype.go. */
import type { Named, Type } from './types.ts';

/**
 * The defined types that contain each other without a pointer, slice, map, channel or function between, starting with `named`;
 * null when its size is finite (or another type than itself is to blame).
 */
export function recursion(named: Named): Named[] | null {
  const path: Named[] = [];
  const done = new Set<Type>();
  const contains = (type: Type): boolean => {
    switch (type.kind) {
      case 'array':
        return contains(type.element);
      case 'struct':
        return type.fields.some((field) => contains(field.type));
      case 'named': {
        const declared = type.origin ?? type;
        if (declared === named && path.length > 0) return true;
        // What a generic type does with its arguments is seen in the instance's own underlying type.
        if (done.has(type) || path.includes(declared)) return false;
        done.add(type);
        path.push(declared);
        if (contains(type.underlying())) return true;
        path.pop();
        return false;
      }
      default:
        return false;
    }
  };
  return contains(named) ? path : null;
}
