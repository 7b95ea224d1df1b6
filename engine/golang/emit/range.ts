/** `for … range` over everything that can be ranged over (Go spec, "For statements with range clause"). */
import type { Expr, RangeStmt } from '../syntax/ast.ts';
import type { Type, Var } from '../types/types.ts';
import { isBlank, place, storeInto, writtenProperties } from './assign.ts';
import { convert } from './conversions.ts';
import { emit, emitAs, typeOf } from './expressions.ts';
import type { Detour, FunctionEmitter, LabelTarget } from './function.ts';
import { CannotLeave } from './leaving.ts';
import { emitBlock, preemption, takeLabel, withTarget } from './statements.ts';
import { basicKind, isAggregate, underlying } from './typeQueries.ts';
import { rangeState } from '../machine/rangeState.ts';

export function emitRange(f: FunctionEmitter, s: RangeStmt): void {
  const under = underlying(typeOf(f, s.x));
  if (under.kind === 'signature') {
    emitRangeFunc(f, s, under.params[0] as Type);
    return;
  }
  const loop = f.fresh('L');
  const next = f.fresh('C');
  const target: LabelTarget = {
    goLabel: takeLabel(f),
    kind: 'loop',
    breakJs: `break ${loop};`,
    continueJs: `break ${next};`,
    detour: f.detour,
  };
  const writes = writtenProperties(
    f,
    [s.key, s.val].filter((e) => e !== null),
  );
  f.step(s.pos, s.body.pos, writes);
  f.open('{');
  shareLoopVariables(f, s);
  const body = (): void => {
    f.write(`${next}: {`);
    withTarget(f, target, () => emitBlock(f, s.body.list, s.body.end));
    f.write('}');
    f.step(s.pos, s.body.pos, writes);
  };
  /** `head` begins the loop; each iteration ends with a step on the head again. Within it the function cannot be left. */
  const iterate = (open: string, bindings: () => void, close: string): void => {
    f.write(open);
    bindings();
    f.conditionally(body);
    f.write(close);
  };
  const { leaving } = f;
  // Variables of the function, where that may be left in the loop.
  const value = leaving === null ? f.fresh('$x') : f.temporary();
  const index = leaving === null ? f.fresh('$i') : f.temporary();
  const { begin, turn } = under.kind === 'basic' && basicKind(under) !== 'string' ? preemption(f, s.body.rbrace) : { begin: '', turn: () => undefined }; // prettier-ignore
  /** A loop that counts: what it goes over is evaluated once. */
  const count = (x: string, length: string, bindings: () => void): void => {
    const step = under.kind === 'basic' ? `${index} = M.addInt(${index}, 1)` : `${index}++`;
    if (leaving?.beginsIn(s.body) === true) {
      // The rest of a turn, and on with the loop.
      const isFirst = f.fresh('$first');
      f.open(`let ${isFirst} = true; ${loop}: for (; ${isFirst} || ${index} < ${length}; ${step}) {`);
      f.open(`if (${isFirst}) { ${isFirst} = false; ${next}: {`);
      withTarget(f, target, () => emitBlock(f, s.body.list, s.body.end));
      if (leaving.from !== null) f.begin('');
      f.write('} } else {');
      bindings();
      body();
      turn();
      f.write('} }');
      return;
    }
    f.write(leaving === null ? `${begin}const ${value} = ${x};` : `${begin}${value} = ${x};`);
    f.write(`${loop}: for (${leaving === null ? 'let ' : ''}${index} = 0; ${index} < ${length}; ${step}) {`);
    bindings();
    body();
    turn();
    f.write('}');
  };
  /** What is gone over, unless a rest begins in the body. */
  const emitOnce = (text: () => string): string => (leaving?.beginsIn(s.body) === true ? '' : text());
  switch (under.kind) {
    case 'basic':
      if (basicKind(under) === 'string') {
        const rune = f.fresh('$r');
        f.write(`const ${value} = ${emit(f, s.x)}; let ${index} = 0; ${loop}: while (${index} < ${value}.length) {`);
        f.write(`const ${rune} = M.decodeRune(${value}, ${index});`);
        iterate(
          '',
          () => bind(f, s, index, f.linker.intType, `${rune} >> 3`, f.linker.runeType),
          `${index} += ${rune} & 7; }`,
        );
      } else {
        const type = s.key?.type !== undefined && !isBlank(s.key) ? typeOf(f, s.key) : typeOf(f, s.x);
        count(
          emitOnce(() => emitAs(f, s.x, type)),
          value,
          () => bind(f, s, index, type, '', type),
        );
      }
      break;
    case 'slice': {
      const element = f.type(under.element);
      const item = elementText(f, `${value}.array[${value}.offset + ${index}]`, element);
      count(
        emitOnce(() => emit(f, s.x)),
        `${value}.length`,
        () => bind(f, s, index, f.linker.intType, item, element),
      );
      break;
    }
    case 'array':
    case 'pointer': {
      const array = under.kind === 'pointer' ? underlying(under.element) : under;
      if (array.kind !== 'array') throw f.error(s.pos, 'cannot range over this pointer');
      const element = f.type(array.element);
      const copy = under.kind === 'array' && s.val !== null && !isBlank(s.val);
      count(
        emitOnce(() => (copy ? emitAs(f, s.x, typeOf(f, s.x)) : emit(f, s.x))),
        String(array.length),
        () => bind(f, s, index, f.linker.intType, elementText(f, `${value}[${index}]`, element), element),
      );
      break;
    }
    case 'map': {
      const entry = f.fresh('$e');
      const anyOrder = f.linker.isOwn(f.pkg.path) || f.pkg.path === 'maps';
      const entries = anyOrder ? 'M.mapRange' : 'M.mapEntries';
      iterate(
        `${loop}: for (const ${entry} of ${entries}(${emit(f, s.x)})) {`,
        () =>
          bind(
            f,
            s,
            elementText(f, `${entry}.key`, f.type(under.key)),
            f.type(under.key),
            elementText(f, `${entry}.value`, f.type(under.element)),
            f.type(under.element),
          ),
        '}',
      );
      break;
    }
    case 'chan': {
      const received = f.fresh('$r');
      if (leaving !== null) throw new CannotLeave();
      const star = f.isGenerator ? 'yield* M.chanrecvOk' : 'M.chanrecvOkPlain';
      iterate(
        `const ${value} = ${emit(f, s.x)}; ${loop}: for (;;) { const ${received} = ${star}(${value}); if (!${received}[1]) break;`,
        () => bind(f, s, `${received}[0]`, f.type(under.element), '', f.type(under.element)),
        '}',
      );
      break;
    }
    default:
      throw f.error(s.pos, `range over ${under.kind} is not supported`);
  }
  f.write('}');
}

