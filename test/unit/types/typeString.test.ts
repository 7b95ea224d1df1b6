import assert from 'node:assert/strict';
import {
  arrayOf, chanOf, instantiate, interfaceOf, mapOf, newTypeParameter, pointerTo, signatureOf, sliceOf, structOf, tupleOf,
} from '../../../engine/golang/types/intern.ts'; // prettier-ignore
import { relativeTo, runtimeTypeString, signatureString, typeString } from '../../../engine/golang/types/typeString.ts';
import { anyType, basic, comparableType, errorType } from '../../../engine/golang/types/universe.ts';
import type { Package, Type } from '../../../engine/golang/types/types.ts';
import { embed, field, main, named, net, packageAt, variable } from './build.ts';

describe('types as text', () => {
  const conn = named('TCPConn', () => structOf([]), [], { pkg: net });
  const k = newTypeParameter('K', 0, () => comparableType);
  const v = newTypeParameter('V', 1, () => anyType);
  const pair = named('Pair', () => structOf([]), [], { typeParameters: [k, v], pkg: packageAt('example.com/pair') });
  const read = { name: 'Read', pkg: null, signature: signatureOf([sliceOf(basic.uint8)], [basic.int, errorType]) };

  const rows: [Type, string, string?][] = [
    [pointerTo(conn), '*net.TCPConn', '*net.TCPConn'],
    [named('T', () => basic.int), 'T', 'main.T'], // prettier-ignore
    [mapOf(basic.string, sliceOf(basic.int)), 'map[string][]int'],
    [sliceOf(basic.uint8), '[]byte', '[]uint8'],
    [sliceOf(basic.int32), '[]int32', '[]int32'],
    [arrayOf(4, basic.int32), '[4]int32', '[4]int32'],
    [anyType, 'any', 'interface {}'],
    [interfaceOf([read]), 'interface{Read([]byte) (int, error)}', 'interface { Read([]uint8) (int, error) }'],
    [structOf([]), 'struct{}', 'struct {}'],
    [
      structOf([field('a', basic.int), embed('TCPConn', conn)], ['json:"a"', '']),
      'struct{a int "json:\\"a\\""; net.TCPConn}',
    ],
    [chanOf('both', chanOf('recv', basic.int)), 'chan (<-chan int)'],
    [chanOf('send', chanOf('recv', basic.int)), 'chan<- <-chan int'],
    [signatureOf([basic.int, sliceOf(anyType)], [errorType], true), 'func(int, ...any) error', 'func(int, ...interface {}) error'], // prettier-ignore
    [signatureOf([k], [v], false, [k, v]), 'func[K comparable, V any](K) V'],
    [instantiate(pair, [basic.string, conn]), 'pair.Pair[string, net.TCPConn]', 'pair.Pair[string,net.TCPConn]'],
    [pair, 'pair.Pair[K comparable, V any]'],
    [tupleOf([basic.int, errorType]), '(int, error)'],
    [basic['unsafe.Pointer'], 'unsafe.Pointer', 'unsafe.Pointer'],
    [basic['untyped float'], 'untyped float'],
    [interfaceOf([], [{ kind: 'union', terms: [{ tilde: true, type: basic.int }, { tilde: false, type: basic.string }] }]), '~int | string'], // prettier-ignore
  ];
  for (const [type, text, atRunTime] of rows) {
    it(text, () => {
      assert.equal(typeString(type, relativeTo(main)), text);
      if (atRunTime !== undefined) assert.equal(runtimeTypeString(type), atRunTime);
    });
  }

  it('spells byte, rune and any as the package does', () => {
    const spelled = (text: string): string => {
      const file = { text } as Package['files'][number];
      const pkg = { ...main, files: [file] };
      return typeString(signatureOf([sliceOf(basic.uint8)], [basic.int32, anyType]), relativeTo(pkg));
    };
    assert.equal(spelled('var x uint8; var y []int32'), 'func([]uint8) (int32, any)');
    assert.equal(spelled('var x byte = uint8(1); var y rune'), 'func([]byte) (rune, any)');
    assert.equal(spelled('var x interface{}'), 'func([]byte) (int32, interface{})');
  });

  it('prints the parameters of a declared function with their names', () => {
    const params = [variable('network', basic.string, 'param'), variable('address', basic.string, 'param')];
    const results = [variable('', pointerTo(conn), 'result'), variable('', errorType, 'result')];
    assert.equal(signatureString(params, results, false), 'func(network string, address string) (*net.TCPConn, error)');
  });
});
