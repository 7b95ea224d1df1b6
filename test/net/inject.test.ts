/** `netwalk run --inject`: what the person sees. The texts of the runtime are those of a real Go under `strace -e inject=`. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureGoSource } from '../../engine/golang/source/index.ts';
import { engineCommand, observe } from './programs.ts';

const program = fileURLToPath(new URL('inject/accept.go', import.meta.url));
const accepted = 'accepted\naccepted\naccepted\n';

async function run(...faults: string[]): Promise<{ stdout: string; stderr: string; status: string }> {
  const inject = faults.flatMap((fault) => ['--inject', fault]);
  const text = await observe(engineCommand('1.27', program, ...inject));
  const [, stdout = '', stderr = '', status = ''] =
    /^([^]*)-- stderr --\n([^]*)-- exit status (\w+) --\n$/.exec(text) ?? [];
  return { stdout, stderr, status };
}

describe('netwalk run --inject', function () {
  this.timeout(120_000);
  before(() => ensureGoSource());

  it('makes the call fail that is meant', async () => {
    const { stdout, stderr, status } = await run('accept4=EMFILE:1', 'accept4=ECONNABORTED:3');
    // Go itself tries again after ECONNABORTED.
    assert.deepEqual([stdout, stderr, status], [`accept4: too many open files true\n${accepted}`, '', '0']);
  });

  it('makes each call fail', async () => {
    const { stdout, status } = await run('socket=EMFILE:every');
    assert.deepEqual([stdout, status], ['listen tcp4 127.0.0.1:0: socket: too many open files\n', '1']);
  });

  it('says when it never happened', async () => {
    const { stdout, stderr, status } = await run('accept4=EMFILE:1000');
    assert.deepEqual([stdout, status], [accepted, '0']);
    assert.match(stderr, /^netwalk: accept4=EMFILE:1000 never happened: the program called accept4 \d+ times\n$/);
  });

  for (const [fault, text] of [
    ['epoll_create1=EMFILE', 'runtime: epollcreate failed with 24\nfatal error: runtime: netpollinit failed\n'],
    ['eventfd2=EMFILE', 'runtime: eventfd failed with 24\nfatal error: runtime: eventfd failed\n'],
  ] as const) {
    it(`ends the program as Go's runtime does: ${fault}`, async () => {
      const { stderr, status } = await run(fault);
      assert.equal(stderr.slice(0, text.length), text);
      assert.equal(status, '2');
    });
  }

  it('goes on when a signal interrupts the wait', async () => {
    const { stdout, status } = await run('epoll_pwait=EINTR');
    assert.deepEqual([stdout, status], [accepted, '0']);
  });

  it('refuses what cannot be meant, before the program runs', async () => {
    for (const [fault, complaint] of [
      ['accept4', '"accept4" is no fault: write CALL=ERRNO'],
      ['acept4=EMFILE', '"acept4=EMFILE": there is no system call "acept4"'],
      ['accept4=EMFILE:0', '"accept4=EMFILE:0": which call fails must be a number from 1 on, or "every", not "0"'],
    ] as const) {
      const { stdout, stderr, status } = await run(fault);
      assert.ok(stderr.startsWith(`netwalk: inject: ${complaint}`), `${path.basename(program)}: ${stderr}`);
      assert.deepEqual([stdout, status], ['', '1']);
    }
  });
});
