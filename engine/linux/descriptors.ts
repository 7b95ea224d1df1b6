/** Which calls give a program descriptors. */

/** The result is the descriptor. */
const one = new Set([
  'socket',
  'accept',
  'accept4',
  'epoll_create',
  'epoll_create1',
  'eventfd2',
  'openat',
  'dup',
  'dup3',
]);

/** Two are written where this argument points to. */
export const pairArgument: Readonly<Record<string, number | undefined>> = { pipe2: 0, socketpair: 3 };

/** The descriptors that a call made which succeeded; `pair` gives the 8 bytes that it wrote, of a call in `pairArgument`. */
export function descriptorsMade(name: string, result: number, pair: () => Uint8Array): number[] {
  if (one.has(name)) return [result];
  if (pairArgument[name] === undefined) return [];
  const { buffer, byteOffset } = pair();
  const written = new DataView(buffer, byteOffset, 8);
  return [written.getInt32(0, true), written.getInt32(4, true)];
}
