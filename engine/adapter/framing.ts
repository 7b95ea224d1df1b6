/** The base protocol of DAP: `Content-Length: N`, an empty line, N bytes of JSON. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { messageOf } from '../trace/messageOf.ts';

/** What a client sent is no message; nothing behind it can be trusted. */
export class FramingError extends Error {}

/** No request of DAP comes near this size; a length beyond it is a mistake or an attack on memory. */
const longestMessage = 16 * 1024 * 1024;
const longestHeader = 4096;
const headerEnd = Buffer.from('\r\n\r\n');

/** Cuts a stream of bytes into messages. */
export class MessageReader {
  #buffer: Buffer = Buffer.alloc(0);

  /** Takes bytes as they come; gives the messages that are complete. @throws FramingError */
  *read(data: Buffer): Generator<DebugProtocol.ProtocolMessage> {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      const end = this.#buffer.indexOf(headerEnd);
      if (end > longestHeader || (end < 0 && this.#buffer.length > longestHeader)) {
        throw new FramingError('a header without end is no DAP message');
      }
      if (end < 0) return;
      const length = contentLength(this.#buffer.toString('latin1', 0, end));
      const from = end + headerEnd.length;
      if (this.#buffer.length < from + length) return;
      const json = this.#buffer.toString('utf8', from, from + length);
      this.#buffer = this.#buffer.subarray(from + length);
      yield parse(json);
    }
  }

  /** Bytes of a message that is not complete. */
  get pending(): number {
    return this.#buffer.length;
  }
}

/** A message as it goes over the wire. */
export function frame(message: unknown): string {
  const json = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`;
}

function contentLength(header: string): number {
  const field = header.split('\r\n').find((line) => /^content-length\s*:/i.test(line));
  if (field === undefined) throw new FramingError(`a header without Content-Length: ${JSON.stringify(header)}`);
  const text = field.slice(field.indexOf(':') + 1).trim();
  const length = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(length)) throw new FramingError(`Content-Length is no number: ${JSON.stringify(text)}`);
  if (length > longestMessage) throw new FramingError(`Content-Length ${length} is more than ${longestMessage}`);
  return length;
}

function parse(json: string): DebugProtocol.ProtocolMessage {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new FramingError(`the message is no JSON: ${messageOf(error)}`);
  }
  if (!isMessage(value)) throw new FramingError('the message has no seq or no type');
  return value;
}

function isMessage(value: unknown): value is DebugProtocol.ProtocolMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { seq, type } = value as { seq?: unknown; type?: unknown };
  return typeof seq === 'number' && typeof type === 'string';
}
