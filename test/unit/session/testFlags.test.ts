import assert from 'node:assert/strict';
import { parseTestFlags, TestUsageError } from '../../../engine/session/testFlags.ts';

describe('the flags of netwalk test', () => {
  it('are those of go test, before and behind the packages, with one dash or two', () => {
    const flags = parseTestFlags(['--go', '1.27', 'net', '-run', 'TestDial', '-v', '--count=2', '-short', './x']);
    assert.deepEqual(flags.packages, ['net', './x']);
    assert.equal(flags.goVersion, '1.27');
    assert.equal(flags.showPass, true);
    assert.deepEqual(flags.binary, [
      '-test.paniconexit0', '-test.timeout=10m0s', '-test.run=TestDial', '-test.v=true', '-test.count=2', '-test.short=true',
    ]); // prettier-ignore
  });

  it('know durations', () => {
    assert.equal(parseTestFlags(['net', '-timeout', '1m30s']).timeout, 90_000);
    const never = parseTestFlags(['net', '-timeout=0']);
    assert.equal(never.timeout, 0);
    assert.ok(!never.binary.some((flag) => flag.includes('timeout')));
    assert.throws(() => parseTestFlags(['net', '-timeout=soon']), TestUsageError);
  });

  it('go to the test binary as they are when they are not known, and behind -args', () => {
    assert.deepEqual(parseTestFlags(['net', '-ipv6=true', '-args', '-v', 'x']).binary.slice(2), [
      '-ipv6=true',
      '-v',
      'x',
    ]);
  });

  it('want a package, and a value where one belongs', () => {
    assert.throws(() => parseTestFlags(['-v']), TestUsageError);
    assert.throws(() => parseTestFlags(['net', '-run']), /flag needs an argument: -run/);
  });
});
