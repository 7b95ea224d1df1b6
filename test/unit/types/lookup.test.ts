import assert from 'node:assert/strict';
import { Cause, assertableTo, implementsType, unsatisfied } from '../../../engine/golang/types/implements.ts';
import { instantiate, interfaceOf, newTypeParameter, pointerTo, signatureOf, sliceOf, structOf } from '../../../engine/golang/types/intern.ts'; // prettier-ignore
import { implementsInterface, lookup, lookupFieldOrMethod, methodSet } from '../../../engine/golang/types/lookup.ts';
import { relativeTo } from '../../../engine/golang/types/typeString.ts';
import { anyType, basic, comparableType, errorType } from '../../../engine/golang/types/universe.ts';
import type { Named, Type } from '../../../engine/golang/types/types.ts';
import { embed, field, main, named, net, packageAt } from './build.ts';

const pointer = { receiver: (self: Named): Type => pointerTo(self) };
const names = (type: Type): string[] => methodSet(type).map((entry) => entry.name);

describe('lookup of fields and methods', () => {
  // As in package net: type TCPConn struct { conn }; type conn struct { fd *netFD }.
  const netFD = named('netFD', () => structOf([field('sysfd', basic.int, net)]), [{ name: 'Close', ...pointer }], {
    pkg: net,
  });
  const conn = named('conn', () => structOf([field('fd', pointerTo(netFD), net)]), [{ name: 'Write', ...pointer }, { name: 'ok', ...pointer }], { pkg: net }); // prettier-ignore
  const tcpConn = named('TCPConn', () => structOf([embed('conn', conn, net)]), [{ name: 'File', ...pointer }], {
    pkg: net,
  });

  it('follows embedded structs', () => {
    const found = lookupFieldOrMethod(pointerTo(tcpConn), false, net, 'fd');
    assert.equal(found?.kind, 'field');
    assert.deepEqual(
      found?.path.map((step) => [step.field.name, step.index, step.indirect]),
      [
        ['conn', 0, true],
        ['fd', 0, false],
      ],
    );
    assert.ok(found?.indirect);
    const method = lookupFieldOrMethod(pointerTo(tcpConn), false, net, 'Write');
    assert.deepEqual([method?.kind, method?.path.map((step) => step.field.name)], ['method', ['conn']]);
    assert.equal(method?.receiver, pointerTo(tcpConn));
    assert.equal(method?.object, conn.methods()[0]);
  });

  it('sees unexported names in their own package only', () => {
    assert.equal(lookupFieldOrMethod(tcpConn, true, main, 'fd'), undefined);
    assert.equal(lookupFieldOrMethod(tcpConn, true, main, 'ok'), undefined);
    assert.notEqual(lookupFieldOrMethod(tcpConn, true, main, 'Write'), undefined);
  });

  it('wants a pointer or an addressable value for pointer methods', () => {
    assert.equal(lookup(tcpConn, false, net, 'Write').failure, 'pointer receiver');
    assert.equal(lookup(tcpConn, true, net, 'Write').failure, null);
    assert.equal(lookup(pointerTo(tcpConn), false, net, 'Write').failure, null);
    assert.deepEqual(names(tcpConn), []);
    assert.deepEqual(names(pointerTo(tcpConn)), ['File', 'Write', 'ok']);
  });

  it('reaches pointer methods through an embedded pointer', () => {
    const holder = named('holder', () => structOf([embed('netFD', pointerTo(netFD))]));
    assert.deepEqual(names(holder), ['Close']);
    const close = lookupFieldOrMethod(holder, false, net, 'Close');
    assert.ok(close?.indirect && close.path[0]?.indirect === false);
  });

  it('prefers the shallower, and refuses two at one depth', () => {
    const a = named('A', () => structOf([field('X', basic.int)]), [{ name: 'M' }]);
    const b = named('B', () => structOf([field('X', basic.string)]), [{ name: 'M' }]);
    const both = structOf([embed('A', a), embed('B', b)]);
    assert.equal(lookup(both, true, main, 'X').failure, 'ambiguous');
    assert.equal(lookup(both, true, main, 'M').failure, 'ambiguous');
    assert.deepEqual(names(both), []);
    const own = structOf([embed('A', a), embed('B', b), field('X', basic.bool)]);
    const selection = lookupFieldOrMethod(own, true, main, 'X');
    assert.equal(selection?.object.kind === 'var' && selection.object.type, basic.bool);
    // The same type twice at one depth is ambiguous, too.
    const left = named('L', () => structOf([embed('A', a)]));
    const right = named('R', () => structOf([embed('A', a)]));
    assert.equal(lookup(structOf([embed('L', left), embed('R', right)]), true, main, 'X').failure, 'ambiguous');
  });

  it('ends on types that embed themselves', () => {
    const loop: Named = named('Loop', (self) => structOf([embed('Loop', pointerTo(self))]), [{ name: 'M' }]);
    assert.equal(lookup(loop, true, main, 'nothing').failure, 'missing');
    assert.deepEqual(names(loop), ['M']);
  });

  it('finds methods of interfaces, embedded interfaces and constraints, but none behind a pointer to one', () => {
    const reader = named('Reader', () => interfaceOf([{ name: 'Read', pkg: main, signature: signatureOf([], []) }]));
    assert.equal(lookupFieldOrMethod(reader, false, net, 'Read')?.object.kind, 'func');
    assert.equal(
      lookupFieldOrMethod(reader, false, net, 'Read')?.object,
      lookupFieldOrMethod(reader, false, main, 'Read')?.object,
    );
    assert.equal(lookup(pointerTo(reader), true, main, 'Read').failure, 'missing');
    assert.deepEqual(names(structOf([embed('Reader', reader)])), ['Read']);
    const parameter = newTypeParameter('R', 0, () => reader);
    assert.equal(lookupFieldOrMethod(parameter, false, main, 'Read')?.kind, 'method');
    assert.equal(lookup(pointerTo(parameter), false, main, 'Read').failure, 'missing');
  });

  it('gives a defined pointer type the fields, but not the methods', () => {
    const alias = named('P', () => pointerTo(netFD));
    assert.equal(lookup(alias, true, net, 'sysfd').selection?.receiver, alias);
    assert.equal(lookup(alias, true, net, 'Close').failure, 'missing');
  });

  it('finds the methods of instances', () => {
    const t = newTypeParameter('T', 0, () => anyType);
    const box = named('Box', () => structOf([field('v', t)]), [{ name: 'Get', signature: signatureOf([], [t]), receiver: (self) => instantiate(self, [t]) }], { typeParameters: [t] }); // prettier-ignore
    const get = lookupFieldOrMethod(instantiate(box, [basic.int]), false, main, 'Get')?.object;
    assert.equal(get?.kind === 'func' && get.signature, signatureOf([], [basic.int]));
  });
});

