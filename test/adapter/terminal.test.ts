/** `netwalk walk` in a pseudo-terminal, which script(1) makes. */
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { netwalk } from './engine.ts';

/** A person at a terminal: reads until something stands there, and types. */
class Terminal {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<number | null>;
  #unread = '';
  #heard: () => void = () => undefined;

  constructor(command: string) {
    this.#child = spawn('script', ['-qec', command, '/dev/null'], { env: { ...process.env, TERM: 'xterm' } });
    this.#child.stdout.on('data', (text: Buffer) => {
      this.#unread += text.toString();
      this.#heard();
    });
    this.ended = new Promise((resolve) => this.#child.on('close', resolve));
  }

  async until(text: RegExp): Promise<string> {
    for (;;) {
      const found = text.exec(this.#unread);
      if (found !== null) {
        const read = this.#unread.slice(0, found.index + found[0].length);
        this.#unread = this.#unread.slice(read.length);
        return read;
      }
      const more = new Promise<'more'>((resolve) => (this.#heard = () => resolve('more')));
      const next = await Promise.race([more, this.ended]);
      if (next !== 'more') assert.fail(`it ended with ${next} without ${String(text)}:\n${this.#unread}`);
    }
  }

  type(keys: string): void {
    this.#child.stdin.write(keys);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

describe('a walk in the terminal', function () {
  this.timeout(120_000);
  let terminal: Terminal;
  before(function () {
    if (spawnSync('script', ['--version']).status === 0) return;
    console.log('      skipped: script(1) is not there');
    this.skip();
  });
  afterEach(() => terminal.kill());

  it('goes on with Enter, back with b, by a statement with s, and ends with q', async () => {
    terminal = new Terminal(`${process.execPath} ${netwalk} walk tcp-echo --go 1.19 --language en`);
    const first = await terminal.until(/\[q\] quit >/);
    assert.match(first, /\[1\/\d+\]/);
    assert.match(first, /\u001b\[1m▶ +\d+ │ .*net\.Listen\("tcp"/);
    assert.doesNotMatch(first, /→ /);
    terminal.type('\r');
    assert.match(await terminal.until(/\[q\] quit >/), /\[2\/\d+\]/);
    terminal.type('b\r');
    assert.match(await terminal.until(/\[q\] quit >/), /history: step \d+ of \d+[^]*\[1\/\d+\]/);
    terminal.type('s\r');
    assert.match(await terminal.until(/\[q\] quit >/), /net\/dial\.go:\d+/);
    terminal.type('what\r');
    assert.match(await terminal.until(/\[q\] quit >/), /Enter goes on to the next stop/);
    terminal.type('q\r');
    assert.equal(await terminal.ended, 0);
  });

  it('searches with /, and goes to a step with j', async () => {
    terminal = new Terminal(`${process.execPath} ${netwalk} walk tcp-echo --go 1.19 --language en`);
    await terminal.until(/\[q\] quit >/);
    for (let steps = 0; steps < 3; steps++) {
      terminal.type('s\r');
      await terminal.until(/net\/dial\.go[^]*\[q\] quit >/);
    }
    terminal.type('/net.Listen dial.go\r');
    const found = /step (\d+) {2}goroutine 1 {2}net\.Listen {2}net\/dial\.go:\d+/.exec(
      await terminal.until(/\[q\] quit >/),
    );
    assert.ok(found);
    terminal.type(`j ${found[1]}\r`);
    assert.match(
      await terminal.until(/\[q\] quit >/),
      new RegExp(`net/dial\\.go:\\d+.*history: step ${found[1]} of \\d+`),
    );
    terminal.type('/there is none\r');
    assert.match(await terminal.until(/\[q\] quit >/), /No step fits\./);
    terminal.type('q\r');
    assert.equal(await terminal.ended, 0);
  });
});
