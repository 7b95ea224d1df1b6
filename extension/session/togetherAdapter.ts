/**
 * The debug session above a listener and a dialer: it runs nothing itself. It starts the listener, and the dialer as soon as the listener listens;
 * it ends when both have ended. Each of the two has an engine of its own, so both ends of one connection are stepped side by side.
 */

interface Message {
  readonly type?: string;
  readonly seq?: number;
  readonly command?: string;
}

/** What the two children are started with. */
export interface ChildConfiguration {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

export interface TogetherHost {
  /** Starts a session below this one; false when it was not started. */
  start(configuration: ChildConfiguration): Promise<boolean>;
  /** A message of the Debug Adapter Protocol, for VS Code. */
  send(message: object): void;
  /** The folder of the programs `listen` and `dial`. */
  readonly programs: string;
}

/** What a listener that listens says of itself: its address, from the descriptors that come with each stop. Undefined: not yet. */
export function listensAt(event: string, body: unknown): string | undefined {
  if (event !== 'netwalk/state') return undefined;
  const { descriptors } = body as { descriptors: { role: string; state: string; local: string }[] };
  return descriptors.find(({ role, state }) => role === 'listener' && state === 'LISTEN')?.local;
}

export class TogetherAdapter {
  readonly #host: TogetherHost;
  readonly #text: string;
  #sequence = 1;
  #children = 0;
  #dialed = false;
  #isOver = false;

  /** `text` is what the dialer sends first. */
  constructor(host: TogetherHost, text: string) {
    this.#host = host;
    this.#text = text;
  }

  /** A request of VS Code. Those that move a program need no answer of ours: there is none. */
  async handle(message: Message): Promise<void> {
    if (message.type !== 'request') return;
    const { seq, command } = message;
    const bodies: Record<string, object> = {
      initialize: { supportsConfigurationDoneRequest: true, supportsTerminateRequest: true },
      threads: { threads: [] },
      setBreakpoints: { breakpoints: [] },
    };
    const body = bodies[command ?? ''];
    this.#send({ type: 'response', request_seq: seq, command, success: true, ...(body ? { body } : {}) });
    if (command === 'launch') this.#event('initialized');
    if (command === 'configurationDone') await this.#start('Listen', 'listen', ['tcp', '127.0.0.1:0']);
    if (command === 'terminate' || command === 'disconnect') this.#end();
  }

  /** The listener listens; told as often as it is known. */
  async listening(address: string): Promise<void> {
    if (this.#dialed || this.#isOver) return;
    this.#dialed = true;
    await this.#start('Dial', 'dial', ['tcp', address], [`-say=${this.#text}`]);
  }

  childEnded(): void {
    this.#children--;
    if (this.#children === 0) this.#end();
  }

  async #start(name: string, program: string, args: string[], flags: string[] = []): Promise<void> {
    this.#children++;
    const { programs } = this.#host;
    const started = await this.#host.start({ name, program: `${programs}/${program}/main.go`, args: [...flags, '--', ...args] }); // prettier-ignore
    if (!started) this.childEnded();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#event('terminated');
  }

  #event(event: string): void {
    this.#send({ type: 'event', event });
  }

  #send(message: object): void {
    this.#host.send({ seq: this.#sequence++, ...message });
  }
}
