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
      if (totals) fs.appendFileSync(totals, [...files.values()].map((one) => `${JSON.stringify(one)}\n`).join(''));
    });
  }
};
