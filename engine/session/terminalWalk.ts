/** `netwalk walk`: a walkthrough in the terminal, stop by stop; where there is no terminal, all of it at once. */
import { readFileSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { ReadStream, WriteStream } from 'node:tty';
import type { Narration, Side } from '../adapter/events.ts';
import type { Run } from '../adapter/host.ts';
import type { Stop, SystemCall, TraceSource } from '../trace/source.ts';
import { launch } from './launch.ts';
import { separateStreams } from './standardStreams.ts';
import type { Language } from './walkthroughFormat.ts';
import { excerpt, hitText, wrap } from './terminalText.ts';
import { phrases, type Phrases } from './terminalPhrases.ts';
import { goroutineText } from '../adapter/words.ts';

export interface WalkOptions {
  walkthrough: string;
  goVersion?: string | undefined;
  goroot?: string | undefined;
  language: Language;
  inject?: string[] | undefined;
  /** A file to record into. */
  record?: string | undefined;
}

type Happening = { stop: Stop } | { status: number; message: string };

/** Gives the exit status: the program's own, or 0 when the person quits. */
export async function walkInTerminal({
  walkthrough,
  goVersion,
  goroot,
  language,
  inject,
  record,
}: WalkOptions): Promise<number> {
  const run = await launch({
    walkthrough,
    ...(record === undefined ? {} : { record }),
    ...(goVersion === undefined ? {} : { goVersion }),
    ...(goroot === undefined ? {} : { goroot }),
    ...(inject === undefined ? {} : { inject }),
  });
  // Only now: until the program runs, what goes wrong is said on standard error.
  const { input, output, program } = separateStreams();
  const interactive = input instanceof ReadStream && output instanceof WriteStream;
  const keyboard = interactive ? createInterface({ input, output }) : null;
  try {
    return await new TerminalWalk({ ...run, output: program }, language, keyboard, output).walk();
  } finally {
    keyboard?.close();
    await run.trace.dispose();
    input.destroy();
  }
}

class TerminalWalk {
  readonly #trace: TraceSource;
  readonly #narrations: Map<string, Narration>;
  readonly #phrases: Phrases;
  readonly #input: Interface | null;
  readonly #output: Writable;
  readonly #colour: boolean;
  readonly #width: number;
  readonly #problems: string[];
  #calls: SystemCall[] = [];
  #happened: (happening: Happening) => void = () => undefined;
  #gone = false;

  constructor({ trace, walk, output: program }: Run, language: Language, input: Interface | null, output: Writable) {
    this.#output = output;
    this.#colour = output instanceof WriteStream && !process.env['NO_COLOR'];
    this.#width = Math.min((output instanceof WriteStream && output.columns) || 100, 100);
    this.#trace = trace;
    this.#narrations = new Map((walk?.narrations(language) ?? []).map((narration) => [narration.stop, narration]));
    this.#problems = walk?.problems ?? [];
    this.#phrases = phrases[language];
    this.#input = input;
    input?.on('close', () => (this.#gone = true));
    // A reader that has seen enough, such as head(1), ends the walk.
    output.on('error', () => (this.#gone = true));
    program?.on((_category, text) => output.write(text));
    trace.on('stopped', (stop) => {
      program?.drain();
      // What Go's initialisation called before main is no part of the walk.
      if (stop.reason === 'entry') this.#calls = [];
      this.#happened({ stop });
    });
    trace.on('exited', (end) => {
      program?.drain();
      this.#happened(end);
    });
    trace.on('systemCall', (call) => this.#calls.push(call));
    trace.on('waiting', ({ text, hint }) => {
      if (hint !== '' && this.#input !== null) this.#print(this.#dim(`… ${text} (${hint})`));
    });
  }

  async walk(): Promise<number> {
    const { goVersion, why } = await this.#trace.describe();
    this.#print(`${this.#bold(`Go ${goVersion}`)}  ${this.#dim(why)}`);
    for (const problem of this.#problems) this.#print(problem);
    let happening = await this.#next(() => this.#trace.start({ stopOnEntry: true }));
    if ('stop' in happening && happening.stop.mark === null)
      happening = await this.#next(() => this.#trace.runToMark());
    while ('stop' in happening) {
      const { stop } = happening;
      await this.#show(stop);
      const move = await this.#ask();
      if (move === null) return 0;
      happening = await this.#next(() => move(stop));
    }
    await this.#showCalls();
    if (happening.message !== '') this.#print(happening.message);
    this.#print(this.#dim(this.#phrases.ended(happening.status)));
    return happening.status;
  }

  /** Sets the program going; gives what happens then. */
  async #next(go: () => Promise<void>): Promise<Happening> {
    const happening = new Promise<Happening>((resolve) => (this.#happened = resolve));
    await go();
    return happening;
  }

  /** What the person wants; without one, on to the next stop. Null: to quit. */
  async #ask(): Promise<((stop: Stop) => Promise<void>) | null> {
    const next = (): Promise<void> => this.#trace.runToMark();
    if (this.#input === null) return this.#gone ? null : next;
    for (;;) {
      const answer = await this.#question(`${this.#phrases.prompt} `);
      if (answer === null || answer === 'q') return null;
      if (answer === '') return next;
      if (answer === 'b') return () => this.#trace.backToMark();
      const step = /^j\s*(\d+)$/.exec(answer)?.[1];
      if (step !== undefined) return () => this.#trace.goTo(Number(step));
      if (answer.startsWith('/') && answer.length > 1) {
        await this.#search(answer.slice(1));
        continue;
      }
      if (answer === 's') return ({ goid }) => this.#trace.step('in', { goid, singleThread: false });
      this.#print(this.#phrases.help);
    }
  }

  async #search(text: string): Promise<void> {
    const { hits, complete } = await this.#trace.search(text, 20);
    for (const hit of hits) this.#print(hitText(hit));
    if (hits.length === 0 || !complete)
      this.#print(this.#dim(hits.length === 0 ? this.#phrases.noHits : this.#phrases.moreHits));
  }

  async #question(prompt: string): Promise<string | null> {
    const input = this.#input;
    if (input === null || this.#gone) return null;
    return new Promise((resolve) => {
      const closed = (): void => resolve(null);
      input.once('close', closed);
      input.question(prompt, (answer) => {
        input.off('close', closed);
        resolve(answer.trim().toLowerCase());
      });
    });
  }

  async #show(stop: Stop): Promise<void> {
    const narration = stop.mark === null ? undefined : this.#narrations.get(stop.mark);
    await this.#showCalls();
    if (narration !== undefined && narration.chapterText !== '') {
      this.#print(`\n${this.#bold(`━━ ${narration.chapterTitle}`)}\n\n${wrap(narration.chapterText, this.#width)}`);
    }
    await this.#showPlace(stop, narration);
    if (narration !== undefined) await this.#tell(narration);
  }

  async #showPlace({ goid, cursor }: Stop, narration: Narration | undefined): Promise<void> {
    const [frame] = await this.#trace.stack(goid);
    const goroutine = (await this.#trace.goroutines()).find((candidate) => candidate.goid === goid);
    const who = goid === 0 ? 'g0' : `goroutine ${goid} [${goroutine?.status ?? ''}]`;
    const history = cursor.live ? '' : `  ${this.#phrases.history(cursor.step, cursor.last)}`;
    const place = frame?.place ?? narration?.place ?? null;
    const where = place === null ? '' : `${this.#shortName(place.file)}:${place.line}`;
    this.#print(`\n${this.#bold(where)}  ${frame?.function ?? ''}  ${this.#dim(who)}${history}`);
    if (place === null) return;
    const { text } = await this.#trace.source(place.file);
    for (const line of excerpt(text, place)) this.#print(line.marked ? this.#bold(line.text) : this.#dim(line.text));
  }

  async #tell(narration: Narration): Promise<void> {
    const { index, count, title, text, question, nature } = narration;
    this.#print(
      `\n${this.#bold(`[${index + 1}/${count}] ${title}`)}  ${this.#dim(`(${this.#phrases.natures[nature]})`)}`,
    );
    if (question !== null) {
      this.#print(`\n${wrap(`? ${question.text}`, this.#width)}`);
      question.choices.forEach((choice, number) => this.#print(wrap(`${number + 1}. ${choice.text}`, this.#width)));
      const answer = await this.#question(`${this.#phrases.choose} `);
      const chosen = answer === null ? undefined : question.choices[Number(answer) - 1];
      if (chosen !== undefined) this.#print(chosen.right ? this.#phrases.right : this.#phrases.wrong);
      const right = question.choices.findIndex((choice) => choice.right) + 1;
      this.#print(wrap(`${right}. ${question.answer}`, this.#width));
    }
    this.#print(`\n${wrap(text, this.#width)}`);
    for (const side of narration.beside ?? []) this.#showSide(side);
  }

  /** One version above the other. */
  #showSide({ goVersion, function: name, file, line, endLine }: Side): void {
    this.#print(`\n${this.#bold(`Go ${goVersion}`)}  ${path.basename(file)}:${line}  ${name}`);
    const place = { file, line, column: 1, endLine, endColumn: 1 };
    for (const shown of excerpt(readFileSync(file, 'utf8'), place, 1)) {
      this.#print(shown.marked ? this.#bold(shown.text) : this.#dim(shown.text));
    }
  }

  async #showCalls(): Promise<void> {
    const calls = this.#calls;
    this.#calls = [];
    if (calls.length === 0) return;
    this.#print('');
    for (const { text, duration, goid, step } of calls) {
      const who = goroutineText(goid);
      const jump = this.#input === null ? '' : `  j ${step}`;
      this.#print(`→ ${text}  ${this.#dim(`${Math.round(duration)} µs  ${who}${jump}`)}`);
    }
  }

  #shortName(file: string): string {
    return path.isAbsolute(file) ? path.basename(file) : file;
  }

  #print(text: string): void {
    this.#output.write(`${text}\n`);
  }

  #bold(text: string): string {
    return this.#colour ? `\u001b[1m${text}\u001b[22m` : text;
  }

  #dim(text: string): string {
    return this.#colour ? `\u001b[2m${text}\u001b[22m` : text;
  }
}
