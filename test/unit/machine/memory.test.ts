import assert from 'node:assert/strict';
import { loadNative } from '../../../engine/linux/native.ts';
import { NativeMemory } from '../../../engine/linux/memory.ts';
import { M } from '../../../engine/golang/machine/index.ts';
import { giveBack, memoryMark } from '../../../engine/golang/machine/mapped.ts';
import { MappedPointer, RawPointer } from '../../../engine/golang/machine/memory.ts';
import { byte, field, int, named, string, types } from './goTypes.ts';

const native = new NativeMemory(loadNative());
const uint32 = types.basic('uint32');
const uint16 = types.basic('uint16');
const uint64 = types.basic('uint64');
const uintptr = types.basic('uintptr');

interface Event {
  events: number;
  data: Uint8Array;
}
const epollevent = named(
  'epollevent',
  types.struct([field('events', uint32), field('data', types.array(byte, 8))]),
  true,
);

/** What really lies at an address. */
const bytesAt = (address: number | bigint, length: number): number[] => [...native.copyFrom(Number(address), length)];

describe('memory', () => {
  before(() => {
    M.memory.addressOfBuffer = (buffer) => native.addressOf(buffer);
  });

  it('a mapped struct lies at its address as Go lays it out', () => {
    const event = epollevent.make(0x01020304, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)) as Event;
    const address = M.addressOf(event);
    assert.deepEqual(bytesAt(address, 12), [4, 3, 2, 1, 1, 2, 3, 4, 5, 6, 7, 8]);
    native.copyTo(Number(address), Uint8Array.of(9, 0, 0, 0, 7));
    assert.equal(event.events, 9);
    assert.equal(event.data[0], 7);
    assert.equal(event.data, event.data);
  });

  it('an array of mapped structs is one piece', () => {
    const events = types.array(epollevent, 128).zero() as Event[];
    const start = Number(M.addressOf(events[0] as Event));
    assert.equal(Number(M.addressOf(events[3] as Event)), start + 36);
    (events[3] as Event).events = 5;
    assert.deepEqual(bytesAt(start + 36, 1), [5]);
    assert.equal(events.length, 128);
  });

  it('memory that is given back comes again, zeroed', () => {
    const before = M.addressOf(epollevent.zero() as Event);
    const mark = memoryMark();
    const first = epollevent.make(7, new Uint8Array(8).fill(1)) as Event;
    const address = M.addressOf(first);
    const cell = new M.Cell(5);
    const lasting = M.addressOf(M.toUnsafePointer(cell, uint32));
    giveBack(mark);
    const second = epollevent.zero() as Event;
    assert.equal(M.addressOf(second), address);
    assert.notEqual(address, before);
    assert.deepEqual([second.events, ...second.data], [0, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert.deepEqual([cell.v, M.addressOf(cell)], [5, lasting]);
  });

  it('mapped structs are values', () => {
    const a = epollevent.make(1, new Uint8Array(8)) as Event;
    const b = epollevent.clone(a) as Event;
    assert.ok(epollevent.equal(a, b));
    b.data[3] = 1;
    assert.ok(!epollevent.equal(a, b));
    epollevent.assign(a, b);
    assert.ok(epollevent.equal(a, b) && a.data !== b.data);
  });

  it('an object pointer stored through unsafe in bytes is found again', () => {
    // *(**pollDesc)(unsafe.Pointer(&ev.data)) = pd
    const pollDesc = named('pollDesc', types.struct([field('fd', uintptr), field('name', string)]));
    const pd = pollDesc.make(3, 'x');
    const event = epollevent.zero() as Event;
    const data = M.toUnsafePointer(event.data, types.array(byte, 8));
    const place = M.fromUnsafePointer(data, types.pointer(pollDesc)) as { v: unknown };
    assert.equal(place.v, null);
    place.v = pd;
    const again = M.fromUnsafePointer(event.data, types.pointer(pollDesc)) as { v: unknown };
    assert.equal(again.v, pd);
    assert.equal(place, again); // pointers to one place are one
    const address = M.addressOf(pd) as number;
    assert.equal(address % 512, 0);
    assert.deepEqual(new BigUint64Array(native.copyFrom(Number(M.addressOf(event)) + 4, 8).buffer)[0], BigInt(address));
    assert.equal(M.pointerAt(address), pd);
    assert.equal(M.fromUnsafePointer(M.pointerAt(address), pollDesc), pd);
  });

  it('an address that is no object’s stays an address', () => {
    const p = M.pointerAt(0x1234);
    assert.ok(p instanceof RawPointer);
    assert.equal(M.addressOf(p), 0x1234);
    assert.equal(M.pointerAt(0), null);
  });

  it('a sockaddr is seen as the one of its family', () => {
    const raw = named('RawSockaddr', types.struct([field('Family', uint16), field('Data', types.array(types.basic('int8'), 14))]), true); // prettier-ignore
    const any = named('RawSockaddrAny', types.struct([field('Addr', raw), field('Pad', types.array(types.basic('int8'), 96))]), true); // prettier-ignore
    const inet4 = named('RawSockaddrInet4', types.struct([field('Family', uint16), field('Port', uint16), field('Addr', types.array(byte, 4)), field('Zero', types.array(byte, 8))]), true); // prettier-ignore
    const rsa = any.zero() as { Addr: { Family: number } };
    const sa = M.fromUnsafePointer(M.toUnsafePointer(rsa, any), inet4) as { Family: number; Port: number; Addr: Uint8Array }; // prettier-ignore
    sa.Port = 0x5000;
    sa.Addr.set([127, 0, 0, 1]);
    rsa.Addr.Family = 2;
    assert.equal(sa.Family, 2);
    assert.deepEqual(bytesAt(M.addressOf(rsa), 8), [2, 0, 0, 0x50, 127, 0, 0, 1]);
    // (*[2]byte)(unsafe.Pointer(&sa.Port))
    const port = M.toUnsafePointer(M.fieldPointer(sa, 'Port'), uint16);
    const bytes = M.fromUnsafePointer(port, types.array(byte, 2)) as Uint8Array;
    assert.deepEqual([...bytes], [0, 0x50]);
    bytes[0] = 1;
    assert.equal(sa.Port, 0x5001);
  });

  it('a scalar variable moves into memory when its address is needed, and stays the same variable', () => {
    const n = new M.Cell(16);
    const p = M.toUnsafePointer(n, uint32);
    assert.equal(p, n);
    const address = Number(M.addressOf(p));
    assert.deepEqual(bytesAt(address, 4), [16, 0, 0, 0]);
    native.copyTo(address, Uint8Array.of(1, 1, 0, 0));
    assert.equal(n.v, 257);
    n.v = 5;
    assert.deepEqual(bytesAt(address, 1), [5]);
    assert.equal(M.addressOf(p), address);

    const holder = { x: 7 };
    const field = M.toUnsafePointer(M.fieldPointer(holder, 'x'), int);
    const bits = M.fromUnsafePointer(field, uint64) as { v: unknown };
    bits.v = 2n ** 63n;
    assert.equal(holder.x, -(2n ** 63n) as unknown);
  });

  it('floats and their bits', () => {
    const f = M.toUnsafePointer(new M.Cell(1.5), types.basic('float64'));
    assert.equal((M.fromUnsafePointer(f, uint64) as { v: unknown }).v, 0x3ff8000000000000n);
  });

  it('a pointer of the same kind is the same pointer', () => {
    const cell = new M.Cell(1);
    assert.equal(M.fromUnsafePointer(M.toUnsafePointer(cell, uint32), named('state', uint32)), cell);
  });

  it('a pointer that the kernel was given is found in what it gives back, however late', () => {
    const wake = M.toUnsafePointer(new M.Cell(0), uintptr);
    const pointer = types.pointer(uintptr);
    const given = epollevent.make(0, new Uint8Array(8)) as Event;
    (M.fromUnsafePointer(M.toUnsafePointer(given.data, byte), pointer) as { v: unknown }).v = wake;
    for (let i = 0; i < 1000; i++) M.addressOf(M.toUnsafePointer(new M.Cell(i), uint32));
    const back = epollevent.make(0, given.data.slice()) as Event;
    assert.equal((M.fromUnsafePointer(M.toUnsafePointer(back.data, byte), pointer) as { v: unknown }).v, wake);
  });

  it('pointers to elements are interned, by memory for bytes', () => {
    const bytes = new Uint8Array(8);
    assert.equal(M.elementPointer(bytes, 3), M.elementPointer(bytes.subarray(2), 1));
    const list = [1, 2, 3];
    assert.equal(M.elementPointer(list, 1), M.elementPointer(list, 1));
    assert.notEqual(M.elementPointer(list, 1), M.elementPointer(list, 2));
    const object = { a: 1 };
    assert.equal(M.fieldPointer(object, 'a'), M.fieldPointer(object, 'a'));
    M.fieldPointer(object, 'a').v = 4;
    assert.equal(object.a, 4);
  });

  it('unsafe.Slice, Add, String and their inverses', () => {
    const s = M.stringToBytes('hello');
    const data = M.unsafeSliceData(s, byte);
    assert.equal(M.unsafeString(data, 5), 'hello');
    assert.equal(M.unsafeString(M.unsafeAdd(data, 1), 3), 'ell');
    const t = M.unsafeSlice(data, 2, byte);
    t.array[t.offset] = 72;
    assert.equal(M.bytesToString(s), 'Hello');
    assert.equal(M.bytesToString(M.unsafeSlice(M.unsafeStringData('abc'), 3, byte)), 'abc');
    assert.equal(M.unsafeSlice(null, 0, byte), M.nilSlice);
    // The bytes of a struct.
    const event = epollevent.make(0x41424344, new Uint8Array(8)) as Event;
    const view = M.unsafeSlice(M.toUnsafePointer(event, epollevent), 4, byte);
    assert.equal(M.bytesToString(view), 'DCBA');
  });

  it('wide numbers and pointers in mapped memory keep their values', () => {
    const wide = named('Wide', types.struct([field('a', int), field('b', uint64), field('c', types.array(uint64, 2)), field('p', types.pointer(byte))]), true); // prettier-ignore
    const w = wide.zero() as { a: unknown; b: unknown; c: unknown[]; p: unknown };
    for (const value of [0, -1, 2 ** 53 - 1, -(2 ** 40), 2n ** 62n, -(2n ** 63n)]) {
      w.a = value;
      assert.equal(w.a, value);
    }
    w.b = 2n ** 64n - 1n;
    w.c[1] = 2 ** 33;
    const copy = wide.clone(w) as typeof w;
    assert.deepEqual([copy.b, copy.c[0], copy.c[1]], [2n ** 64n - 1n, 0, 2 ** 33]);
    const bytes = new Uint8Array(4);
    w.p = M.elementPointer(bytes, 1);
    assert.equal(w.p, M.elementPointer(bytes, 1));
    assert.equal(Number(new BigUint64Array(native.copyFrom(Number(M.addressOf(w)) + 32, 8).buffer)[0]), native.addressOf(bytes) + 1); // prettier-ignore
  });

  it('a struct without memory is seen as one of the same layout with other names', () => {
    const Timer = named('Timer', types.struct([field('C', types.chan(int, 'recv')), field('initTimer', types.basic('bool'))])); // prettier-ignore
    const Ticker = named('Ticker', types.struct([field('C', types.chan(int, 'recv')), field('initTicker', types.basic('bool'))])); // prettier-ignore
    const timer = Timer.make(null, true) as { C: unknown };
    const ticker = M.fromUnsafePointer(timer, Ticker) as { C: unknown; initTicker: boolean };
    assert.equal(ticker.initTicker, true);
    ticker.C = M.makeChan(int, 1);
    assert.equal(timer.C, ticker.C);
    assert.equal(M.typeOf(types.pointer(Ticker).box(ticker)), types.pointer(Ticker));
    assert.equal(M.fromUnsafePointer(ticker, Timer), timer);
    assert.equal(M.fromUnsafePointer(timer, Ticker), ticker);
    assert.equal(M.addressOf(ticker), M.addressOf(timer));
  });

  it('a pointer to a struct without memory reaches what lies at its start', () => {
    const inner = named('inner', types.struct([field('n', int)]));
    const outer = named('outer', types.struct([field('in', inner), field('s', string)]));
    const o = outer.make(inner.make(5), 'x') as { in: { n: number } };
    assert.equal(M.fromUnsafePointer(M.toUnsafePointer(o, outer), inner), o.in);
    assert.equal((M.fromUnsafePointer(o, int) as { v: number }).v, 5);
    assert.ok(!(M.fromUnsafePointer(o, outer) instanceof MappedPointer));
  });
});
