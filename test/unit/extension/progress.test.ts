import assert from 'node:assert/strict';
import { Progress, seenOf, type Memory } from '../../../extension/progress.ts';

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

  it('counts only the stops that the version has', async () => {
    const progress = new Progress(memory());
    const stops = [{ id: 'pipe' }, { id: 'eventfd' }, { id: 'end' }];
    assert.deepEqual(seenOf(stops, undefined), { seen: 0, all: 3 });
    await progress.has('a', ['eventfd', 'end']);
    await progress.reached({ walkthrough: 'a', stop: 'eventfd', index: 0, count: 2 });
    assert.deepEqual(seenOf(stops, progress.of('a')), { seen: 1, all: 2 });
    await progress.has('a', ['pipe', 'end']);
    assert.deepEqual(progress.of('a')?.seen, ['eventfd']);
  });
});
