/** A client of the Debug Adapter Protocol over a session's socket. */
import net from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { frame, MessageReader } from '../../adapter/framing.ts';
import { SessionError } from './description.ts';

type Happened = Omit<DebugProtocol.Event, 'body'> & { body: unknown };
type Answered = Omit<DebugProtocol.Response, 'body'> & { body: unknown };

export class Client {
  /** Told of every event. */
  onEvent: (event: string, body: unknown) => void = () => undefined;
  /** The other end has gone. */
  readonly closed: Promise<void>;
  readonly #output: Writable;
  readonly #pending = new Map<number, { resolve: (body: unknown) => void; reject: (error: Error) => void }>();
  #sequence = 1;

  constructor(input: Readable, output: Writable) {
    this.#output = output;
    const reader = new MessageReader();
    input.on('data', (data: Buffer) => {
      for (const message of reader.read(data)) this.#receive(message);
    });
    for (const stream of [input, output]) stream.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      input.on('close', () => {
        for (const { reject } of this.#pending.values()) reject(new SessionError('the session has ended'));
        this.#pending.clear();
        resolve();
      });
    });
  }

  /** @throws SessionError when nobody answers there */
  static async connect(file: string): Promise<Client> {
    const socket = net.connect(file);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', (error) => reject(new SessionError(`cannot connect to ${file}: ${error.message}`)));
    });
    return new Client(socket, socket);
  }

  /** Gives the body of the answer. @throws SessionError with the session's own words when it refuses */
  async ask(command: string, args: object = {}): Promise<unknown> {
    const seq = this.#sequence++;
    const answer = new Promise<unknown>((resolve, reject) => this.#pending.set(seq, { resolve, reject }));
    this.#output.write(frame({ seq, type: 'request', command, arguments: args }));
    return answer;
  }

  close(): void {
    this.#output.end();
  }

  #receive(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'event') {
      const { event, body } = message as Happened;
      this.onEvent(event, body);
      return;
    }
    const { request_seq, success, body, message: problem } = message as Answered;
    const pending = this.#pending.get(request_seq);
    this.#pending.delete(request_seq);
    if (success) pending?.resolve(body);
    else pending?.reject(new SessionError(problem ?? 'refused'));
  }
}
