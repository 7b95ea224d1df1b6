/** Types and panics for the tests of the machine. */
import { M } from '../../../engine/golang/machine/index.ts';
import { GoPanic } from '../../../engine/golang/machine/runtimeError.ts';
import type { Field, RType } from '../../../engine/golang/machine/types.ts';

export const { types } = M;
export const int = types.basic('int');
export const string = types.basic('string');
export const byte = types.basic('uint8');
export const float64 = types.basic('float64');
export const any = types.interface([]);

export const field = (name: string, type: RType, more: Partial<Field> = {}): Field => ({
  name,
  property: name,
  type,
  embedded: false,
  tag: '',
  exported: /^[A-Z]/.test(name),
  pkgPath: /^[A-Z]/.test(name) ? '' : 'main',
  ...more,
});

export function named(name: string, underlying: RType, mapped = false): RType {
  return types.named({ name, string: `main.${name}`, pkgPath: 'main', mapped, resolve: () => underlying });
}

interface MethodSpec {
  name: string;
  pointerReceiver?: boolean;
  params?: RType[];
  results?: RType[];
  f: (...args: never[]) => unknown;
}
/** Methods as emit gives them. */
export function methods(type: RType, specs: MethodSpec[]): void {
  type.setMethods(
    specs.map(({ name, pointerReceiver = false, params = [], results = [], f }) => ({
      name,
      property: name,
      exported: true,
      pointerReceiver,
      type: () => types.func(params, results),
      holder: () => ({ f }),
    })),
  );
}

export const interfaceOf = (methodTypes: Record<string, RType>): RType =>
  types.interface(Object.entries(methodTypes).map(([name, type]) => ({ name, property: name, exported: true, type })));

/** The text of the run-time error that `f` panics with. */
export function panicText(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    if (!(error instanceof GoPanic)) throw error;
    return String((error.value as { v: unknown } | null)?.v);
  }
  return 'no panic';
}
