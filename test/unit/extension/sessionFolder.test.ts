import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Description } from '../../../engine/session/sessions/description.ts';
import { findSession, runningSessions, sessionFolder } from '../../../extension/session/sessionFolder.ts';
import { sessionRow } from '../../../extension/views/sessionRows.ts';

describe('the folder of running sessions', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-folder-'));
  after(() => fs.rmSync(folder, { recursive: true }));

  it('is below XDG_RUNTIME_DIR, else in a folder of the user', () => {
    assert.equal(sessionFolder({ XDG_RUNTIME_DIR: '/run/user/7' }, 7), '/run/user/7/netwalk');
    assert.equal(path.basename(sessionFolder({}, 7)), 'netwalk-7');
  });

  it('gives those that run, and nothing that is broken or gone', () => {
    const running = write({ id: 'listen-1', pid: process.pid });
    const gone = write({ id: 'listen-2', pid: 2 ** 22 + 1 });
    fs.writeFileSync(path.join(folder, 'listen-3.json'), '{"format": 1');
    fs.writeFileSync(path.join(folder, 'listen-4.json'), fs.readFileSync(gone.socket.replace(/sock$/, 'json')));
    assert.deepEqual(
      runningSessions(folder).map(({ id }) => id),
      ['listen-1'],
    );
    const found = runningSessions(folder);
    assert.equal(findSession({ session: 'listen-1', pid: undefined, socket: undefined }, found)?.pid, process.pid);
    assert.equal(findSession({ session: undefined, pid: process.pid, socket: undefined }, found)?.id, 'listen-1');
    assert.equal(findSession({ session: undefined, pid: undefined, socket: running.socket }, found)?.id, 'listen-1');
    assert.equal(findSession({ session: 'listen-9', pid: undefined, socket: undefined }, found), undefined);
  });

  it('is not looked into when others can enter it, when it is a link, or another user’s', () => {
    assert.equal(runningSessions(folder).length, 1);
    assert.deepEqual(runningSessions(folder, (process.getuid?.() ?? 0) + 1), []);
    fs.chmodSync(folder, 0o711);
    assert.deepEqual(runningSessions(folder), []);
    fs.chmodSync(folder, 0o700);
    const link = `${folder}-link`;
    fs.symlinkSync(folder, link);
    assert.deepEqual(runningSessions(link), []);
    fs.rmSync(link);
    assert.deepEqual(runningSessions(path.join(folder, 'none')), []);
  });

  it('is shown by what a session does, how old it is and who looks', () => {
    const t = (text: string, ...values: (string | number)[]): string =>
      text.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]));
    const session = { ...described({ id: 'listen-1', pid: 4 }), started: 0, connections: 2, clients: 1, steps: 9 };
    const row = sessionRow(session, 5 * 60_000, false, t);
    assert.equal(row.label, 'listen tcp 127.0.0.1:40613');
    assert.equal(row.description, '1 attached · 2 connections · 5 min');
    assert.match(row.details, /\n1 attached · 2 connections · 5 min\nlisten-1, pid 4\nGo 1\.27\n9 steps/);
    assert.equal(sessionRow(session, 5 * 60_000, true, t).description, 'attached · 2 connections · 5 min');
  });

  function described(given: Pick<Description, 'id' | 'pid'>): Description {
    return {
      format: 1,
      role: 'listen',
      network: 'tcp',
      address: '127.0.0.1:40613',
      goVersion: '1.27',
      goroot: '/go',
      engine: '0.1.0',
      sourceHash: '0',
      started: given.pid,
      processStart: '1',
      connections: 0,
      steps: 0,
      clients: 0,
      socket: path.join(folder, `${given.id}.sock`),
      ...given,
    };
  }

  function write(given: Pick<Description, 'id' | 'pid'>): Description {
    const description = described(given);
    fs.writeFileSync(description.socket.replace(/sock$/, 'json'), JSON.stringify(description));
    fs.writeFileSync(description.socket, '');
    return description;
  }
});
