/** Makes many calls with somebody watching and prints how we would say them; strace.test.ts runs it under strace. */
import { existsSync, readFileSync } from 'node:fs';
import {
  at,
  bytesOf,
  call,
  connect,
  epollEvent,
  int32,
  kernel,
  linux,
  listen,
  loopback6,
  memory,
  must,
  SOCK_STREAM,
} from './calls.ts';

const ringSwitch = '/proc/sys/kernel/io_uring_disabled';
const mayHaveRings = existsSync(ringSwitch) && readFileSync(ringSwitch, 'utf8').trim() === '0';
const lines: string[] = [];
const cstring = (text: string): number => at(bytesOf(`${text}\0`));
const room = (length: number): number => at(memory.allocate(length));
const wait = (epoll: number, timeout: number): number => call('epoll_pwait', epoll, room(16 * 8), 8, timeout, 0, 0);

kernel.watcher = (record) => lines.push(record.text);

// A listener, a connection, an echo.
const epoll = must('epoll_create1', 0x80000);
const wake = must('eventfd2', 0, 0x80800);
const { fd: listener, port } = listen(5);
must('setsockopt', listener, 1, 2, at(int32(1)), 4);
must('setsockopt', listener, 1, 13, at(Buffer.concat([int32(1), int32(0)])), 8);
call('setsockopt', listener, 6, 99, at(int32(1)), 4);
call('setsockopt', listener, 0, 35, at(Buffer.from([224, 0, 0, 1, 127, 0, 0, 1])), 8);
must('epoll_ctl', epoll, 1, wake, at(epollEvent(1, 0n)));
must('epoll_ctl', epoll, 1, listener, at(epollEvent(0x80002005, 0x7f00_1234_5678n)));
call('accept4', listener, room(112), at(int32(112)), 0x80800);
wait(epoll, 0);
const client = connect(port);
wait(epoll, 1000);
const server = must('accept4', listener, room(112), at(int32(112)), 0x80800);
must('getpeername', server, room(16), at(int32(16)));
must('getsockname', client, room(112), at(int32(112)));
must('getsockname', client, room(16), at(int32(4)));
call('getpeername', listener, room(16), at(int32(16)));
must('getsockopt', client, 1, 4, room(4), at(int32(4)));
must('getsockopt', client, 1, 3, room(8), at(int32(8)));
must('getsockopt', client, 1, 13, room(8), at(int32(8)));
must('getsockopt', client, 6, 11, room(200), at(int32(200)));
must('setsockopt', client, 6, 1, at(int32(1)), 4);
call('read', server, room(64), 64);
must('write', client, at(bytesOf('hello "net"\n\t\\\x001\x00a\x7f and more than thirty-two bytes')), 48);
must('read', server, room(512), 512);
must('write', server, at(bytesOf('short')), 5);
must('recvfrom', client, room(64), 64, 2, 0, 0);
must('recvfrom', client, room(64), 64, 0, 0, 0);
must('sendto', client, at(bytesOf('oob?')), 4, 0x4040, 0, 0);

const vector = (...parts: Uint8Array[]): Uint8Array => {
  const data = new DataView(memory.allocate(16 * parts.length).buffer);
  parts.forEach((part, index) => {
    data.setBigUint64(16 * index, BigInt(at(part)), true);
    data.setBigUint64(16 * index + 8, BigInt(part.length), true);
  });
  return new Uint8Array(data.buffer);
};
must('writev', client, at(vector(bytesOf('one'), bytesOf('two'))), 2);
must('readv', server, at(vector(memory.allocate(4), memory.allocate(100))), 2);
call('readv', server, at(vector(memory.allocate(4))), 1);
must('epoll_ctl', epoll, 3, listener, at(epollEvent(1, 5n)));
must('epoll_ctl', epoll, 2, listener, 0);
call('epoll_ctl', epoll, 2, listener, at(epollEvent(0, 0n)));
must('write', wake, at(Buffer.from([1, 0, 0, 0, 0, 0, 0, 0])), 8);
wait(epoll, 0);
must('shutdown', client, 1);
must('read', server, room(8), 8);

