/** `netwalk attach`: a session in the terminal. Without a terminal its system calls are printed until it ends. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { CustomEvents } from '../../adapter/events.ts';
import { messageOf } from '../../trace/messageOf.ts';
import type { Hit, Place, SystemCall } from '../../trace/source.ts';
import { engineVersion } from '../engineVersion.ts';
import { Output } from '../output.ts';
import { excerpt, hitText } from '../terminalText.ts';
import { Client } from './client.ts';
import { findSession } from './description.ts';
import { goroutineText } from '../../adapter/words.ts';

const help = `Enter or s  one statement         n  over the call           o  out of the function
b           one statement back    r  back to the last breakpoint   c  go on
p           pause                 k  where it stands         v  variables
g           goroutines            d  descriptors             e EXPRESSION  evaluate
f FUNCTION  stop at a function    t  take control            q  leave it running
j STEP      to a step             / TEXT  search the steps
`;

/** Gives 0 when the person leaves, else the exit status of the session's program. @throws SessionError */
export async function attachInTerminal(wanted: string | undefined): Promise<number> {
  const { id: session, socket, sourceHash } = findSession(wanted);
  const client = await Client.connect(socket);
  return useTerminal(client, new Output(), 'attach', { session, sourceHash, engine: engineVersion() });
}

/** Talks with a session for the person at the terminal, until one of them leaves. */
export async function useTerminal(
  client: Client,
  output: Output,
  command: 'attach' | 'launch',
  args: object,
): Promise<number> {
  const keyboard =
    process.stdin.isTTY && process.stdout.isTTY
      ? createInterface({ input: process.stdin, output: process.stdout })
      : null;
  const terminal = new TerminalClient(client, output, keyboard);
  try {
    return await terminal.begin(command, args);
  } finally {
    keyboard?.close();
    process.stdin.destroy();
    client.close();
    await client.closed;
  }
}

interface Frame {
  id: number;
  name: string;
  line: number;
  endLine?: number;
  source?: { path?: string; name?: string };
}

class TerminalClient {
  readonly #client: Client;
  readonly #output: Output;
  readonly #keyboard: Interface | null;
  readonly #functions: { name: string }[] = [];
  readonly #left: Promise<number>;
  #leave: (status: number) => void = () => undefined;
  #state: CustomEvents['netwalk/state'] | null = null;
  /** The goroutine that stands at a stop; null while the program runs. */
  #thread: number | null = null;
  #interrupted = false;
  /** What runs was launched from here. */
  #own = false;
  /** A recording of a real process: nothing runs, and how it ended is told by the recording. */
  #showsProcess = false;