function elementText(f: FunctionEmitter, text: string, type: Type): string {
  return isAggregate(type) ? `${f.descriptor(type)}.clone(${text})` : text;
}

/** Gives key and value their values for this iteration. */
function bind(f: FunctionEmitter, s: RangeStmt, key: string, keyType: Type, value: string, valueType: Type): void {
  bindOne(f, s, s.key, key, keyType);
  bindOne(f, s, s.val, value, valueType);
}

function bindOne(f: FunctionEmitter, s: RangeStmt, e: Expr | null, value: string, type: Type): void {
  if (e === null || isBlank(e)) return;
  if (s.define && e.kind === 'Ident' && e.object?.kind === 'var') {
    defineLoopVariable(f, s, e.object, value);
    return;
  }
  const target = place(f, e);
  storeInto(f, target, convert(f, value, type, target.type));
}

/** Before Go 1.22 all iterations of one loop share a variable that somebody may still hold: its place is made anew when the loop begins. */
function shareLoopVariables(f: FunctionEmitter, s: RangeStmt): void {
  if (!s.define || f.linker.loopVarPerIteration(f.file)) return;
  for (const e of [s.key, s.val]) {
    const variable = e?.kind === 'Ident' && e.object?.kind === 'var' ? e.object : null;
    if (variable === null || !(variable.captured || variable.addressTaken)) continue;
    const holder = f.temporary();
    f.sharedLoopVariables.set(variable, holder);
    f.write(`${holder} = undefined;`);
  }
}

