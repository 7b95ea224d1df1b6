import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CustomEvents } from '../../../engine/adapter/events.ts';
import type { SystemCall } from '../../../engine/trace/source.ts';
import { systemCallText } from '../../../extension/editor/systemCallText.ts';
import { isEventName, Walk } from '../../../extension/session/walk.ts';
import { statusText } from '../../../extension/statusText.ts';
import { narration, t } from './data.ts';

const place = { file: 'net/dial.go', line: 42, column: 1, endLine: 42, endColumn: 9 };
const call = (step: number, text = 'close(7) = 0'): SystemCall => ({
  step,
  goid: 1,
  place,
  name: 'close',
  text,
  result: 0,
  errno: 0,
  errnoName: '',
  start: 0,
  duration: 3.2,
  fds: [],
});
const session = (goroot: string): CustomEvents['netwalk/session'] => ({
  goVersion: '1.27',
  goroot,
  why: 'named',
  recorded: null,
  program: 'main.go',
});
const state = (step: number, live = true): CustomEvents['netwalk/state'] => ({
  cursor: { step, first: 0, last: 90, live, dropped: 0 },
  goroutines: [],
  descriptors: [],
  goid: 1,
});

describe('what is known of a session', () => {
  it('finds files by their real paths, through links', () => {
    const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-walk-')));
    try {
      fs.mkdirSync(path.join(folder, 'share'));
      fs.mkdirSync(path.join(folder, 'lib'));
      fs.symlinkSync(path.join(folder, 'share'), path.join(folder, 'lib', 'src'));
      const walk = new Walk();
      assert.equal(walk.pathOf(place), undefined);
      walk.apply('netwalk/session', session(path.join(folder, 'lib')));
      assert.equal(walk.pathOf(place), path.join(folder, 'share', 'net/dial.go'));
      assert.equal(walk.pathOf({ file: '/home/me/main.go' }), '/home/me/main.go');
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it('shows the last call of a line, and in the history the last one before the cursor', () => {
    const walk = new Walk();
    walk.apply('netwalk/session', session('/go'));
    walk.apply('netwalk/systemCall', call(10, 'first'));
    walk.apply('netwalk/systemCall', call(50, 'second'));
    walk.apply('netwalk/state', state(90));
    const texts = (): string[] => walk.callsOf('/go/src/net/dial.go').map(({ text }) => text);
    assert.deepEqual(texts(), ['second']);
    const last = (): string[] => walk.lastCalls(3).map(({ text }) => text);
    assert.deepEqual(last(), ['first', 'second']);
    walk.apply('netwalk/state', state(30, false));
    assert.deepEqual(texts(), ['first']);
    assert.deepEqual(last(), ['first']);
    walk.apply('netwalk/state', state(10, false));
    assert.deepEqual(texts(), []);
    assert.deepEqual(walk.callsOf('/go/src/net/tcpsock.go'), []);
  });

  it('collects the trail', () => {
    const walk = new Walk();
    walk.apply('netwalk/session', session('/go'));
    walk.apply('netwalk/trail', { lines: { 'net/dial.go': [1, 2], '/a/main.go': [7] } });
    walk.apply('netwalk/trail', { lines: { 'net/dial.go': [2, 3] } });
    assert.deepEqual(walk.trailOf('/go/src/net/dial.go'), [1, 2, 3]);
    assert.deepEqual(walk.trailOf('/a/main.go'), [7]);
  });

  it('keeps what was told between two stops', () => {
    const walk = new Walk();
    walk.apply('netwalk/narration', { narration });
    assert.deepEqual([walk.narration?.stop, walk.atStop], ['sys-socket', true]);
    walk.apply('netwalk/narration', { narration: null });
    assert.deepEqual([walk.narration?.stop, walk.atStop], ['sys-socket', false]);
  });

  it('knows its events', () => {
    assert.ok(isEventName('netwalk/state'));
    assert.ok(!isEventName('netwalk/other'));
    assert.ok(!isEventName('toString'));
  });
});

describe('the status bar', () => {
  it('says step and stop, the history, and what is waited for', () => {
    const walk = new Walk();
    assert.equal(statusText(walk, t), undefined);
    walk.apply('netwalk/state', state(90));
    walk.apply('netwalk/narration', { narration });
    assert.equal(statusText(walk, t)?.text, '$(debug-step-over) step 90 · stop 12/55');
    walk.apply('netwalk/state', state(30, false));
    assert.equal(statusText(walk, t)?.text, '$(history) step 30 of 90, in the history · stop 12/55');
    walk.apply('netwalk/waiting', { text: 'waits in epoll_pwait', hint: 'connect with nc 127.0.0.1 40613' });
    assert.deepEqual(statusText(walk, t), {
      text: '$(watch) waits in epoll_pwait: connect with nc 127.0.0.1 40613',
      spoken: 'waits in epoll_pwait: connect with nc 127.0.0.1 40613',
      isWaiting: true,
    });
    walk.apply('netwalk/state', state(91));
    assert.equal(statusText(walk, t)?.isWaiting, false);
  });

  it('says of a recording of a real process that it is one', () => {
    const walk = new Walk();
    const recorded = { made: 0, system: 'Linux 6.1.0', process: 4711 };
    walk.apply('netwalk/session', { goVersion: '1.27.4', goroot: '', why: '', program: 'server', recorded });
    walk.apply('netwalk/state', state(3, false));
    assert.match(statusText(walk, t)?.text ?? '', /^\$\(record\) recording of a real process, .* · step 3 of 90/);
  });
});

describe('a system call at the end of its line', () => {
  it('reads as strace prints it, with its time, and fits', () => {
    assert.equal(systemCallText(call(1)), '→ close(7) = 0  3 µs');
    assert.equal(systemCallText({ ...call(1), duration: 1234 }), '→ close(7) = 0  1.2 ms');
    assert.ok(systemCallText(call(1, 'x'.repeat(500))).length < 160);
  });
});