  constructor(client: Client, output: Output, keyboard: Interface | null) {
    this.#client = client;
    this.#output = output;
    this.#keyboard = keyboard;
    this.#left = new Promise((resolve) => (this.#leave = resolve));
    client.onEvent = (event, body) => this.#hear(event, body);
    void client.closed.then(() => this.#leave(0));
    void output.closed.then(() => this.#leave(0));
  }

  async begin(command: 'attach' | 'launch', args: object): Promise<number> {
    await this.#client.ask('initialize', { adapterID: 'netwalk', pathFormat: 'path' });
    this.#own = command === 'launch';
    await this.#client.ask(command, args);
    if (this.#keyboard !== null) this.#print('h for help, q to leave');
    await this.#client.ask('configurationDone');
    const keyboard = this.#keyboard;
    if (keyboard !== null) {
      keyboard.on('line', (line) => void this.#do(line.trim()));
      keyboard.on('close', () => this.#leave(0));
    }
    const leave = (): void => {
      this.#interrupted = true;
      this.#leave(0);
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, leave);
    const status = await this.#left;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, leave);
    if (status === 0 || this.#interrupted) await this.#client.ask('disconnect', {}).catch(() => undefined);
    return status;
  }

  #hear(event: string, body: unknown): void {
    switch (event) {
      case 'netwalk/systemCall': {
        const { text, duration, goid, step } = body as SystemCall;
        this.#print(`→ ${text}  ${Math.round(duration)} µs  ${goroutineText(goid)}  step ${step}`);
        break;
      }
      case 'netwalk/session':
        this.#showsProcess = (body as CustomEvents['netwalk/session']).recorded?.process !== undefined;
        break;
      case 'netwalk/waiting': {
        const { text, hint } = body as CustomEvents['netwalk/waiting'];
        this.#print(`… ${text}${hint === '' ? '' : ` (${hint})`}`);
        break;
      }
      case 'netwalk/state':
        this.#state = body as CustomEvents['netwalk/state'];
        break;
      case 'netwalk/control': {
        const { controls, clients } = body as CustomEvents['netwalk/control'];
        if (clients > 1)
          this.#print(controls ? 'this client is in control' : 'another client is in control: t takes it');
        break;
      }
      case 'stopped':
        this.#thread = (body as { threadId: number }).threadId;
        // Nobody is there to look: on to the end.
        if (this.#keyboard === null && this.#own) {
          void this.#move('continue').catch(() => undefined);
          break;
        }
        void this.#show().catch(() => undefined);
        break;
      case 'continued':
        this.#thread = null;
        break;
      case 'output': {
        const { category, output } = body as { category: string; output: string };
        if (category === 'important' || category === 'stdout' || category === 'stderr') this.#output.write(output);
        break;
      }
      case 'exited': {
        const { exitCode } = body as { exitCode: number };
        if (!this.#showsProcess) this.#print(`the program has ended with status ${exitCode}`);
        this.#leave(exitCode);
        break;
      }
    }
  }

  async #do(line: string): Promise<void> {
    // `/text` too is a search.
    const [, command = '', argument = ''] = /^(\/|\S*)\s*([^]*)$/.exec(line) ?? [];
    try {
      const act = this.#commands[command === '' ? 's' : command];
      if (act === undefined) this.#print(help);
      else await act(argument);
    } catch (error) {
      this.#print(messageOf(error));
    }
  }

  readonly #commands: Readonly<Record<string, ((argument: string) => Promise<true>) | undefined>> = {
    s: () => this.#move('stepIn'),
    n: () => this.#move('next'),
    o: () => this.#move('stepOut'),
    b: () => this.#move('stepBack'),
    r: () => this.#move('reverseContinue'),
    c: () => this.#move('continue'),
    p: () => this.#ask('pause', { threadId: this.#thread ?? 1 }),
    t: () => this.#ask('netwalk/takeControl'),
    k: async () => (await this.#show(), true),
    v: () => this.#variables(),
    g: async () => {
      for (const { goid, status, function: name, place } of (await this.#current()).goroutines) {
        this.#print(
          `${goroutineText(goid)} [${status}]  ${name}${place === null ? '' : `  ${place.file}:${place.line}`}`,
        );
      }
      return true;
    },
    d: async () => {
      for (const { fd, role, state, local, peer, interest } of (await this.#current()).descriptors) {
        this.#print(
          [`fd ${fd}`, role, state, peer === '' ? local : `${local} → ${peer}`, interest]
            .filter((part) => part !== '')
            .join('  '),
        );
      }
      return true;
    },
    e: async (expression) => {
      const frame = await this.#frame();
      const { result } = (await this.#client.ask('evaluate', { expression, frameId: frame?.id, context: 'repl' })) as {
        result: string;
      };
      this.#print(result);
      return true;
    },
    f: async (name) => {
      this.#functions.push({ name });
      const answer = await this.#client.ask('setFunctionBreakpoints', { breakpoints: this.#functions });
      const set = (answer as { breakpoints: { verified: boolean; message?: string }[] }).breakpoints.at(-1);
      this.#print(set?.verified === true ? `stops at ${name}` : `${name}: ${set?.message ?? 'not found'}`);
      if (set?.verified !== true) this.#functions.pop();
      return true;
    },
    j: async (argument) => {
      if (this.#thread === null) throw new Error('the program runs: p pauses it');
      if (!/^\d+$/.test(argument))
        throw new Error('j STEP: the number of a step, as lines of system calls and / name it');
      return this.#ask('netwalk/goTo', { step: Number(argument) });
    },
    '/': async (text) => {
      if (text.trim() === '')
        throw new Error('/ TEXT: a function, dial.go:42, a system call, EAGAIN, goroutine 18, fd 7');
      const found = (await this.#client.ask('netwalk/search', { text, limit: 20 })) as {
        hits: Hit[];
        complete: boolean;
      };
      for (const hit of found.hits) this.#print(hitText(hit));
      if (found.hits.length === 0) this.#print(`no step fits "${text}"`);
      if (!found.complete) this.#print('there are more: these are the nearest');
      return true;
    },
    q: async () => {
      this.#leave(0);
      return Promise.resolve(true as const);
    },
    h: async () => {
      this.#print(help);
      return Promise.resolve(true as const);
    },
  };

  async #ask(command: string, args: object = {}): Promise<true> {
    await this.#client.ask(command, args);
    return true;
  }

  async #move(command: string): Promise<true> {
    if (this.#thread === null) throw new Error('the program runs: p pauses it');
    return this.#ask(command, { threadId: this.#thread });
  }

  async #current(): Promise<CustomEvents['netwalk/state']> {
    if (this.#thread !== null) this.#state = (await this.#client.ask('netwalk/state')) as CustomEvents['netwalk/state'];
    return (
      this.#state ?? {
        cursor: { step: 0, first: 0, last: 0, live: true, dropped: 0 },
        goroutines: [],
        descriptors: [],
        goid: 0,
      }
    );
  }

  async #frame(): Promise<Frame | undefined> {
    if (this.#thread === null) throw new Error('the program runs: p pauses it');
    const { stackFrames } = (await this.#client.ask('stackTrace', { threadId: this.#thread, levels: 1 })) as {
      stackFrames: Frame[];
    };
    return stackFrames[0];
  }

  async #show(): Promise<void> {
    const frame = await this.#frame();
    if (frame === undefined) return;
    const file = frame.source?.path;
    this.#print(
      `\n${goroutineText(this.#thread ?? 0)}  ${frame.name}  ${file === undefined ? '' : `${path.basename(path.dirname(file))}/${path.basename(file)}:${frame.line}`}`,
    );
    if (file === undefined) return;
    const place: Place = { file, line: frame.line, column: 1, endLine: frame.endLine ?? frame.line, endColumn: 1 };
    for (const { text } of excerpt(readFileSync(file, 'utf8'), place)) this.#print(text);
  }

  async #variables(): Promise<true> {
    const frame = await this.#frame();
    const { scopes } = (await this.#client.ask('scopes', { frameId: frame?.id })) as {
      scopes: { name: string; variablesReference: number; expensive: boolean }[];
    };
    for (const { name: scope, variablesReference, expensive } of scopes) {
      if (expensive) continue;
      const { variables } = (await this.#client.ask('variables', { variablesReference })) as {
        variables: DebugProtocol.Variable[];
      };
      if (variables.length > 0) this.#print(scope);
      for (const { name, type, value, presentationHint } of variables) {
        // What has changed since the last stop is marked.
        this.#print(
          `${presentationHint?.attributes?.includes('changed') === true ? '*' : ' '} ${name} ${type ?? ''} = ${value}`,
        );
      }
    }
    return true;
  }

  #print(text: string): void {
    this.#output.line(text);
  }
}
