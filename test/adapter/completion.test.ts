/** What shells complete is what the help says, and every flag of the help is one that the command takes. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { helpCommands } from '../../engine/session/help.ts';
import { completion, shells } from '../../engine/session/completion.ts';
import { netwalkRun, root } from './engine.ts';

describe('completion', function () {
  this.timeout(30_000);

  /** What bash offers for a line, with the cursor behind its last word. */
  function offered(...words: string[]): string[] {
    const script = `${completion('bash')}
COMP_WORDS=(netwalk "$@"); COMP_CWORD=$#; _netwalk; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' });
    assert.equal(stderr, '');
    return stdout.split('\n').filter((line) => line !== '');
  }

  it('offers commands, flags, their values, and words, in bash', () => {
    assert.deepEqual(
      offered(''),
      helpCommands().map(({ name }) => name),
    );
    assert.deepEqual(offered('re'), ['record', 'replay']);
    assert.deepEqual(offered('listen', '--d'), ['--discard', '--deadline']);
    assert.deepEqual(offered('export', '--format', ''), ['json', 'perfetto', 'strace']);
    assert.deepEqual(offered('completion', ''), [...shells]);
    assert.deepEqual(offered('walk', 'tcp-'), ['tcp-echo']);
    assert.deepEqual(offered('record', 'x.nwr', 'd'), ['dial']);
    assert.deepEqual(offered('unknown', ''), []);
  });

  it('knows each command that there is', () => {
    const main = readFileSync(path.join(root, 'engine/main.ts'), 'utf8');
    const table = main.slice(main.indexOf('const commands:'), main.indexOf('const aliases'));
    const names = [...table.matchAll(/^ {2}async (\w+)\(/gm)].map(([, name]) => name);
    assert.deepEqual(
      names.filter((name) => name !== 'version').sort(),
      helpCommands()
        .map(({ name }) => name)
        .sort(),
    );
  });

  it('knows only flags that their command takes', async () => {
    for (const { name, flags } of helpCommands()) {
      if (name === 'test' || name === 'help') continue;
      for (const flag of flags) {
        const { stderr } = await netwalkRun(name, flag.takesValue ? `${flag.name}=` : flag.name, '--no-such-flag');
        assert.match(stderr, /no-such-flag/, `${name} ${flag.name}`);
      }
    }
  });

  it('prints a script for each shell that the shell can read, and refuses others', async () => {
    for (const shell of shells) {
      const { status, stdout } = await netwalkRun('completion', shell);
      assert.equal(status, 0);
      assert.equal(stdout, completion(shell));
      assert.match(stdout, /perfetto/);
      const read = spawnSync(shell, ['-n'], { input: stdout, encoding: 'utf8' });
      // Not every machine has every shell.
      if (read.error === undefined) assert.deepEqual([read.status, read.stderr], [0, ''], shell);
    }
    const { status, stderr } = await netwalkRun('completion', 'csh');
    assert.equal(status, 2);
    assert.match(stderr, /completion: one of bash, zsh, fish is expected/);
  });
});