// A ring, where the machine allows one. (What V8 maps meanwhile is strace's too, so mapping is not compared.)
const ring = mayHaveRings ? call('io_uring_setup', 4, room(120)) : -1;
if (ring >= 0) {
  must('io_uring_enter', ring, 0, 0, 0, 0, 0);
  call('io_uring_enter', ring, 0, 0, 1, 0, 0);
  call('io_uring_enter', 999, 1, 1, 1, 0, 0);
  must('close', ring);
}

// Messages, with a descriptor in one.
const pair = memory.allocate(8);
must('socketpair', 1, 1 | 0x80000, 0, at(pair));
const [left = -1, right = -1] = new Int32Array(pair.buffer);
const message = (vec: Uint8Array, control: Uint8Array, name = 0, nameLength = 0): number => {
  const data = new DataView(memory.allocate(56).buffer);
  data.setBigUint64(0, BigInt(name), true);
  data.setUint32(8, nameLength, true);
  data.setBigUint64(16, BigInt(at(vec)), true);
  data.setBigUint64(24, BigInt(vec.length / 16), true);
  data.setBigUint64(32, BigInt(control.length === 0 ? 0 : at(control)), true);
  data.setBigUint64(40, BigInt(control.length), true);
  return at(new Uint8Array(data.buffer));
};
const rights = Buffer.concat([Buffer.from([20, 0, 0, 0, 0, 0, 0, 0]), int32(1), int32(1), int32(1), int32(0)]);
must('sendmsg', left, message(vector(bytesOf('x')), rights), 0x4000);
must('recvmsg', right, message(vector(memory.allocate(10)), memory.allocate(64), room(110), 110), 0x40000000);
call('recvmsg', right, message(vector(memory.allocate(10)), memory.allocate(0), room(16), 16), 0x40);

// IPv6, datagrams, Unix and netlink addresses.
const datagram = must('socket', 10, 2 | 0x80000, 17);
must('setsockopt', datagram, 41, 26, at(int32(1)), 4);
must('bind', datagram, at(loopback6(0)), 28);
const name = memory.allocate(28);
must('getsockname', datagram, at(name), at(int32(28)));
must('sendto', datagram, at(bytesOf('hi')), 2, 0, at(name), 28);
must('recvfrom', datagram, room(64), 64, 0, room(112), at(int32(112)));
call('recvfrom', datagram, room(64), 64, 0x40, room(112), at(int32(112)));
const unix = must('socket', 1, SOCK_STREAM, 0);
must('bind', unix, at(bytesOf(`\x01\0\0netwalk-${process.pid}`)), 11 + String(process.pid).length);
must('getsockname', unix, room(112), at(int32(112)));
call('connect', unix, at(bytesOf('\x01\0/nowhere/at/all\0')), 18);
const netlink = must('socket', 16, 3 | 0x80000, 4);
must('getsockname', netlink, room(112), at(int32(112)));
call('socket', 2, 1, 262);
call('socket', 99, 7, 5);

// Waiting for one of several descriptors. The time that is left differs with each run, but not between us and strace.
const words = (...values: bigint[]): number => at(Buffer.from(new BigInt64Array(values).buffer));
const set = (...fds: number[]): number => words(...[0, 1].map((word) => fds.filter((fd) => fd >> 6 === word).reduce((bits, fd) => bits | (1n << BigInt(fd & 63)), 0n))); // prettier-ignore
const pollfds = (...list: [fd: number, events: number][]): number =>
  at(Buffer.concat(list.map(([fd, events]) => Buffer.from(new Uint8Array(new Int32Array([fd, events]).buffer)))));
