import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { StopCursor } from '../../../engine/session/stopCursor.ts';
import { loadWalkthrough } from '../../../engine/session/walkthrough.ts';
import { stopsOf, type Stop, type StopAnchor } from '../../../engine/session/walkthroughFormat.ts';

const stop = (id: string, more: Partial<Stop> = {}): Stop => ({
  id,
  chapter: 'one',
  nature: 'executed',
  anchors: [],
  visit: 1,
  lookAt: [],
  mayBeSkipped: false,
  ...more,
});

/** The ids of the stops that a run meets; a visit is `place` or `goroutine:place`. */
const meet = (stops: [place: string, stop: Stop][], visits: string[]): string[] => {
  const cursor = new StopCursor(stops.map(([place, stop]) => ({ place, stop })));
  return visits.flatMap((visit) => {
    const [goroutine, place = goroutine] = visit.split(':');
    return cursor.visit(place ?? '', place === goroutine ? undefined : goroutine)?.id ?? [];
  });
};

describe('which stop a visit meets', () => {
  it('is the next one only', () => {
    const stops: [string, Stop][] = [
      ['a', stop('first')],
      ['b', stop('second')],
    ];
    assert.deepEqual(meet(stops, ['b', 'a', 'a', 'b']), ['first', 'second']);
  });

  it('is one behind those that may be skipped, but none behind the first that may not', () => {
    const stops: [string, Stop][] = [
      ['a', stop('a', { mayBeSkipped: true })],
      ['b', stop('b', { mayBeSkipped: true })],
      ['c', stop('c')],
      ['d', stop('d')],
    ];
    assert.deepEqual(meet(stops, ['d', 'b', 'a', 'c', 'd']), ['b', 'c', 'd']);
  });

  it('is a landmark wherever the walk stands before it', () => {
    const stops: [string, Stop][] = [
      ['a', stop('a', { isLandmark: true })],
      ['b', stop('b')],
      ['c', stop('c')],
      ['d', stop('d', { isLandmark: true })],
      ['e', stop('e')],
    ];
    assert.deepEqual(meet(stops, ['a', 'c', 'd', 'b', 'e', 'a']), ['a', 'd', 'e']);
  });

  it('is that of its goroutine', () => {
    const stops: [string, Stop][] = [['read', stop('server-reads', { goroutine: 'server' })]];
    assert.deepEqual(meet(stops, ['main:read', 'read', 'g0:read']), []);
    assert.deepEqual(meet(stops, ['main:read', 'server:read']), ['server-reads']);
  });

  it('counts visits from the moment the stop before was met', () => {
    const stops: [string, Stop][] = [
      ['a', stop('start')],
      ['x', stop('third', { visit: 3 })],
    ];
    assert.deepEqual(meet(stops, ['x', 'x', 'a', 'x', 'x']), ['start']);
    assert.deepEqual(meet(stops, ['x', 'x', 'a', 'x', 'x', 'x']), ['start', 'third']);
  });

  it('can be set back, and names the places that matter now', () => {
    const cursor = new StopCursor([
      { place: 'a', stop: stop('a', { mayBeSkipped: true }) },
      { place: 'b', stop: stop('b') },
      { place: 'c', stop: stop('c') },
    ]);
    assert.deepEqual(cursor.places(), ['a', 'b']);
    cursor.visit('b', undefined);
    assert.equal(cursor.next, 2);
    assert.deepEqual(cursor.places(), ['c']);
    cursor.moveTo(0);
    assert.equal(cursor.visit('a', undefined)?.id, 'a');
  });
});

describe('the TCP echo in the order of real Go', () => {
  const walkthrough = loadWalkthrough(path.join(import.meta.dirname, '../../../walkthroughs/tcp-echo'));
  const placeOf = ({ file, func, statement, occurrence }: StopAnchor): string =>
    [file, func, statement, ...(occurrence === undefined ? [] : [occurrence])].join('\t');

  for (const version of walkthrough.versions.checked) {
    it(`meets every stop, ${version}`, () => {
      const stops = stopsOf(walkthrough, version);
      const cursor = new StopCursor(stops.map((stop) => ({ stop, place: placeOf(stop.anchor) })));
      const recording = readFileSync(path.join(import.meta.dirname, `visits/tcp-echo-${version}.tsv`), 'utf8');
      const met = recording
        .trimEnd()
        .split('\n')
        .flatMap((line) => {
          const [goroutine, ...place] = line.split('\t');
          return cursor.visit(place.join('\t'), goroutine)?.id ?? [];
        });
      assert.deepEqual(
        met,
        stops.map((stop) => stop.id),
      );
    });
  }
});
