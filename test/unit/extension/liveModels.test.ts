/** What the live picture shows of select, poll, epoll instances of the program's own, rings and signals. */
import assert from 'node:assert/strict';
import { marked } from '../../../extension/live/changes.ts';
import { pictureOf } from '../../../extension/live/content.ts';
import { layout } from '../../../extension/live/layout.ts';
import { parseSavedPage, savedPage } from '../../../extension/live/messages.ts';
import { factsOf, type Card, type Picture } from '../../../extension/live/picture.ts';
import { pointedIds } from '../../../extension/live/pointing.ts';
import { scenes } from '../../pictures/states.ts';
import { t } from './data.ts';

const shown = (name: string): Picture => {
  const scene = scenes[name];
  assert.ok(scene, name);
  return marked(pictureOf(scene.now, t), scene.before ? pictureOf(scene.before, t) : null);
};

const lists = ({ strips = [] }: Card): string[] => strips.map(({ label, chips }) => `${label}: ${chips.map(({ text }) => text).join(', ')}`); // prettier-ignore
const edges = ({ edges: all }: Picture, kind: string): string[] =>
  all.filter((edge) => edge.kind === kind).map(({ from, to }) => `${from.card} → ${to.fact ?? to.card}`);

describe('the models of I/O in the live picture', () => {
  it('select: the bits that were asked, before the answer and after it', () => {
    const [waits] = shown('select-waits').waits;
    assert.deepEqual(
      waits?.bits?.map(({ label, value }) => `${label}: ${value}`),
      ['readfds, asked: 22 24'],
    );
    assert.deepEqual(edges(shown('select-waits'), 'waits'), ['goroutine 1 → waits 1']);
    assert.deepEqual(edges(shown('select-waits'), 'asks'), ['waits 1 → socket 22', 'waits 1 → socket 24']);

    const [after] = shown('select-after').waits;
    assert.deepEqual(
      after?.bits?.map(({ label, value, isChanged }) => [label, value, isChanged]),
      [
        ['readfds, asked', '22 24', undefined],
        ['readfds, what remains', '24', true],
      ],
    );
    assert.deepEqual(
      after.bits[1]?.bits.flatMap((is, fd) => (is === 'clear' ? [] : [`${fd} ${is}`])),
      ['22 gone', '24 set'],
    );
    assert.equal(after.bits[0]?.bits.length, 25);
    assert.deepEqual(edges(shown('select-after'), 'asks'), ['waits 1 → socket 24']);
    assert.ok(factsOf(after).every(({ source, how }) => source === 'executed' && how !== ''));
  });

  it('poll: the array with question and answer', () => {
    const [card] = shown('poll-after').waits;
    assert.deepEqual(card?.table?.heads, ['fd', 'events', 'revents']);
    assert.deepEqual(
      card.table.rows.map(({ cells, isOn, isOff }) => [...cells, isOn, isOff]),
      [['22', 'IN', '0', false, false], ['24', 'IN', 'IN HUP', true, false], ['-1', 'IN', '0', false, true]],
    ); // prettier-ignore
  });

  it('epoll: by edge something lies in the queue, and on the ready list is nothing', () => {
    const picture = shown('lost-edge');
    assert.equal(picture.epoll, null);
    assert.deepEqual(picture.instances.map(lists), [
      ['interest list: 23 IN ET', 'ready list: ', 'told, still unread: 23'],
    ]);
    assert.deepEqual(edges(picture, 'callback'), []);
    const before = scenes['lost-edge']?.before;
    assert.deepEqual(edges(pictureOf(before as NonNullable<typeof before>, t), 'callback'), ['socket 23 → epoll 22 ready list']);
  }); // prettier-ignore

  it('epoll: by level it was put back; EPOLLONESHOT is off', () => {
    assert.deepEqual(shown('level-put-back').instances.map(lists), [
      ['interest list: 23 IN, 25 ONESHOT (disabled)', 'ready list: 23 ↺'],
    ]);
  });

  it('the herd: every instance beside that of Go, and who was woken', () => {
    const all = shown('herd-all');
    assert.deepEqual(all.epoll && [all.epoll.title, all.epoll.detail], ['fd 30', "epoll, Go's netpoller"]);
    assert.deepEqual(all.instances.map(lists), Array(4).fill(['interest list: 22 IN', 'ready list: 22 IN']));
    assert.deepEqual(edges(all, 'callback').length, 4);
    assert.deepEqual(
      edges(all, 'waits'),
      [23, 24, 25, 26].map((fd, at) => `epoll ${fd} → goroutine ${18 + at}`),
    );

    const exclusive = shown('herd-exclusive');
    assert.deepEqual(exclusive.instances.map((card) => lists(card)[1]), ['ready list: 22 IN', 'ready list: ', 'ready list: ', 'ready list: ']); // prettier-ignore
    assert.deepEqual(edges(exclusive, 'waits'), ['epoll 23 → goroutine 18', 'goroutine 19 → epoll 24', 'goroutine 20 → epoll 25', 'goroutine 21 → epoll 26']); // prettier-ignore
    const listener = exclusive.rows.find(({ kernel }) => kernel.id === 'socket 22')?.kernel;
    assert.ok(listener && factsOf(listener).some(({ value }) => value === 'IN EXCLUSIVE, in 4 instances'));
  });

  it('rings and signals: what is submitted, under way and done; what is pending', () => {
    const kernels = shown('rings').rows.map(({ kernel }) => kernel);
    assert.deepEqual(kernels.slice(0, 2).map(lists), [
      ['submission ring: #2 READ 27', 'under way: #0 READ 23', 'completion ring: #1 = 17'],
      ['is for: SIGRT_8', 'pending: SIGRT_8 → 1324'],
    ]);
  });

  it('is pointed at by the stops of walkthroughs', () => {
    const at = (scene: string, view: string, fd: number | null): string[] =>
      pointedIds(shown(scene), { title: '', marks: [{ view, fd }] }, 1);
    assert.deepEqual(at('select-after', 'fd-set', null), ['waits 1']);
    assert.deepEqual(at('poll-after', 'poll-array', null), ['waits 1']);
    assert.deepEqual(at('lost-edge', 'ready-list', 22), ['epoll 22 ready list', 'epoll 22 lost']);
    assert.deepEqual(at('herd-all', 'epoll', 24), ['epoll 24']);
    assert.deepEqual(at('herd-all', 'epoll', null), ['epoll']);
    assert.deepEqual(at('lost-edge', 'epoll', null), ['epoll 22']);
    assert.deepEqual(at('rings', 'rings', 22), ['fd 22 submitted', 'fd 22 underWay', 'fd 22 completed']);
    assert.deepEqual(at('rings', 'signals', 29), ['fd 29 pending']);
  });

  for (const name of Object.keys(scenes)) {
    it(`${name}: everything stands within its card and the page, whatever the width; and can be kept`, () => {
      const picture = shown(name);
      assert.ok(parseSavedPage(JSON.parse(JSON.stringify(savedPage(picture)))));
      for (const width of [320, 700, 1000, 1600]) {
        const { cards } = layout(picture, { width, letter: 7.3 });
        for (const { face } of cards) {
          const { card, width: wide, height } = face;
          const parts = [...face.bits.flatMap(({ cells }) => cells), ...(face.table?.rows ?? [])];
          for (const part of parts) {
            assert.ok(part.x >= 0 && part.x + part.width <= wide + 1, `${name} at ${width}: ${card.id}`);
            assert.ok(part.y >= 0 && part.y + part.height <= height, `${name} at ${width}: ${card.id}`);
          }
        }
      }
    });
  } // prettier-ignore
});