const full = memory.allocate(8);
must('pipe2', at(full), 0x80000);
const [fullOut = -1, fullIn = -1] = new Int32Array(full.buffer);
const empty = memory.allocate(8);
must('pipe2', at(empty), 0x80000);
const [emptyOut = -1, emptyIn = -1] = new Int32Array(empty.buffer);
must('write', fullIn, at(bytesOf('x')), 1);
if (kernel.numbers.has('select')) {
  must('select', 128, set(fullOut, emptyOut), set(fullIn), 0, words(1n, 5000n));
  must('select', 128, set(emptyOut), 0, 0, words(0n, 0n));
  call('select', 128, set(emptyOut, 127), 0, 0, words(0n, 0n));
  must('poll', pollfds([fullOut, 1], [emptyOut, 0x2005]), 2, -1);
  must('poll', pollfds([fullOut, 1], [-1, 1], [999, 1]), 3, 0);
  must('poll', 0, 0, 0);
}
must('pselect6', 128, set(emptyOut), 0, 0, words(0n, 1000n), 0);
must('pselect6', 128, set(fullOut, emptyOut), 0, 0, words(1n, 1000n), words(0n, 8n));
must('pselect6', 128, set(fullOut), 0, 0, 0, 0);
must('ppoll', pollfds([fullOut, 1], [emptyIn, 4]), 2, words(1n, 5n), 0, 8);
must('ppoll', pollfds([emptyOut, 1]), 1, words(0n, 1000n), 0, 8);
must('ppoll', pollfds([fullOut, 1]), 1, 0, 0, 8);

// Signals that tell of a descriptor. Node's threads take what is sent to the process: here nothing is sent.
const SIGIO = 29;
const signals = words((1n << BigInt(SIGIO - 1)) | (1n << 49n) | (1n << 31n));
must('rt_sigprocmask', 0, signals, 0, 8);
const signalDescriptor = must('signalfd4', -1, signals, 8, 0x80800);
call('read', signalDescriptor, room(128), 128);
must('fcntl', emptyOut, 15, at(Buffer.concat([int32(0), int32(linux.threadId())])));
must('fcntl', emptyOut, 16, room(8));
must('fcntl', emptyOut, 10, SIGIO);
must('fcntl', emptyOut, 4, 0x2800);
must('rt_sigprocmask', 1, signals, 0, 8);
for (const fd of [fullOut, fullIn, emptyOut, emptyIn, signalDescriptor]) must('close', fd);

// Descriptors and files.
must('fcntl', client, 3, 0);
must('fcntl', client, 4, 0x802);
must('fcntl', client, 1, 0);
must('fcntl', client, 2, 0);
must('fcntl', client, 1, 0);
const copy = must('fcntl', client, 1030, 0);
const pipe = memory.allocate(8);
must('pipe2', at(pipe), 0x80800);
const [, pipeIn = -1] = new Int32Array(pipe.buffer);
const file = must('openat', -100, cstring('/proc/sys/net/core/somaxconn'), 0x80000, 0);
call('openat', -100n, cstring('/nowhere/"x"'), 0x241, 0o644);
call('openat', (1n << 64n) - 100n, cstring('nowhere'), 0, 0);
must('fstat', file, room(144));
must('newfstatat', -100, cstring('/dev/null'), room(144), 0);
must('newfstatat', -100, cstring('/tmp'), room(144), 0x100);
call('newfstatat', -100, cstring('/nowhere'), room(144), 0);
call('faccessat', -100, cstring('/nowhere'), 4);
call('unlinkat', -100, cstring('/nowhere'), 0);
call('renameat', -100, cstring('/nowhere'), -100, cstring('/nowhere else'));
call('linkat', -100, cstring('/nowhere'), -100, cstring('/nowhere else'), 0x400);
call('symlinkat', cstring('/nowhere'), -100, cstring('/nowhere/else'));
call('fchmod', file, 0o600);
call('ftruncate', file, 5);
call('fsync', 999);
call('fdatasync', 999);
call('chdir', cstring('/nowhere'));
call('fchdir', 999);
must('getrlimit', 7, room(16));
call('setrlimit', 99, at(Buffer.from(new BigInt64Array([2n, -1n]).buffer)));
const passwd = must('openat', -100, cstring('/etc/passwd'), 0x80000);
must('sendfile', pipeIn, passwd, 0, 5);
must('sendfile', pipeIn, passwd, at(Buffer.from(new BigInt64Array([2n]).buffer)), 5);
call('splice', file, 0, pipeIn, 0, 5, 3);
must('uname', room(65 * 6));
must('prlimit64', 0, 7, 0, room(16));
call('read', 999, 0, 0);
call('read', file, 1, 100);
for (const fd of [epoll, wake, listener, client, server, left, right, datagram, unix, netlink, copy, file, passwd]) {
  must('close', fd);
}
must('close', pipeIn);
must('close', new Int32Array(pipe.buffer)[0] ?? -1);

kernel.watcher = null;
process.stdout.write(JSON.stringify(lines));
