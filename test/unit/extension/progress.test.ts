import assert from 'node:assert/strict';
import { metOf, Progress, type Memory } from '../../../extension/progress.ts';

/** A store like VS Code's: values come back as they were put in. */
function memory(): Memory {
  const values = new Map<string, unknown>();
  return {
    get: <T>(key: string) => values.get(key) as T | undefined,
    update: async (key, value) => void values.set(key, structuredClone(value)),
  };
}

describe('progress', () => {
  it('is kept over sessions and says what to resume', async () => {
    const store = memory();
    let time = 0;
    const progress = new Progress(store, () => ++time);
    let changes = 0;
    progress.changed.listen(() => changes++);
    assert.equal(progress.latest, undefined);
    await progress.reached({ walkthrough: 'a', stop: 'one', index: 0, count: 3 });
    assert.equal(progress.latest, undefined, 'at the first stop there is nothing to resume');
    await progress.reached({ walkthrough: 'a', stop: 'two', index: 1, count: 3 });
    await progress.reached({ walkthrough: 'b', stop: 'x', index: 5, count: 9 });
    assert.equal(changes, 3);

    const later = new Progress(store, () => ++time);
    assert.equal(later.latest?.walkthrough, 'b');
    await later.reached({ walkthrough: 'a', stop: 'two', index: 1, count: 3 });
    assert.equal(later.latest?.walkthrough, 'a');
    assert.deepEqual(later.of('a')?.seen, ['one', 'two']);
    await later.reached({ walkthrough: 'a', stop: 'three', index: 2, count: 3 });
    assert.equal(later.latest?.walkthrough, 'b', 'a is at its end');
    await later.forget();
    assert.equal(later.of('a'), undefined);
  });

  it('has the stops that the version has, before the first walk and after one with another version', async () => {
    const progress = new Progress(memory());
    const stops = [{ id: 'pipe', until: '1.23' }, { id: 'eventfd', since: '1.23' }, { id: 'end' }].map((stop) => ({
      ...stop,
      title: stop.id,
    }));
    const met = (version: string): string[] => metOf(stops, progress.of('a'), version).map(({ id }) => id);
    assert.deepEqual(met('1.9'), ['pipe', 'end']);
    assert.deepEqual(met('1.22.7'), ['pipe', 'end']);
    assert.deepEqual(met('go1.23.1'), ['eventfd', 'end']);
    await progress.has('a', ['eventfd', 'end']);
    await progress.reached({ walkthrough: 'a', stop: 'eventfd', index: 0, count: 2 });
    assert.deepEqual(met('1.19'), ['eventfd', 'end']);
    await progress.has('a', ['pipe', 'end']);
    assert.deepEqual(met('1.27'), ['pipe', 'end']);
    assert.deepEqual(progress.of('a')?.seen, ['eventfd']);
  });
});
