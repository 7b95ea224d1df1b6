/** Functions of reflect that make values, call functions and use channels (reflect/value.go, reflect/makefunc.go). */
import type { Chan } from '../machine/channel.ts';
import type { RType } from '../machine/rtype.ts';
import type { Slice } from '../machine/slice.ts';
import type { NativeTable } from './native.ts';
import { itemsOf } from './reflectRtype.ts';
import { isAggregate } from './reflectTypes.ts';
import { flagMethod, type GoFunction, type GoValue, type Values } from './reflectValues.ts';

type Steps<Result> = Generator<undefined, Result, void>;

export function makingNatives(values: Values): NativeTable {
  const { types, context } = values;
  const { M } = context;

  const zero = (t: object | null): GoValue => {
    if (t === null) return types.panic('reflect: Zero(nil)');
    const type = types.of(t);
    return values.of(type, type.zero());
  };
  const kindOnly = (t: object, kind: RType['kind'], name: string): RType => {
    const type = types.of(t);
    if (type.kind !== kind) types.panic(`${name} of non-${kind} type`);
    return type;
  };
  const makeMap = (t: object): GoValue => {
    const type = kindOnly(t, 'map', 'reflect.MakeMapWithSize');
    return values.of(type, M.makeMap(type));
  };

  // ---- calls

  /** What a Go function returned, as a list. */
  const resultsOf = (type: RType, result: unknown): unknown[] =>
    type.results.length === 0 ? [] : type.results.length === 1 ? [result] : (result as unknown[]);

  function* call(v: GoValue, given: Slice, op: 'Call' | 'CallSlice'): Steps<Slice> {
    const name = `reflect.Value.${op}`;
    values.mustBe(v, name, 'func');
    values.mustBeExported(v, name);
    const type = values.dynamicType(v);
    const f = ((v.flag & flagMethod) === 0 ? values.get(v) : values.methodFunction(v)) as GoFunction | null;
    if (f === null) return types.panic('reflect.Value.Call: call of nil function');
    const args = itemsOf(given) as GoValue[];
    const spread = type.variadic && op === 'Call';
    const count = type.params.length - (spread ? 1 : 0);
    if (op === 'CallSlice' && !type.variadic) types.panic('reflect: CallSlice of non-variadic function');
    if (args.length < count) types.panic(`reflect: ${op} with too few input arguments`);
    if (!spread && args.length > count) types.panic(`reflect: ${op} with too many input arguments`);
    for (const arg of args) if (arg.flag === 0) types.panic(`reflect: ${op} using zero Value argument`);
    const passed = args.slice(0, count).map((arg, i) => {
      const param = type.params[i] as RType;
      const from = values.dynamicType(arg);
      if (!types.assignable(param, from)) types.panic(`reflect: ${op} using ${from.string} as type ${param.string}`);
      values.mustBeExported(arg, name);
      return values.assignTo('reflect.Value.Call', arg, param);
    });
    if (spread) {
      const { element } = type.params[count] as RType;
      const rest = args.slice(count).map((arg) => {
        const from = values.dynamicType(arg);
        if (!types.assignable(element, from)) {
          types.panic(`reflect: cannot use ${from.string} as type ${element.string} in ${op}`);
        }
        values.mustBeExported(arg, name);
        return values.assignTo('reflect.Value.Call', arg, element);
      });
      passed.push(M.append(element, rest.length === 0 ? M.nilSlice : M.makeSlice(element, 0, rest.length), rest));
    }
    const results = resultsOf(type, yield* M.finish(f(...passed)));
    return M.sliceOf(results.map((result, i) => values.of(type.results[i] as RType, result)));
  }

  const makeFunc = (t: object, fn: GoFunction): GoValue => {
    const type = kindOnly(t, 'func', 'reflect: call of MakeFunc');
    const f = M.starting(function* (...args: unknown[]): Steps<unknown> {
      const given = M.sliceOf(args.map((arg, i) => values.of(type.params[i] as RType, arg)));
      const returned = itemsOf((yield* M.finish(fn(given))) as Slice) as GoValue[];
      if (returned.length !== type.results.length) {
        types.panic('reflect: wrong return count from function created by MakeFunc');
      }
      const results = returned.map((result, i) => {
        if (result.flag === 0) types.panic('reflect: function created by MakeFunc using closure returned zero Value');
        return values.assignTo('reflect.MakeFunc', result, type.results[i] as RType);
      });
      return results.length > 1 ? results : results[0];
    });
    return values.of(type, f);
  };

  // ---- channels

  const channel = (v: GoValue, name: string, direction: 'send' | 'recv'): Chan | null => {
    values.mustBe(v, `reflect.Value.${name}`, 'chan');
    values.mustBeExported(v, `reflect.Value.${name}`);
    const { direction: allowed } = values.typeOf(v);
    if (allowed !== 'both' && allowed !== direction) {
      types.panic(direction === 'send' ? 'reflect: send on recv-only channel' : 'reflect: recv on send-only channel');
    }
    return values.get(v) as Chan | null;
  };
  const sent = (v: GoValue, x: GoValue): unknown => {
    values.mustBeExported(x, 'reflect.Value.Send');
    return values.assignTo('reflect.Value.Send', x, values.typeOf(v).element);
  };

  /** reflect.SelectCase: Dir is 1 to send, 2 to receive, 3 for default. */
  interface SelectCase {
    Dir: number;
    Chan: GoValue;
    Send: GoValue;
  }
  function* select(cases: Slice): Steps<[number, GoValue, boolean]> {
    const list = itemsOf(cases) as SelectCase[];
    const fallback = list.findIndex((c) => c.Dir === 3);
    const order = list.flatMap((c, i) => (c.Dir === 3 ? [] : [i]));
    const ready = order.map((i): [Chan | null, boolean, unknown] => {
      const c = list[i] as SelectCase;
      if (c.Chan.flag === 0) return [null, c.Dir === 1, undefined];
      if (c.Dir === 1) return [channel(c.Chan, 'Send', 'send'), true, sent(c.Chan, c.Send)];
      return [channel(c.Chan, 'Recv', 'recv'), false, undefined];
    });
    const [chosen, value, ok] = yield* M.selectgo(ready, fallback < 0);
    if (chosen < 0) return [fallback, values.invalid(), false];
    const index = order[chosen] as number;
    const c = list[index] as SelectCase;
    if (c.Dir === 1) return [index, values.invalid(), false];
    return [index, values.of(values.typeOf(c.Chan).element, value), ok];
  }

  return {
    'reflect.Zero': zero,
    'reflect.New': (t: object | null) => {
      if (t === null) return types.panic('reflect: New(nil)');
      const type = types.of(t);
      return values.of(M.types.pointer(type), isAggregate(type) ? type.zero() : new M.Cell(type.zero()));
    },
    'reflect.NewAt': (t: object, p: object | null) => {
      const type = types.of(t);
      return values.of(M.types.pointer(type), M.fromUnsafePointer(p, type));
    },
    'reflect.MakeSlice': (t: object, length: number, capacity: number) => {
      const type = kindOnly(t, 'slice', 'reflect.MakeSlice');
      if (length < 0) types.panic('reflect.MakeSlice: negative len');
      if (capacity < 0) types.panic('reflect.MakeSlice: negative cap');
      if (length > capacity) types.panic('reflect.MakeSlice: len > cap');
      return values.of(type, M.makeSlice(type.element, length, capacity));
    },
    'reflect.SliceAt': (t: object, p: object | null, n: number) => {
      const type = types.of(t);
      return values.of(M.types.slice(type), M.unsafeSlice(p, n, type));
    },
    'reflect.MakeMap': makeMap,
    'reflect.MakeMapWithSize': makeMap,
    'reflect.MakeChan': (t: object, size: number) => {
      const type = kindOnly(t, 'chan', 'reflect.MakeChan');
      if (size < 0) types.panic('reflect.MakeChan: negative buffer size');
      if (type.direction !== 'both') types.panic('reflect.MakeChan: unidirectional channel type');
      return values.of(type, M.makeChan(type.element, size));
    },
    'reflect.MakeFunc': makeFunc,
    'reflect.Select': select,
    'reflect.Value.Call': function* (v: GoValue, given: Slice) {
      return yield* call(v, given, 'Call');
    },
    'reflect.Value.CallSlice': function* (v: GoValue, given: Slice) {
      return yield* call(v, given, 'CallSlice');
    },
    'reflect.Value.Close': (v: GoValue) => {
      values.mustBe(v, 'reflect.Value.Close', 'chan');
      values.mustBeExported(v, 'reflect.Value.Close');
      if (values.typeOf(v).direction === 'recv') types.panic('reflect: close of receive-only channel');
      M.closechan(values.get(v) as Chan | null);
    },
    'reflect.Value.Send': function* (v: GoValue, x: GoValue) {
      yield* M.chansend(channel(v, 'Send', 'send'), sent(v, x));
    },
    'reflect.Value.TrySend': (v: GoValue, x: GoValue) => {
      const c = channel(v, 'TrySend', 'send');
      return c !== null && M.trySend(c, sent(v, x));
    },
    'reflect.Value.Recv': function* (v: GoValue) {
      const [value, ok] = yield* M.chanrecvOk(channel(v, 'Recv', 'recv'));
      return [values.of(values.typeOf(v).element, value), ok];
    },
    'reflect.Value.TryRecv': (v: GoValue) => {
      const c = channel(v, 'TryRecv', 'recv');
      if (c === null || !M.tryRecv(c)) return [values.invalid(), false];
      return [values.of(values.typeOf(v).element, M.received.value), M.received.ok];
    },
  };
}
