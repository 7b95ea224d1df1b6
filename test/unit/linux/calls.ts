/** Real sockets through the kernel under test. */
import assert from 'node:assert';
import { type Argument, loadLinux } from '../../../engine/linux/index.ts';

export const linux = loadLinux();
export const { kernel, memory } = linux;

/** Makes a call by name; -1 with kernel.errno, as rawSyscall. */
export function call(name: string, ...args: Argument[]): number {
  const [a1, a2, a3, a4, a5, a6] = args;
  return kernel.rawSyscall(kernel.numbers.numberOf(name), a1, a2, a3, a4, a5, a6);
}

/** Makes a call that must succeed. */
export function must(name: string, ...args: Argument[]): number {
  const result = call(name, ...args);
  assert.ok(result >= 0, `${name} failed with errno ${kernel.errno}`);
  return result;
}

const kept: Uint8Array[] = [];

/** The address of bytes that stay referenced until the tests end. */
export function at(bytes: Uint8Array): number {
  kept.push(bytes);
  return memory.addressOf(bytes);
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = memory.allocate(Buffer.byteLength(text));
  bytes.set(Buffer.from(text));
  return bytes;
}

export function int32(value: number): Uint8Array<ArrayBuffer> {
  const bytes = memory.allocate(4);
  new DataView(bytes.buffer).setInt32(0, value, true);
  return bytes;
}

/** struct sockaddr_in of 127.0.0.1. */
export function loopback(port: number): Uint8Array<ArrayBuffer> {
  const bytes = memory.allocate(16);
  bytes.set([2, 0, port >> 8, port & 255, 127, 0, 0, 1]);
  return bytes;
}

/** struct sockaddr_in6 of ::1. */
export function loopback6(port: number): Uint8Array<ArrayBuffer> {
  const bytes = memory.allocate(28);
  bytes.set([10, 0, port >> 8, port & 255]);
  bytes[23] = 1;
  return bytes;
}

export const SOCK_STREAM = 1 | 0x80000 | 0x800;

/** A listening socket on a port of the kernel's choice. */
export function listen(backlog: number): { fd: number; port: number } {
  const fd = must('socket', 2, SOCK_STREAM, 0);
  must('bind', fd, at(loopback(0)), 16);
  must('listen', fd, backlog);
  const name = memory.allocate(128);
  must('getsockname', fd, at(name), at(int32(128)));
  return { fd, port: ((name[2] ?? 0) << 8) | (name[3] ?? 0) };
}

/** Starts to connect; does not wait. */
export function connect(port: number): number {
  const fd = must('socket', 2, SOCK_STREAM, 0);
  call('connect', fd, at(loopback(port)), 16);
  return fd;
}

/** struct epoll_event of this architecture. */
export function epollEvent(events: number, data: bigint): Uint8Array<ArrayBuffer> {
  const packed = process.arch === 'x64';
  const bytes = memory.allocate(packed ? 12 : 16);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, events, true);
  view.setBigUint64(packed ? 4 : 8, data, true);
  return bytes;
}

/** Waits until something is so; the loopback is quick, but not always at once. */
export async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.fail('never came true');
}
