/**
 * runtime.Callers and what is made of it (runtime/extern.go, symtab.go): Go reads its stack and the linker's tables; here the JavaScript stack is read
 * (NativeContext.callers), and a program counter is the number of a place that somebody asked for.
 */
import type { FuncValue } from '../machine/goroutine.ts';
import type { Slice } from '../machine/slice.ts';
import type { CallerPlace, NativeContext, NativeTable } from './native.ts';

const firstPc = 0x400000;
const spacing = 64;

export function callersNatives(context: NativeContext): NativeTable {
  const { M } = context;
  const places: CallerPlace[] = [];
  const numbers = new Map<string, number>();
  const pcOf = (place: CallerPlace): number => {
    const key = `${place.function}\n${place.file}\n${place.line}`;
    let number = numbers.get(key);
    if (number === undefined) {
      number = places.push(place) - 1;
      numbers.set(key, number);
    }
    // What stands on a stack is where a call returns to: behind its place.
    return firstPc + number * spacing + 1;
  };
  M.traceback.pcOf = ({ function: name, position }) => {
    const colon = position.lastIndexOf(':');
    const place = { function: M.traceback.symbol(name), file: position.slice(0, colon), line: Number(position.slice(colon + 1)) }; // prettier-ignore
    return pcOf(place) - 1;
  };
  /** The place of a program counter; that of a func value has no line. */
  const placeAt = (pc: number | bigint): CallerPlace | null => {
    const place = places[Math.floor((Number(pc) - firstPc) / spacing)];
    if (place !== undefined) return place;
    const name = pc === 0 ? undefined : (M.pointerAt(pc) as unknown as FuncValue | null)?.goName;
    return name === undefined ? null : { function: M.traceback.symbol(name), file: '?', line: 0 };
  };

  const functions = new Map<string, object>();
  const placesOf = new WeakMap<object, CallerPlace>();
  const functionOf = (place: CallerPlace): object => {
    let func = functions.get(place.function);
    if (func === undefined) {
      func = context.type('runtime', 'Func').zero() as object;
      functions.set(place.function, func);
      placesOf.set(func, place);
    }
    return func;
  };
  const placeOf = (func: object | null): CallerPlace => (func === null ? undefined : placesOf.get(func)) ?? nowhere;
  const pcs = new WeakMap<object, (number | bigint)[]>();

  /** The stack from the caller of the function that asks on. */
  const stack = (skip: number, count: number): CallerPlace[] =>
    context.callers(Math.max(0, skip) + count).slice(Math.max(0, skip));

  return {
    'runtime.Callers': (skip: number, pc: Slice) => {
      // The first of them is Callers itself.
      const own = { function: 'runtime.Callers', file: 'runtime/extern.go', line: 0 };
      const found = skip === 0 ? [own, ...stack(0, pc.length - 1)] : stack(skip - 1, pc.length);
      const array = pc.array as unknown as unknown[];
      found.forEach((place, i) => (array[pc.offset + i] = pcOf(place)));
      return found.length;
    },
    'runtime.Caller': (skip: number) => {
      const [place] = stack(skip, 1);
      return place === undefined ? [0, '', 0, false] : [pcOf(place), place.file, place.line, true];
    },
    'runtime.CallersFrames': (callers: Slice) => {
      const frames = context.type('runtime', 'Frames').zero() as object;
      const array = callers.array as unknown as (number | bigint)[] | null;
      pcs.set(frames, array === null ? [] : Array.from(array.slice(callers.offset, callers.offset + callers.length)));
      return frames;
    },
    'runtime.(*Frames).Next': (frames: object) => {
      const left = pcs.get(frames) ?? [];
      const frame = context.type('runtime', 'Frame').zero() as Record<string, unknown>;
      let place: CallerPlace | null = null;
      while (place === null && left.length > 0) {
        const pc = left.shift() as number | bigint;
        place = placeAt(pc);
        if (place === null) continue;
        frame.PC = Number(pc) - 1;
        frame.Func = functionOf(place);
        frame.Function = place.function;
        frame.File = place.file;
        frame.Line = place.line;
        frame.Entry = pcOf({ ...place, line: 0 }) - 1;
      }
      return [frame, left.length > 0];
    },
    'runtime.FuncForPC': (pc: number | bigint) => {
      const place = placeAt(pc);
      return place === null ? null : functionOf(place);
    },
    'runtime.(*Func).Name': (func: object | null) => placeOf(func).function,
    'runtime.(*Func).Entry': (func: object | null) => pcOf({ ...placeOf(func), line: 0 }) - 1,
    'runtime.(*Func).FileLine': (_func: object | null, pc: number | bigint) => {
      const place = placeAt(pc) ?? nowhere;
      return [place.file, place.line];
    },
    'runtime.Stack': (buffer: Slice, all: boolean) => {
      const running = context
        .callers(M.tracebackLimit)
        .flatMap(({ function: name, file, line }) => M.callLines({ function: name, position: `${file}:${line}`, hasArguments: true })); // prettier-ignore
      const gp = M.getg();
      const others = all ? M.allgs().filter((other) => other !== gp) : [];
      const texts = [
        `${[`goroutine ${gp.goid} [running]:`, ...running].join('\n')}\n`,
        ...others.map((other) => M.goroutineText(other)),
      ];
      return M.copyString(buffer, M.utf8(texts.join('\n')));
    },
  };
}

const nowhere: CallerPlace = { function: '', file: '?', line: 0 };