/** Before Go 1.22 one variable serves all iterations. */
function defineLoopVariable(f: FunctionEmitter, s: RangeStmt, variable: Var, value: string): void {
  const slot = f.slots.get(variable) ?? f.declare(variable, s.end);
  const holder = f.linker.loopVarPerIteration(f.file) ? undefined : f.sharedLoopVariables.get(variable);
  if (holder === undefined || (slot.kind === 'plain' && !isAggregate(f.type(variable.type)))) {
    f.initialise(slot, value);
    return;
  }
  const fresh = slot.kind === 'cell' ? `new M.Cell(undefined)` : f.zero(variable.type);
  if (slot.kind === 'plain') {
    f.write(`${slot.js} = ${holder} ??= ${fresh}; ${f.descriptor(variable.type)}.assign(${slot.js}, ${value});`);
    return;
  }
  f.write(`const ${slot.js} = ${holder} ??= ${fresh};${f.show(slot)}`);
  if (slot.kind === 'cell') f.write(`${slot.js}.v = ${value};`);
  else f.write(`${f.descriptor(variable.type)}.assign(${slot.js}, ${value});`);
}

/**
 * The body becomes a function that is given to the iterator (cmd/compile/internal/rangefunc). `state` is abi.RF_…: the function looks at it and panics if
 * it is called when it must not be. Leaving the body otherwise than by `continue` sets `exit`, which is acted on behind the call.
 */
function emitRangeFunc(f: FunctionEmitter, s: RangeStmt, yieldType: Type): void {
  const signature = underlying(f.type(yieldType));
  if (f.leaving !== null) throw new CannotLeave();
  if (signature.kind !== 'signature') throw f.error(s.pos, 'range over a func without yield');
  const loop = f.fresh('L');
  const outer = f.detour;
  const goLabel = takeLabel(f);
  const detour: Detour = { state: f.fresh('$state'), exit: f.fresh('$exit'), exits: [], outer };
  const { state, exit } = detour;
  f.step(s.pos, s.body.pos);
  const params = signature.params.map((_, i) => `y${i}`);
  const parks = f.linker.parking.nodeMayPark(s.body, f.pkg.path);
  const func = emit(f, s.x);
  f.ensureResultVariables();
  f.detour = detour;
  const body = f.rangeBody({ pos: s.pos, end: s.end }, params, parks && f.isGenerator, () => {
    const goOn = `${state} = ${rangeState.ready}; ${f.leave()} return true;`;
    const target: LabelTarget = {
      goLabel, kind: 'loop', breakJs: `${state} = ${rangeState.done}; ${f.leave()} return false;`, continueJs: goOn, detour,
    }; // prettier-ignore
    f.write(`if (${state} !== ${rangeState.ready}) M.panicRangeState(${state}); ${state} = ${rangeState.panic};`);
    [s.key, s.val].forEach((e, i) => bindOne(f, s, e, params[i] ?? 'undefined', signature.params[i] as Type));
    withTarget(f, target, () => emitBlock(f, s.body.list, s.body.end));
    f.step(s.pos, s.body.pos);
    f.write(goOn);
  });
  f.detour = outer;
  const iterator = f.temporary();
  f.write(`${loop}: { let ${state} = ${rangeState.ready}, ${exit} = 0; ${iterator} = M.notNil(${func});`);
  f.write(`${f.awaited(`${iterator}(${body})`, '')};`);
  f.write(`if (${state} === ${rangeState.panic}) M.panicRangeState(${rangeState.missingPanic});`);
  f.write(`${state} = ${rangeState.exhausted};`);
  for (const { code, js, level } of detour.exits) {
    if (level === outer) f.write(`if (${exit} === ${code}) { ${js} }`);
    else if (outer !== null) f.write(`if (${exit} === ${code}) { ${leaveBody(f, outer, js, level)} }`);
  }
  f.write('}');
}

/** Statements that leave the body `from` to do `js` in the body `level`, or in the function itself (null): all loops in between are over. */
export function leaveBody(f: FunctionEmitter, from: Detour, js: string, level: Detour | null): string {
  const code = from.exits.length + 1;
  from.exits.push({ code, js, level });
  let states = '';
  for (let loop: Detour | null = from; loop !== null && loop !== level; loop = loop.outer) {
    states += `${loop.state} = ${rangeState.done}; `;
  }
  return `${states}${from.exit} = ${code}; ${f.leave()} return false;`;
}
