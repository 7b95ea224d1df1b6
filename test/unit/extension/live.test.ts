import assert from 'node:assert/strict';
import { marked, spokenChanges } from '../../../extension/live/changes.ts';
import { pictureOf } from '../../../extension/live/content.ts';
import { grouped, ranges } from '../../../extension/live/groups.ts';
import { cut, layout, lengthOf, type Box, type View } from '../../../extension/live/layout.ts';
import { parsePageMessage, parseSavedPage, savedPage } from '../../../extension/live/messages.ts';
import { cardsOf, factsOf } from '../../../extension/live/picture.ts';
import { t } from './data.ts';
import { connection, epoll, goroutine, listener, model, nil, parked, placesOf, pollDesc, server, textOf, wakeup } from './liveData.ts'; // prettier-ignore

const dialing = connection(7, 5000, 4000, { pollDesc: pollDesc({ wg: parked(1) }), ready: 'EPOLLOUT' });
const client = goroutine(1, { status: 'IO wait' });
const g0 = goroutine(0, { status: 'scheduler', entry: 'runtime.schedule', function: 'runtime.netpoll' });
const waiting = model([g0, client, server], [epoll, wakeup, listener, dialing], { selected: 0 });

describe('what the live picture shows', () => {
  it('of a server that waits in accept and a client in connect', () => {
    assert.deepEqual(textOf(pictureOf(waiting, t)), [
      'scheduler g0: in runtime.netpoll; at net/dial.go:10; runs []; run queue []',
      'runtime.netpoll: toRun []',
      'fd 4 epoll: interest list [5, 6, 7]; ready list [6 IN, 7 OUT]',
      'G1 main.main: state IO wait; in net.Dial; at net/dial.go:10',
      'G18 main.serve: state IO wait; in runtime.gopark; at net/dial.go:10',
      'netFD tcp: Sysfd 6; rg G18; wg nil; rd none; wd none',
      'fd 6 listener · LISTEN: local 127.0.0.1:4000; accept queue 1 / 128; SYN queue 0; epoll IN OUT RDHUP ET',
      'netFD tcp: Sysfd 7; isConnected true; rg nil; wg G1; rd none; wd none',
      'fd 7 dialed · ESTABLISHED: local 127.0.0.1:5000; peer 127.0.0.1:4000; receive 0 B; send 0 B; epoll IN OUT RDHUP ET',
      'fd 5 netpollBreak: kind eventfd',
      'is: netFD 6 → socket 6',
      'waits: goroutine 18 → fd 6 rg',
      'is: netFD 7 → socket 7',
      'waits: goroutine 1 → fd 7 wg',
    ]);
  });

  it('says of every value how it is known, and where a command shows it', () => {
    const facts = new Map(
      cardsOf(pictureOf(waiting, t)).flatMap((card) => factsOf(card).map((fact) => [fact.id, fact])),
    );
    assert.deepEqual(
      ['goroutine 18 state', 'fd 6 rg', 'fd 6 accept', 'fd 6 syn', 'fd 6 interest', 'fd 7 send'].map((id) => [facts.get(id)?.source, facts.get(id)?.command]),
      [
        ['mirrored', ''],
        ['executed', ''],
        ['observed', "ss -tlnp 'sport = :4000'"],
        ['observed', "ss -tan state syn-recv 'sport = :4000'"],
        ['observed', 'cat /proc/42/fdinfo/4'],
        ['observed', "ss -tmi 'sport = :5000 and dport = :4000'"],
      ],
    ); // prettier-ignore
    for (const { how } of facts.values()) assert.notEqual(how, '');
  });

  it('of deadlines: none, how long they have, and that they have expired', () => {
    const rd = { state: 'set' as const, at: 9e9, left: 4.8e9 };
    const wd = { state: 'expired' as const, at: 0, left: null };
    const { rows } = pictureOf(model([client], [connection(7, 1, 2, { pollDesc: pollDesc({ rd, wd }) })]), t);
    assert.deepEqual(rows[0]?.go?.inner?.lines[1]?.map(({ value }) => value), ['in 4.8 s', 'expired']); // prettier-ignore
  });

  it('connects the two ends of a connection, once', () => {
    const ends = [connection(7, 5000, 4000), connection(8, 4000, 5000, { role: 'accepted' })];
    assert.deepEqual(
      pictureOf(model([client], ends), t).edges.filter(({ kind }) => kind === 'peer').map(({ from, to }) => [from.card, to.card]),
      [['socket 7', 'socket 8']],
    ); // prettier-ignore
  });

  it('of goroutines on their way to the processor, in order', () => {
    const onList = [2, 1].map((goid, position) => goroutine(goid, { status: 'IO wait', queued: { list: 'netpoll', position } })); // prettier-ignore
    const queued = [
      goroutine(3, { status: 'runnable', queued: { list: 'runq', position: 0 } }),
      goroutine(4, { status: 'runnable', queued: { list: 'runnext', position: 0 } }),
    ];
    const texts = textOf(pictureOf(model([...onList, ...queued], []), t));
    assert.match(texts[0] ?? '', /run queue \[G4, G3\]/);
    assert.match(texts[1] ?? '', /toRun \[G2, G1\]/);
  });

  it('says what is not of this moment', () => {
    const past = {
      ...waiting,
      state: { ...waiting.state, cursor: { ...waiting.state.cursor, step: 50, live: false } },
    };
    assert.deepEqual(pictureOf(waiting, t).notices, []);
    assert.match(pictureOf(past, t).notices[0] ?? '', /at step 50; the kernel's as they are now/);
    assert.match(pictureOf({ ...past, isRecording: true }, t).notices[0] ?? '', /^Everything as it was at step 50/);
  });

  it('groups connections that are alike, and leaves apart the one that is looked at', () => {
    const many = Array.from({ length: 1000 }, (_, index) =>
      connection(10 + index, 4000, 6000 + index, { role: 'accepted', pollDesc: pollDesc({ rg: parked(100 + index) }) }),
    );
    const readers = many.map((_, index) => goroutine(100 + index, { status: 'IO wait', entry: 'main.handle', function: 'runtime.gopark' })); // prettier-ignore
    const picture = pictureOf(model([server, ...readers], [epoll, listener, ...many], { selected: 105 }), t);
    assert.deepEqual(
      [...picture.goroutines, ...picture.rows.map(({ kernel }) => kernel)].map(({ title }) => title),
      ['G18', '999 goroutines', 'G105', 'fd 6', '999 descriptors', 'fd 15'],
    );
    assert.deepEqual(
      picture.edges.filter(({ kind }) => kind === 'waits').map(({ from, to }) => `${from.card} → ${to.fact ?? to.card}`),
      [
        'goroutine 18 → fd 6 rg',
        'goroutines main.handle · IO wait · runtime.gopark → descriptors accepted · ESTABLISHED · rg goroutine, wg nil',
        'goroutine 105 → fd 15 rg',
      ],
    ); // prettier-ignore
    assert.deepEqual(grouped([1, 2, 3, 4, 5], () => 'same', () => false).length, 5); // prettier-ignore
    assert.equal(ranges([8, 9, 10, 12, 20, 21, 30]), '8–10, 12, 20–21, …');
  });
});

describe('what has changed in the live picture', () => {
  const before = pictureOf(waiting, t);
  const accepted = { ...listener, acceptQueue: 0, ready: '', pollDesc: pollDesc({ rg: nil }) };
  const woken = { ...server, status: 'runnable', queued: { list: 'runq' as const, position: 0 }, woken: { by: 0, step: 99 } }; // prettier-ignore
  const later = model([g0, client, woken], [epoll, wakeup, accepted, dialing, connection(8, 4000, 5000, { role: 'accepted' })], { selected: 0 }); // prettier-ignore
  const now = marked(pictureOf(later, t), before);

  it('is marked: values, what is new, items of lists, and lines', () => {
    assert.deepEqual(textOf(now).filter((text) => /[*+]/.test(text)), [
      'scheduler g0: in runtime.netpoll; at net/dial.go:10; runs []; run queue [*G18]',
      'G18 main.serve: *state runnable; in runtime.gopark; at net/dial.go:10; *made runnable by g0, step 99',
      'netFD tcp: Sysfd 6; *rg nil; wg nil; rd none; wd none',
      'fd 6 listener · LISTEN: local 127.0.0.1:4000; *accept queue 0 / 128; SYN queue 0; epoll IN OUT RDHUP ET',
      '+netFD tcp: Sysfd 8; isConnected true; rg nil; wg nil; rd none; wd none',
      '+fd 8 accepted · ESTABLISHED: local 127.0.0.1:4000; peer 127.0.0.1:5000; receive 0 B; send 0 B; epoll IN OUT RDHUP ET',
      'fd 4 epoll: interest list [5, 6, 7, *8]; ready list [7 OUT]',
      '*peer: socket 7 → socket 8',
      '*is: netFD 8 → socket 8',
      '*woke: scheduler → goroutine 18',
    ].sort((a, b) => textOf(now).indexOf(a) - textOf(now).indexOf(b))); // prettier-ignore
  });

  it('is said in words', () => {
    assert.equal(
      spokenChanges(now, before, t),
      'G18 main.serve: state runnable, made runnable by g0, step 99. netFD tcp: rg nil. fd 6 listener · LISTEN: accept queue 0 / 128. netFD tcp. fd 8 accepted · ESTABLISHED',
    );
    assert.equal(spokenChanges(before, null, t), '');
  });

  it('is nothing where only time has passed until a deadline', () => {
    const with_ = (left: number): ReturnType<typeof pictureOf> =>
      pictureOf(model([client], [connection(7, 1, 2, { pollDesc: pollDesc({ rd: { state: 'set', at: 9e9, left } }) })]), t); // prettier-ignore
    assert.deepEqual(textOf(marked(with_(2e9), with_(3e9))).filter((text) => /[*+]/.test(text)), []); // prettier-ignore
  });
});

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Cards do not cover each other, and what is in them stays in them. */
function assertTidy(view: View, letter: number): void {
  view.cards.forEach((card, index) => {
    for (const other of view.cards.slice(index + 1)) assert.ok(!overlap(card, other), `${card.card.id} covers ${other.card.id}`); // prettier-ignore
    assert.ok(card.x >= 0 && card.x + card.width <= view.width && card.y + card.height <= view.height, card.card.id);
    const { title, detail, width, height, facts, strips } = card.face;
    assert.ok((lengthOf(title) + lengthOf(detail)) * letter <= width, title);
    for (const { fact, x, y, height: high, valueX, value } of facts) {
      assert.ok(y >= 0 && y + high <= height, fact.id);
      assert.ok(x + valueX + lengthOf(value) * letter <= width, `${fact.id} ${value}`);
    }
    for (const { chips } of strips) {
      for (const chip of chips) assert.ok(chip.x + chip.width <= width && chip.y + chip.height <= height, chip.text);
    }
  });
}

describe('where things stand in the live picture', () => {
  const picture = pictureOf(waiting, t);
  const page = { width: 1000, letter: 7 };

  it('is three columns, a netFD beside its socket', () => {
    assert.deepEqual(placesOf(layout(picture, page)), [
      'scheduler: 26,26 274×124',
      'netpoll: 363,26 274×58',
      'epoll: 700,26 274×84',
      'goroutine 1: 26,172 274×92',
      'goroutine 18: 26,278 274×92',
      'netFD 6: 363,172 274×124',
      'socket 6: 700,172 274×112',
      'netFD 7: 363,310 274×144',
      'socket 7: 700,310 274×112',
      'wakeups: 700,468 274×52',
    ]);
  });

  it('is the same each time', () => {
    assert.deepEqual(layout(picture, page), layout(pictureOf(waiting, t), page));
  });

  it('leads a line from a goroutine to the word where it waits', () => {
    const view = layout(picture, page);
    const rg = view.cards
      .flatMap(({ y, face }) => face.facts.map(({ fact, y: top, height }) => ({ fact, y: y + top, height })))
      .find(({ fact }) => fact.id === 'fd 6 rg');
    const { path } = view.edges.find(({ edge }) => edge.id === 'waits goroutine 18 fd 6 rg') ?? { path: '' };
    assert.match(path, /^M300 291C/);
    assert.ok(rg && path.endsWith(` 363 ${rg.y + rg.height / 2}`), path);
  });

  it('is one column in a narrow page', () => {
    const view = layout(picture, { width: 400, letter: 7 });
    assert.deepEqual(view.columns, [{ x: 46, width: 348 }]);
    assert.deepEqual([...new Set(view.cards.map(({ x }) => x))], [46]);
  });

  it('is tidy in pages of any width, with many connections and long names', () => {
    const many = Array.from({ length: 40 }, (_, index) => connection(10 + index, 4000, 6000 + index, { local: '[fe80::1:2:3:4]:40000', ready: 'EPOLLIN|EPOLLOUT' })); // prettier-ignore
    const long = goroutine(1, { entry: 'example.com/a/very/long/path.(*Server).Serve.func1', function: 'internal/poll.(*pollDesc).waitRead' }); // prettier-ignore
    const full = pictureOf(model([g0, long, server], [epoll, wakeup, listener, ...many]), t);
    for (const letter of [6, 7.2, 9]) {
      for (const width of [240, 400, 560, 700, 1000, 2000]) assertTidy(layout(full, { width, letter }), letter);
    }
  });

  it('leaves room between the name of an empty list and what says that it is', () => {
    const idle = pictureOf(model([g0, client, server], [epoll]), t);
    for (const width of [240, 560, 700, 1000]) {
      const empty = layout(idle, { width, letter: 7 }).cards.flatMap(({ face: { strips } }) => strips.filter(({ chips }) => chips.length === 0)); // prettier-ignore
      assert.notEqual(empty.length, 0);
      for (const { strip, label, width: room } of empty) {
        assert.ok((lengthOf(label) + lengthOf(strip.empty) + 3) * 7 <= room, `${label} in ${width}`);
      }
    }
  });

  it('cuts texts where the least is lost', () => {
    assert.equal(cut('short', 5), 'short');
    assert.equal(cut('internal/poll.(*FD).Accept', 16), '…ll.(*FD).Accept');
    assert.equal(cut('made runnable by', 8), 'made ru…');
    assert.equal(cut('正在运行', 6), '正在…');
    assert.equal(lengthOf('运行 run'), 8);
  });
});

describe('messages of the live picture', () => {
  it('are taken when they are exactly ours', () => {
    for (const message of [
      { do: 'ready' },
      { do: 'goroutine', value: 18 },
      { do: 'descriptor', value: 0 },
      { do: 'copy', value: 'ss -tlnp' },
      { do: 'variable', value: 'netFD(7).pfd.Sysfd' },
      { do: 'save', format: 'svg', value: '<svg xmlns="x"/>' },
      { do: 'save', format: 'png', value: 'iVBORw0KGgo=' },
    ]) {
      assert.deepEqual(parsePageMessage(message), message);
    }
  });

  it('are refused when they are anything else', () => {
    for (const message of [
      null,
      'ready',
      {},
      { do: 'ready', value: 1 },
      { do: 'goroutine', value: '18' },
      { do: 'goroutine', value: -1 },
      { do: 'descriptor', value: 1.5 },
      { do: 'copy' },
      { do: 'variable', value: 'os.Args' },
      { do: 'copy', value: 'x'.repeat(1000) },
      { do: 'save', format: 'html', value: '<svg />' },
      { do: 'save', format: 'svg', value: '<script>' },
      { do: 'save', format: 'png', value: '<svg />' },
      { do: 'run', value: 'rm' },
    ]) {
      assert.equal(parsePageMessage(message), undefined, JSON.stringify(message));
    }
  });

  it('keep a picture through a reload, and nothing that is none', () => {
    const picture = pictureOf(waiting, t);
    assert.deepEqual(parseSavedPage(JSON.parse(JSON.stringify(savedPage(picture)))), { picture });
    const huge = { ...picture, goroutines: Array.from({ length: 500 }, () => picture.scheduler) };
    assert.equal(savedPage(huge), undefined);
    const spoilt = {
      goroutines: [{}],
      rows: [{ go: null }],
      edges: [{ id: 'x' }],
      notices: [1],
      epoll: {},
      scheduler: null,
      step: '1',
    };
    for (const state of [undefined, null, {}, { picture: {} }, ...Object.entries(spoilt).map(([name, part]) => ({ picture: { ...picture, [name]: part } }))]) {
      assert.equal(parseSavedPage(state), undefined, JSON.stringify(state));
    } // prettier-ignore
  });
});
