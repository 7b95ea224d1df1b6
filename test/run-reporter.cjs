// mocha's own spec output; at the end also, for whoever adds up the suites, a JSON line for each file: how many, what failed, what was tried again.
const fs = require('node:fs');
const loaded = require('mocha');
const { Spec } = (loaded.default ?? loaded).reporters;

module.exports = class SpecWithTotals extends Spec {
  constructor(runner, options) {
    super(runner, options);
    const files = new Map();
    const of = ({ file = '' }) => {
      if (!files.has(file)) files.set(file, { file, passed: 0, failed: 0, skipped: 0, failures: [], retries: [] });
      return files.get(file);
    };
    const told = (test, error) => ({ title: test.fullTitle(), error: String(error?.stack ?? error?.message ?? error) });
    runner.on('pass', (test) => of(test).passed++);
    runner.on('pending', (test) => of(test).skipped++);
    runner.on('retry', (test, error) => of(test).retries.push(told(test, error)));
    runner.on('fail', (test, error) => {
      of(test).failed++;
      of(test).failures.push(told(test, error));
    });
    runner.once('end', () => {
      const totals = process.env.NETWALK_TEST_TOTALS;
      const all = [...files.values()];
      if (totals) fs.appendFileSync(totals, all.map((one) => `${JSON.stringify(one)}\n`).join(''));
      // A test that failed may have left what it began; one that did not has no right to.
      const wasClean = all.every(({ failed, retries }) => failed === 0 && retries.length === 0);
      setTimeout(() => {
        console.error(`Still open after the tests: ${process.getActiveResourcesInfo().join(', ')}`);
        if (wasClean) process.on('exit', () => (process.exitCode = 1));
        process.exit();
      }, 20_000).unref();
    });
  }
};
