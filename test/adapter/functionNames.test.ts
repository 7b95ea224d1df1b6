/** Function breakpoints: names that mean a function, and those that cannot, which say what is near. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { endAll, launched, netwalkRun, program, topFrame } from './engine.ts';

interface Answer {
  verified: boolean;
  message?: string;
}

describe('a function breakpoint', function () {
  this.timeout(90_000);
  afterEach(endAll);

  for (const goVersion of ['1.19', '1.27']) {
    it(`that cannot be says so and names what is near, in Go ${goVersion}`, async () => {
      const { client } = await launched({ program: program('echo.go'), goVersion });
      const answers = async (...names: string[]): Promise<string[]> => {
        const { breakpoints } = await client.ask('setFunctionBreakpoints', {
          breakpoints: names.map((name) => ({ name })),
        });
        return (breakpoints as Answer[]).map(({ verified, message }) => (verified ? 'verified' : String(message)));
      };
      assert.deepEqual(
        await answers(
          'net.(*netFD).acept',
          'net.Lisen',
          'net.accept',
          'net.netFD.accept',
          'net.qqqqqqqqqq',
          'main.maine',
          'nett.Listen',
          'encoding/hex.Dump',
          'acceptt',
        ),
        [
          'net has no function "(*netFD).acept": did you mean (*netFD).accept?',
          'net has no function "Lisen": did you mean Listen?',
          'net has no function "accept": did you mean (*TCPListener).accept, (*UnixListener).accept or (*netFD).accept?',
          'net has no function "netFD.accept": did you mean (*netFD).accept?',
          'net has no function "qqqqqqqqqq"',
          'main has no function "maine": did you mean main?',
          'this program has no package nett: did you mean net.Listen?',
          'this program does not use package encoding/hex',
          'no package that is stepped through has a function "acceptt": did you mean internal/poll.accept or syscall.accept4?',
        ],
      );
    });
  }

  it('that would never stop says why', async () => {
    const { client } = await launched({ program: program('echo.go') });
    const { breakpoints } = await client.ask('setFunctionBreakpoints', {
      breakpoints: [
        { name: 'fmt.Println' },
        { name: 'internal/poll.runtime_pollOpen' },
        { name: 'runtime.mallocgc' },
        { name: 'sync.(*Mutex).Lock' },
      ],
    });
    const answers = breakpoints as Answer[];
    assert.deepEqual(
      answers.map(({ verified }) => verified),
      [false, false, false, false],
    );
    assert.match(String(answers[0]?.message), /fmt\.Println is not stepped through: name fmt in "stepInto"/);
    assert.match(String(answers[1]?.message), /has no body in Go/);
    assert.match(String(answers[2]?.message), /only the netpoller and the lines of the scheduler are|supplied/);
    assert.match(String(answers[3]?.message), /sync in "stepInto"|supplied by Netwalk/);
  });

  it('that means something is taken, in every way to write it, and stops', async () => {
    const { client } = await launched({ program: program('echo.go'), stopOnEntry: false });
    const names = [
      'net.(*netFD).accept', '(*netFD).accept', 'poll.(*FD).Accept', 'internal/poll.(*FD).Accept', 'netpoll',
      'runtime.schedule', 'runtime.netpoll', 'main.main.func1', 'main.main', 'net.Listen',
    ]; // prettier-ignore
    const { breakpoints } = await client.ask('setFunctionBreakpoints', {
      breakpoints: names.map((name) => ({ name })),
    });
    (breakpoints as Answer[]).forEach(({ verified, message }, index) => {
      assert.ok(verified, `${names[index]}: ${message}`);
    });
    await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: '(*netFD).accept' }] });
    await client.ask('configurationDone');
    await client.next('stopped');
    assert.equal((await topFrame(client)).name, 'net.(*netFD).accept');
  });

  it('of a session that cannot be is refused before anything runs, and leaves nothing', async () => {
    const runtime = mkdtempSync(path.join(os.tmpdir(), 'netwalk-stop-at-'));
    const before = process.env['XDG_RUNTIME_DIR'];
    process.env['XDG_RUNTIME_DIR'] = runtime;
    try {
      const at = ['--stop-at', 'net.(*netFD).acept'];
      const { status, stdout, stderr } = await netwalkRun('listen', '--go', '1.19', ...at, 'tcp', '127.0.0.1:0');
      assert.equal(status, 1);
      assert.equal(stdout, '');
      assert.equal(
        stderr,
        'netwalk: --stop-at net.(*netFD).acept: net has no function "(*netFD).acept": did you mean (*netFD).accept?\n',
      );
      assert.deepEqual(readdirSync(path.join(runtime, 'netwalk')), []);
    } finally {
      if (before === undefined) delete process.env['XDG_RUNTIME_DIR'];
      else process.env['XDG_RUNTIME_DIR'] = before;
      rmSync(runtime, { recursive: true });
    }
  });
});