describe('implementing interfaces', () => {
  const write = signatureOf([sliceOf(basic.uint8)], [basic.int, errorType]);
  const writer = named('Writer', () => interfaceOf([{ name: 'Write', pkg: null, signature: write }]), [], {
    pkg: packageAt('io'),
  });
  const why = (type: Type, wanted: Type, constraint = false): string => {
    const cause = new Cause(relativeTo(main));
    return implementsType(type, wanted, constraint, cause) ? 'ok' : cause.text;
  };
  const underWriter = interfaceOf([{ name: 'Write', pkg: null, signature: write }]);

  it('accepts what has all methods', () => {
    const file = named('File', () => structOf([]), [{ name: 'Write', signature: write, ...pointer }]);
    assert.equal(why(pointerTo(file), writer), 'ok');
    assert.equal(implementsInterface(pointerTo(file), underWriter), null);
    assert.equal(why(file, writer), 'File does not implement io.Writer (method Write has pointer receiver)');
    assert.equal(implementsInterface(file, underWriter)?.reason, 'pointer receiver');
    assert.equal(why(writer, anyType), 'ok');
  });

  it('says what is missing, as the compiler does', () => {
    const empty = named('T', () => structOf([]));
    assert.equal(why(empty, writer), 'T does not implement io.Writer (missing method Write)');
    const other = named('T', () => structOf([]), [{ name: 'Write', signature: signatureOf([basic.string], []) }]);
    assert.equal(
      why(other, writer),
      'T does not implement io.Writer (wrong type for method Write)\n\t\thave Write(string)\n\t\twant Write([]byte) (int, error)',
    );
    const small = named('T', () => structOf([]), [{ name: 'write', signature: write }]);
    assert.equal(
      why(small, writer),
      'T does not implement io.Writer (missing method Write)\n\t\thave write([]byte) (int, error)\n\t\twant Write([]byte) (int, error)',
    );
    assert.equal(
      why(structOf([field('Write', basic.int)]), writer),
      'struct{Write int} does not implement io.Writer (struct{Write int}.Write is a field, not a method)',
    );
    assert.equal(
      why(pointerTo(writer), writer),
      '*io.Writer does not implement io.Writer (type *io.Writer is pointer to interface, not interface)',
    );
  });

  it('checks constraints', () => {
    const number = named(
      'Number',
      () =>
      interfaceOf([], [{ kind: 'union', terms: [{ tilde: true, type: basic.int }, { tilde: false, type: basic.float64 }] }]), // prettier-ignore
    );
    assert.equal(why(basic.int, number, true), 'ok');
    assert.equal(why(named('Mine', () => basic.int), number, true), 'ok'); // prettier-ignore
    assert.equal(why(basic.string, number, true), 'string does not satisfy Number (string missing in ~int | float64)');
    assert.equal(
      why(named('F', () => basic.float64), number, true), // prettier-ignore
      'F does not satisfy Number (possibly missing ~ for float64 in Number)',
    );
    assert.equal(why(sliceOf(basic.int), comparableType, true), '[]int does not satisfy comparable');
    assert.equal(why(anyType, comparableType, true), 'ok');
    assert.equal(why(anyType, comparableType), 'any does not implement comparable');
    const t = newTypeParameter('T', 0, () => number);
    assert.equal(why(t, number, true), 'ok');
    const k = newTypeParameter('K', 0, () => comparableType);
    const s = newTypeParameter('S', 1, () => interfaceOf([], [{ kind: 'union', terms: [{ tilde: true, type: sliceOf(k) }] }])); // prettier-ignore
    assert.equal(unsatisfied([k, s], [basic.string, sliceOf(basic.string)]), null);
    assert.equal(unsatisfied([k, s], [basic.string, sliceOf(basic.int)]), 1);
  });

  it('takes a constraint that is no interface for a set of one type', () => {
    const only = newTypeParameter('T', 0, () => sliceOf(basic.int));
    assert.equal(unsatisfied([only], [sliceOf(basic.int)]), null);
    const cause = new Cause(relativeTo(main));
    assert.equal(unsatisfied([only], [basic.int], cause), 0);
    assert.equal(cause.text, 'int does not satisfy []int (int missing in []int)');
  });

  it('allows assertions that may succeed', () => {
    const cause = new Cause(relativeTo(main));
    assert.ok(assertableTo(writer, errorType));
    assert.ok(!assertableTo(writer, basic.int, cause));
    assert.equal(cause.text, '(missing method Write)');
  });
});
