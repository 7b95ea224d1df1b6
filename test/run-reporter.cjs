// mocha's own spec output; at the end also the totals and what failed, one JSON line, for whoever adds up the suites.
const fs = require('node:fs');
const loaded = require('mocha');
const { Spec } = (loaded.default ?? loaded).reporters;

module.exports = class SpecWithTotals extends Spec {
  constructor(runner, options) {
    super(runner, options);
    const [failures, retries] = [[], []];
    const told = (test, error) => ({ title: test.fullTitle(), error: String(error?.stack ?? error?.message ?? error) });
    runner.on('fail', (test, error) => failures.push(told(test, error)));
    runner.on('retry', (test, error) => retries.push(told(test, error)));
    runner.once('end', () => {
      const file = process.env.NETWALK_TEST_TOTALS;
      const { passes: passed, failures: failed, pending: skipped } = this.stats;
      if (file) fs.appendFileSync(file, JSON.stringify({ passed, failed, skipped, failures, retries }) + '\n');
    });
  }
};
