/** A small DAP client: asks, listens, and can also send what no client should. */
import type { Readable, Writable } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { frame, MessageReader } from '../../engine/adapter/framing.ts';

type EventBody = Record<string, unknown>;

interface Waiter {
  event: string;
  wanted: (body: EventBody) => boolean;
  resolve: (body: EventBody) => void;
}

export class Client {
  /** Events in the order they came, from the beginning. */
  readonly events: { event: string; body: EventBody }[] = [];
  /** Everything in the order it came: `response next`, `event stopped`. */
  readonly order: string[] = [];
  /** The adapter's end is closed. */
  readonly closed: Promise<void>;
  readonly #output: Writable;
  readonly #pending = new Map<number, (response: DebugProtocol.Response) => void>();
  readonly #waiters = new Set<Waiter>();
  /** Events before this number were waited for already. */
  #seen = 0;
  #sequence = 1;

  constructor(fromAdapter: Readable, toAdapter: Writable) {
    this.#output = toAdapter;
    toAdapter.on('error', () => undefined);
    const reader = new MessageReader();
    fromAdapter.on('data', (data: Buffer) => {
      for (const message of reader.read(data)) this.#receive(message);
    });
    this.closed = new Promise((resolve) => {
      for (const event of ['end', 'close']) fromAdapter.on(event, () => resolve());
    });
  }

  /** Sends a request; gives the response, whether it succeeded or not. */
  async send(command: string, args?: object): Promise<DebugProtocol.Response> {
    const seq = this.#sequence++;
    const response = new Promise<DebugProtocol.Response>((resolve) => this.#pending.set(seq, resolve));
    this.raw(frame({ seq, type: 'request', command, arguments: args }));
    return response;
  }

  /** Sends a request that must succeed; gives the body. */
  async ask(command: string, args?: object): Promise<EventBody> {
    const response = await this.send(command, args);
    if (!response.success) throw new Error(`${command}: ${response.message}`);
    return (response.body ?? {}) as EventBody;
  }

  /** Sends a request that must fail; gives the message. */
  async refused(command: string, args?: object): Promise<string> {
    const response = await this.send(command, args);
    if (response.success) throw new Error(`${command} was not refused: ${JSON.stringify(response.body)}`);
    return response.message ?? '';
  }

  raw(bytes: string | Buffer): void {
    this.#output.write(bytes);
  }

  /** Goes away without a word. */
  vanish(): void {
    this.#output.destroy();
  }

  /** The next event of that name that nobody waited for yet. */
  async next(event: string, wanted: (body: EventBody) => boolean = () => true): Promise<EventBody> {
    for (let at = this.#seen; at < this.events.length; at++) {
      const found = this.events[at];
      if (found?.event !== event || !wanted(found.body)) continue;
      this.#seen = at + 1;
      return found.body;
    }
    return new Promise((resolve) => this.#waiters.add({ event, wanted, resolve }));
  }

  /** Runs a request that moves the program; gives the stop that follows. */
  async move(command: string, args: object = { threadId: 1 }): Promise<EventBody> {
    this.#seen = this.events.length;
    await this.ask(command, args);
    return this.next('stopped');
  }

  /** Texts of the Debug Console so far, of one category. */
  output(category: string): string {
    return this.events
      .filter(({ event, body }) => event === 'output' && body['category'] === category)
      .map(({ body }) => String(body['output']))
      .join('');
  }

  #receive(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'response') {
      const response = message as DebugProtocol.Response;
      this.order.push(`response ${response.command}`);
      this.#pending.get(response.request_seq)?.(response);
      this.#pending.delete(response.request_seq);
      return;
    }
    const { event, body = {} } = message as { event: string; body?: EventBody } & DebugProtocol.ProtocolMessage;
    this.order.push(`event ${event}`);
    this.events.push({ event, body: body });
    for (const waiter of this.#waiters) {
      if (waiter.event !== event || !waiter.wanted(body)) continue;
      this.#waiters.delete(waiter);
      this.#seen = this.events.length;
      waiter.resolve(body);
      return;
    }
  }
}
