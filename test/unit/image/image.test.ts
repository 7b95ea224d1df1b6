/** A program that starts from an image does what it does from source, step for step; an image that does not hold is not used. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureGoSource } from '../../../engine/golang/source/index.ts';
import { TemporaryFolder } from '../source/temporary.ts';
import type { Ran } from './runImage.ts';

const runner = fileURLToPath(new URL('runImage.ts', import.meta.url));
const source = fs.readFileSync(fileURLToPath(new URL('programs/main.go', import.meta.url)), 'utf8');
const ofLanguage = (name: string): string =>
  fs.readFileSync(fileURLToPath(new URL(`../language/programs/${name}`, import.meta.url)), 'utf8');
const stacks = ofLanguage('panic_stacks.go');
const parks = ofLanguage('parks_anywhere.go');

interface Result extends Ran {
  status: number | null;
  output: string;
}

async function run(version: string, program: string, image: string, ...mode: string[]): Promise<Result> {
  const child = spawn(process.execPath, ['--import', 'tsx', runner, version, program, image, ...mode], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const texts = ['', '', ''];
  [1, 2, 3].forEach((fd, i) => {
    (child.stdio[fd] as NodeJS.ReadableStream).on('data', (data: Buffer) => (texts[i] += data.toString()));
  });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout = '', stderr = '', told = ''] = texts;
  assert.notEqual(told, '', stderr);
  return { ...(JSON.parse(told) as Ran), status, output: stdout + stderr };
}

for (const version of ['1.19', '1.27']) {
  describe(`images, Go ${version}`, function () {
    this.timeout(300_000);
    let scratch: TemporaryFolder;
    let image: string;
    let first: Result;

    before(async () => {
      await ensureGoSource([version]);
      scratch = new TemporaryFolder().write({ 'program/main.go': source });
      image = scratch.at('images/program.image');
      first = await run(version, scratch.at('program'), image);
      assert.equal(first.restored, false);
      assert.ok(first.compiled > 100 && first.steps.length > 100, JSON.stringify(first));
      assert.match(first.output, /square of 3 9 n[^]*depth 3: .*no \(true true\) true[^]*main\.inner \{a:1 b:2\}/);
      assert.equal(first.status, 3);
    });
    after(() => scratch.remove());

    const same = (result: Result): void => {
      assert.equal(result.output, first.output);
      assert.equal(result.status, 3);
      assert.deepEqual(result.steps, first.steps);
    };

    it('the second run compiles only what has no name', async () => {
      const second = await run(version, scratch.at('program'), image);
      same(second);
      assert.ok(second.restored && second.ownHolds);
      assert.ok(second.reused > 100);
      // Two instances of a generic function with a type of its own, and what stands in the initialiser of a variable.
      assert.equal(second.compiled, 3);
      // However long they took: they are no reason to make the image again.
      assert.deepEqual(second.gained, { count: 0, milliseconds: 0 });
      assert.ok(
        first.gained.milliseconds > 0 && first.gained.count === first.compiled - 3,
        JSON.stringify(first.gained),
      );
      // package os hands over functions of it: whether they park is in the image, and nobody reads them to find out.
      assert.ok(first.parsed.includes('internal/poll') && !second.parsed.includes('internal/poll'));
    });

    it('the functions on the stack are the same', async () => {
      scratch.write({ 'stacks/main.go': stacks });
      const ran = async (): Promise<Result> => run(version, scratch.at('stacks'), scratch.at('images/stacks.image'));
      const [before, after] = [await ran(), await ran()];
      assert.match(before.output, / main\.deep\n +main\.plain\n +main\.main\n/);
      assert.ok(after.restored);
      assert.equal(after.output, before.output);
    });

    it('what is left of functions that park is in it, where nobody can come to watch', async () => {
      scratch.write({ 'parks/main.go': parks });
      const ran = async (): Promise<Result> =>
        run(version, scratch.at('parks'), scratch.at('images/parks.image'), 'unwatchable');
      const [before, after] = [await ran(), await ran()];
      assert.match(before.output, /^at last\npanic: runtime error: index out of range \[3\] with length 0$/m);
      assert.ok(before.rests > 50, String(before.rests));
      assert.ok(after.restored);
      assert.equal(after.rests, 0);
      assert.equal(after.output, before.output);
    });

    it('a program that has changed is compiled, the library comes from the image', async () => {
      const changed = scratch.write({ 'changed/main.go': source.replace('square of %g', 'a square of %g') });
      fs.copyFileSync(image, scratch.at('images/changed.image'));
      const result = await run(version, changed.at('changed'), scratch.at('images/changed.image'));
      assert.equal(result.output, first.output.replaceAll('square of', 'a square of'));
      assert.ok(result.restored && !result.ownHolds);
      assert.ok(result.reused > 100 && result.compiled < first.compiled / 2);
      const again = await run(version, changed.at('changed'), scratch.at('images/changed.image'));
      assert.ok(again.ownHolds);
      assert.equal(again.output, result.output);
      assert.deepEqual(again.steps, result.steps);
    });

    it('embedded files are read in each run, and missed when they are gone', async () => {
      const program = scratch.write({
        'embeds/main.go':
          'package main\n\nimport _ "embed"\n\n//go:embed page.txt\nvar page string\n\nvar size = len(page)\n\nfunc main() { println(page, size) }\n',
        'embeds/page.txt': 'one',
      });
      const files = [program.at('embeds'), scratch.at('images/embeds.image')] as const;
      assert.equal((await run(version, ...files)).output, 'one 3\n');
      scratch.write({ 'embeds/page.txt': 'second' });
      const second = await run(version, ...files);
      assert.ok(second.restored && second.ownHolds);
      assert.equal(second.output, 'second 6\n');
      fs.rmSync(program.at('embeds/page.txt'));
      await assert.rejects(run(version, ...files), /pattern page\.txt: no matching files found/);
    });

    it('a damaged image is made anew', async () => {
      const whole = fs.readFileSync(image);
      const flipped = Buffer.from(whole);
      flipped[whole.length >> 1] = (flipped[whole.length >> 1] ?? 0) ^ 1;
      fs.writeFileSync(image, flipped);
      const result = await run(version, scratch.at('program'), image);
      same(result);
      assert.equal(result.restored, false);
      assert.ok((await run(version, scratch.at('program'), image)).restored);
    });

    it('two at once leave one whole image', async () => {
      fs.rmSync(image);
      const both = await Promise.all([1, 2].map(async () => run(version, scratch.at('program'), image)));
      both.forEach(same);
      assert.ok((await run(version, scratch.at('program'), image)).restored);
      const left = fs.readdirSync(path.dirname(image)).filter((name) => !name.endsWith('.image'));
      assert.deepEqual(left, []);
    });
  });
}
