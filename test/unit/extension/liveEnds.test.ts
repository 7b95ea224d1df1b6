import assert from 'node:assert/strict';
import { pictureOf } from '../../../extension/live/content.ts';
import { farEnds, type OtherSession } from '../../../extension/live/ends.ts';
import { layout } from '../../../extension/live/layout.ts';
import { boxesOf, descriptorExpressions, pointedIds } from '../../../extension/live/pointing.ts';
import { t } from './data.ts';
import { connection, epoll, goroutine, listener, model, server, textOf } from './liveData.ts';

const accepted = connection(8, 4000, 5000, { role: 'accepted' });
const dialing = connection(7, 5000, 4000, { state: 'SYN_SENT', netFD: { net: 'tcp', isConnected: false } });
const dialed = connection(7, 5000, 4000, { sendQueue: 12 });
const listens = (...descriptors: (typeof listener)[]): OtherSession[] => [{ name: 'Listen', pid: 99, descriptors }];

/** What stands beyond the descriptors of a session. */
function beyond(mine: (typeof listener)[], others: OtherSession[]): string[] {
  const picture = pictureOf(model([goroutine(1)], mine, { ends: farEnds(mine, others) }), t);
  return textOf(picture).filter((line) => /^(⇅|fd \d+ (Listen|Dial) )/.test(line));
}

describe('both ends of a connection, in two sessions', () => {
  it('are told from the first SYN to the FIN', () => {
    assert.deepEqual(
      [
        beyond([dialing], listens(listener)),
        beyond([dialed], listens(listener)),
        beyond([dialed], listens(listener, accepted)),
        beyond([{ ...dialed, state: 'FIN_WAIT2' }], listens(listener, { ...accepted, state: 'CLOSE_WAIT' })),
        beyond([{ ...dialed, state: 'CLOSE_WAIT' }], listens(listener, { ...accepted, state: 'FIN_WAIT2' })),
      ].map(([wire]) => wire),
      [
        '⇅ SYN, on its way to be accepted: ',
        '⇅ established, in the accept queue: ',
        '⇅ established: → 12 B; ← 0 B',
        '⇅ FIN →: → 12 B; ← 0 B',
        '⇅ FIN ←: → 12 B; ← 0 B',
      ],
    );
  });

  it('stand with the process of the other, and what its kernel holds', () => {
    const [, far] = beyond([dialed], listens(listener, { ...accepted, receiveQueue: 5 }));
    assert.equal(
      far,
      'fd 8 Listen (99) · ESTABLISHED: local 127.0.0.1:4000; peer 127.0.0.1:5000; receive 5 B; send 0 B',
    );
  });

  it('are seen from the listener too, as long as nobody has accepted', () => {
    const others: OtherSession[] = [{ name: 'Dial', pid: 98, descriptors: [dialed] }];
    assert.match(beyond([listener], others).join('\n'), /accept queue.*\n.*Dial \(98\)/);
    assert.deepEqual(farEnds([listener, accepted], others).map(({ fd }) => fd), [8]); // prettier-ignore
    const everywhere = { ...listener, local: '[::]:4000' };
    assert.equal(farEnds([everywhere], others).length, 1);
  });

  it('are joined by lines, and belong together only by both addresses', () => {
    const picture = pictureOf(model([], [dialed], { ends: farEnds([dialed], listens(accepted)) }), t);
    assert.deepEqual(
      picture.edges.filter(({ kind }) => kind === 'peer').map(({ from, to }) => `${from.card} → ${to.card}`),
      ['socket 7 → wire 7 Listen 8', 'wire 7 Listen 8 → far 7 Listen 8'],
    );
    assert.deepEqual(farEnds([dialed], listens({ ...accepted, peer: '127.0.0.1:5001' })), []);
  });
});

describe('what a walkthrough says to look at', () => {
  const picture = pictureOf(model([goroutine(1), server], [epoll, listener, dialed]), t);
  const ids = (view: string, fd: number | null = null): string[] =>
    pointedIds(picture, { title: '', marks: [{ view, fd }] }, 18);

  it('is a part of the picture', () => {
    assert.deepEqual(ids('accept-queue', 6), ['fd 6 accept']);
    assert.deepEqual(ids('accept-queue'), ['fd 6 accept']);
    assert.deepEqual(ids('receive-queue', 7), ['fd 7 receive']);
    assert.deepEqual(ids('poll-desc', 6), ['pollDesc 6']);
    assert.deepEqual(ids('descriptor', 7), ['socket 7']);
    assert.deepEqual(ids('epoll'), ['epoll']);
    assert.deepEqual(ids('run-queue'), ['run queue']);
    assert.deepEqual(ids('goroutines'), ['goroutine 18']);
  });

  it('is the line of the goroutine where the picture does not show it', () => {
    for (const view of ['descriptor', 'variable', 'system-call']) assert.deepEqual(ids(view), ['goroutine 18 place']);
    assert.deepEqual(ids('descriptor', 99), ['goroutine 18 place']);
    assert.deepEqual(ids('system-call', 7), ['socket 7']);
    assert.deepEqual(pointedIds(picture, { title: '', marks: [] }, 18), []);
  });

  it('has a place', () => {
    const { cards } = layout(picture, { width: 1000, letter: 7 });
    const all = ['fd 6 accept', 'pollDesc 6', 'epoll', 'run queue', 'goroutine 18'];
    assert.deepEqual(boxesOf(cards, all).map(({ id }) => id).sort(), [...all].sort()); // prettier-ignore
  });

  it('names its descriptor by an expression of the frame', () => {
    assert.equal(descriptorExpressions({ view: 'poll-desc', expression: 'pd' })[0], 'pd.fd');
    assert.equal(descriptorExpressions({ view: 'accept-queue', expression: 's' })[0], 's');
    assert.deepEqual(descriptorExpressions({ view: 'epoll' }), []);
    assert.deepEqual(descriptorExpressions({ view: 'variable', expression: 'n' }), []);
  });
});
