/**
 * Programs about sockets: each prints on the engine what it printed with a real Go (record.ts). NETWALK_LONG=1 also runs the versions between
 * the oldest and the newest, where their source is found (NETWALK_GO_1_22).
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { ensureGoSource } from '../../engine/golang/source/index.ts';
import { pins } from '../../engine/golang/source/pins.ts';
import {
  engineCommand,
  expectedFile,
  goroot,
  inItsWorld,
  inParallel,
  missing,
  moduleFolder,
  observe,
  allPrograms,
} from './programs.ts';

describe('net: programs see what they see with Go', function () {
  this.timeout(600_000);
  const runs = allPrograms().flatMap((program) =>
    program.versions.map((version) => ({
      key: `${program.name}, Go ${version}`,
      program,
      version,
      text: later<string>(),
    })),
  );

  before(async () => {
    await ensureGoSource([...new Set(runs.map(({ version }) => version))].filter((version) => version in pins));
    const wanted = runs.filter(({ program, version }) => missing(program) === null && goroot(version) !== null);
    void inParallel(
      2,
      wanted.map(({ program, version, text }) => async () => {
        const folder = moduleFolder(program, version);
        try {
          text.resolve(await observe(inItsWorld(program, engineCommand(version, folder))));
        } catch (error) {
          text.reject(error);
        } finally {
          fs.rmSync(folder, { recursive: true });
        }
      }),
    );
  });

  for (const { key, program, version, text } of runs) {
    it(key, async function () {
      const reason = missing(program) ?? (goroot(version) === null ? `the source of Go ${version} is not here` : null);
      if (reason !== null) {
        console.log(`      skipped: ${reason}`);
        this.skip();
      }
      const expected = fs.readFileSync(expectedFile(program, version), 'utf8');
      assert.equal(eitherWay(await text.promise), eitherWay(expected));
    });
  }
});

/** The canonical name of an alias is that of whichever answer, A or AAAA, came first: in Go too. */
const eitherWay = (text: string): string =>
  text.replace(/(CNAME alias\.example\.test) (both|alias2)\.example\.test\./g, '$1 (either)');

interface Later<T> {
  promise: Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}

function later<T>(): Later<T> {
  const made = {} as Later<T>;
  made.promise = new Promise<T>((resolve, reject) => Object.assign(made, { resolve, reject }));
  made.promise.catch(() => undefined);
  return made;
}
