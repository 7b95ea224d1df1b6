/** Swapper of reflect and internal/reflectlite (swapper.go), which sort.Slice uses: Go swaps raw memory. */
import { T } from '../../trace/tracer.ts';
import type { RType } from '../machine/rtype.ts';
import type { Iface } from '../machine/runtimeError.ts';
import type { Slice } from '../machine/slice.ts';
import { isAggregate } from './reflectTypes.ts';
import type { Values } from './reflectValues.ts';

export function swapper(values: Values): (slice: Iface) => (i: number, j: number) => void {
  return (i) => {
    const v = values.unpack(i);
    if (values.kind(v) !== 'slice') values.wrongKind('Swapper', v);
    return swapOf(values, values.typeOf(v).element, values.get(v) as Slice);
  };
}

function swapOf({ types }: Values, elem: RType, { array, offset, length }: Slice): (i: number, j: number) => void {
  const aggregate = isAggregate(elem);
  return (i, j) => {
    if (i < 0 || j < 0 || i >= length || j >= length) types.panic('reflect: slice index out of range');
    const [a, b] = [offset + i, offset + j];
    const kept = elem.clone(array[a]);
    if (aggregate) {
      elem.assign(array[a], array[b]);
      elem.assign(array[b], kept);
      return;
    }
    if (T.on) {
      T.write(array, a);
      T.write(array, b);
    }
    (array as unknown[])[a] = array[b];
    (array as unknown[])[b] = kept;
  };
}
