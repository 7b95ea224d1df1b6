// mocha's own spec output; at the end also the totals, one JSON line, for whoever adds up the suites.
const fs = require('node:fs');
const loaded = require('mocha');
const { Spec } = (loaded.default ?? loaded).reporters;

module.exports = class SpecWithTotals extends Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const file = process.env.NETWALK_TEST_TOTALS;
      const { passes, failures, pending } = this.stats;
      if (file) fs.appendFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }) + '\n');
    });
  }
};
