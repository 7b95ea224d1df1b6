/**
 * The tests inside the extension host: bundled by `run.ts` together with `test/e2e/inside/*.test.ts`, and started by
 * VS Code through `run`, in the stand-in host and in desktop VS Code alike.
 */
import fs from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

declare const __dirname: string;

/** What VS Code calls (`extensionTestsPath`); rejecting fails the run. */
export async function run(): Promise<void> {
  const log = process.env.NETWALK_TEST_LOG;
  const say = (...words: unknown[]): void => {
    if (log) fs.appendFileSync(log, format(...words) + '\n');
    else console.log(...words);
  };
  Mocha.reporters.Base.consoleLog = say;
  const mocha = new Mocha({
    color: false,
    timeout: 60_000,
    forbidOnly: true,
    reporter: process.env.NETWALK_TEST_REPORTER ?? 'spec',
  });
  for (const file of fs.readdirSync(__dirname)) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(__dirname, file));
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
