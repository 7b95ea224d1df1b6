/** Scattered buffers and messages: readv(2), writev(2), sendmsg(2), recvmsg(2). */
import { controlTypes, flagNames, messageFlags, nameOr, optionLevels } from './constants.ts';
import { quote, shownBytes } from './quote.ts';
import { straceSocketAddress } from './sockaddr.ts';
import { type ArgumentDecoder, type Decoding, pointer } from './values.ts';

const EFAULT = 14;
/** How many elements of an array strace shows. */
const shownElements = 32;

/** struct iovec[]: for a receiving call at most `filled` bytes of it mean something, and nothing when it failed. */
function vectorAt(call: Decoding, address: number, count: number, filled: number): string {
  const table = new DataView(call.memory.copyFrom(address, 16 * Math.min(count, shownElements)).buffer);
  let left = filled;
  const parts: string[] = [];
  for (let at = 0; at < table.byteLength; at += 16) {
    const base = Number(table.getBigUint64(at, true));
    const length = Number(table.getBigUint64(at + 8, true));
    const used = Math.max(0, Math.min(length, left));
    left -= used;
    const bytes = call.memory.copyFrom(base, Math.min(used, shownBytes));
    const text = base === 0 || filled < 0 ? pointer(base, call, 0) : quote(bytes, shownBytes, used);
    parts.push(`{iov_base=${text}, iov_len=${length}}`);
  }
  return `[${parts.join(', ')}${count > shownElements ? ', ...' : ''}]`;
}

/** writev(2), iov; its count is the next argument. */
export const vectorIn: ArgumentDecoder = (value, call, index) =>
  Number(value) === 0 || call.errno === EFAULT
    ? pointer(value, call, index)
    : vectorAt(call, Number(value), Number(call.args[index + 1] ?? 0), Infinity);

/** readv(2), iov. */
export const vectorOut: ArgumentDecoder = (value, call, index) =>
  Number(value) === 0 || call.errno === EFAULT
    ? pointer(value, call, index)
    : vectorAt(call, Number(value), Number(call.args[index + 1] ?? 0), call.result);

/** sendmsg(2), msg. */
export const messageIn: ArgumentDecoder = (value, call, index) =>
  Number(value) === 0 || call.errno === EFAULT ? pointer(value, call, index) : messageAt(call, Number(value), false);

/** recvmsg(2), msg. */
export const messageOut: ArgumentDecoder = (value, call, index) => {
  if (Number(value) === 0 || call.errno === EFAULT) return pointer(value, call, index);
  return call.errno === 0 ? messageAt(call, Number(value), true) : `{msg_namelen=${call.lengthBefore}}`;
};

function messageAt(call: Decoding, address: number, receiving: boolean): string {
  const header = new DataView(call.memory.copyFrom(address, 56).buffer);
  const name = Number(header.getBigUint64(0, true));
  const nameLength = header.getUint32(8, true);
  const vector = Number(header.getBigUint64(16, true));
  const count = Number(header.getBigUint64(24, true));
  const control = Number(header.getBigUint64(32, true));
  const controlLength = Number(header.getBigUint64(40, true));
  const fields = [
    `msg_name=${name === 0 || nameLength === 0 ? pointer(name, call, 1) : straceSocketAddress(call.memory.copyFrom(name, Math.min(nameLength, 128)))}`,
    `msg_namelen=${receiving && call.lengthBefore !== nameLength ? `${call.lengthBefore} => ` : ''}${nameLength}`,
    `msg_iov=${vector === 0 ? 'NULL' : vectorAt(call, vector, count, receiving ? call.result : Infinity)}`,
    `msg_iovlen=${count}`,
  ];
  if (control !== 0 && controlLength > 0) fields.push(`msg_control=${controlAt(call, control, controlLength)}`);
  fields.push(`msg_controllen=${controlLength}`, `msg_flags=${flagNames(messageFlags, header.getInt32(48, true))}`);
  return `{${fields.join(', ')}}`;
}

/** struct cmsghdr after cmsghdr, each aligned to 8 bytes. */
function controlAt(call: Decoding, address: number, length: number): string {
  const bytes = call.memory.copyFrom(address, Math.min(length, 4096));
  const data = new DataView(bytes.buffer);
  const parts: string[] = [];
  for (let at = 0; at + 16 <= bytes.length;) {
    const size = Number(data.getBigUint64(at, true));
    if (size < 16 || at + size > bytes.length) break;
    const level = data.getInt32(at + 8, true);
    const type = data.getInt32(at + 12, true);
    const payload = bytes.subarray(at + 16, at + size);
    const typeName = level === 1 ? nameOr(controlTypes, type) : `0x${type.toString(16)}`;
    const rights = level === 1 && type === 1;
    const descriptors = Array.from({ length: payload.length >> 2 }, (_, index) =>
      data.getInt32(at + 16 + 4 * index, true),
    );
    const shown = rights ? `[${descriptors.join(', ')}]` : quote(payload);
    const body = payload.length === 0 ? '' : `, cmsg_data=${shown}`;
    parts.push(`{cmsg_len=${size}, cmsg_level=${nameOr(optionLevels, level)}, cmsg_type=${typeName}${body}}`);
    at += (size + 7) & ~7;
  }
  return `[${parts.join(', ')}]`;
}
