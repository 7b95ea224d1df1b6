/** What goes to the page of the live picture, and what it makes of it. */
import assert from 'node:assert/strict';
import { marked } from '../../../extension/live/changes.ts';
import { pictureOf } from '../../../extension/live/content.ts';
import { layout } from '../../../extension/live/layout.ts';
import { Receiver, Sender } from '../../../extension/live/parts.ts';
import { cardsOf, type Picture } from '../../../extension/live/picture.ts';
import { scenes } from '../../pictures/states.ts';
import { t } from './data.ts';
import { connection, epoll, goroutine, listener, model, server, wakeup } from './liveData.ts';

const ids = (parts: readonly { id: string }[]): string[] => parts.map(({ id }) => id);
const sent = <T>(value: T): T => structuredClone(value);

describe('the parts of the live picture', () => {
  const picture = (receiveQueue: number, more: Parameters<typeof model>[1] = []): Picture =>
    pictureOf(model([goroutine(1), server], [epoll, wakeup, listener, connection(8, 4000, 5000, { receiveQueue }), ...more]), t); // prettier-ignore

  for (const [name, { before, now }] of Object.entries(scenes)) {
    it(`are the picture again: ${name}`, () => {
      const [sender, receiver] = [new Sender(), new Receiver()];
      for (const one of [...(before ? [before] : []), now, now].map((state) => pictureOf(state, t))) {
        assert.deepEqual(receiver.pictureOf(sent(sender.partsOf(one))), sent(one));
      }
    });
  }

  it('are those alone that have changed', () => {
    const sender = new Sender();
    const first = sender.partsOf(picture(0));
    assert.equal(first.cards.length, cardsOf(picture(0)).length);
    assert.deepEqual(ids(sender.partsOf(picture(0)).cards), []);
    const { cards, edges } = sender.partsOf(picture(5));
    assert.deepEqual([ids(cards), ids(edges)], [['socket 8'], []]);
    const more = sender.partsOf(picture(5, [connection(9, 4000, 5001)]));
    assert.deepEqual([ids(more.cards), ids(more.edges)], [['epoll', 'netFD 9', 'socket 9'], ['is 9']]);
    sender.forget();
    assert.equal(sender.partsOf(picture(0)).cards.length, cardsOf(picture(0)).length);
  });

  it('stay the same objects while they do not change, and so do their faces', () => {
    const [sender, receiver] = [new Sender(), new Receiver()];
    const page = { width: 1000, letter: 7 };
    const [before, now] = [picture(0), picture(5)].map((one) => receiver.pictureOf(sent(sender.partsOf(one))) as Picture) as [Picture, Picture]; // prettier-ignore
    const changed = cardsOf(now).filter((card) => !cardsOf(before).includes(card));
    assert.deepEqual(ids(changed), ['socket 8']);
    const faces = [before, marked(now, before)].map((one) => layout(one, page).cards.map(({ face }) => face));
    assert.deepEqual(faces[1]?.filter((face) => !faces[0]?.includes(face)).map(({ card }) => card.id), ['socket 8']); // prettier-ignore
  });

  it('are asked for again where one is missing', () => {
    const sender = new Sender();
    sender.partsOf(picture(0));
    const late = new Receiver();
    assert.equal(late.pictureOf(sender.partsOf(picture(5))), undefined);
    sender.forget();
    assert.deepEqual(late.pictureOf(sender.partsOf(picture(5))), picture(5));
  });

  it('that are gone are sent again when they are back', () => {
    const [sender, receiver] = [new Sender(), new Receiver()];
    const with9 = picture(5, [connection(9, 4000, 5001)]);
    for (const one of [with9, picture(5), with9]) {
      assert.deepEqual(receiver.pictureOf(sent(sender.partsOf(one))), sent(one));
    }
  });
});
