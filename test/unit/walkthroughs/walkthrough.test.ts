import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Ajv } from 'ajv';
import { findWalkthrough, loadWalkthrough, loadWalkthroughs } from '../../../engine/session/walkthrough.ts';
import { inRange, languages, stopsOf, WalkthroughError } from '../../../engine/session/walkthroughFormat.ts';

const root = path.join(import.meta.dirname, '../../../walkthroughs');

describe('the walkthroughs of this project', () => {
  const validate = new Ajv({ strict: 'log', logger: false, allowUnionTypes: true })
    .addVocabulary(['enumDescriptions'])
    .compile(JSON.parse(readFileSync(path.join(root, 'walkthrough.schema.json'), 'utf8')) as object);

  for (const walkthrough of loadWalkthroughs(root)) {
    describe(walkthrough.id, () => {
      it('fits the schema', () => {
        validate(JSON.parse(readFileSync(path.join(walkthrough.folder, 'walkthrough.json'), 'utf8')));
        assert.deepEqual(validate.errors ?? [], []);
      });

      it('has prose for every stop in every language', () => {
        for (const language of languages) {
          const { stops, title } = walkthrough.prose[language];
          assert.deepEqual(
            [...stops.keys()],
            walkthrough.stops.map((stop) => stop.id),
          );
          assert.notEqual(title, '');
        }
      });

      it('says something else in Chinese than in English', () => {
        for (const [id, { title, text }] of walkthrough.prose['zh-cn'].stops) {
          const english = walkthrough.prose.en.stops.get(id);
          assert.notEqual(text, english?.text, id);
          assert.notEqual(title, english?.title, id);
          assert.match(text, /\p{Script=Han}/u, id);
          assert.doesNotMatch(`${english?.title} ${english?.text}`, /\p{Script=Han}/u, id);
        }
      });

      it('has one anchor for each stop of a version', () => {
        for (const version of walkthrough.versions.checked) {
          const expected = walkthrough.stops.filter((stop) => inRange(version, stop)).map((stop) => stop.id);
          assert.deepEqual(
            stopsOf(walkthrough, version).map((stop) => stop.id),
            expected,
          );
        }
      });
    });
  }

  it('include the TCP echo, with 45 stops and 6 questions or more in each version', () => {
    const echo = findWalkthrough(root, 'tcp-echo');
    for (const version of ['1.19', '1.21', '1.23', '1.24', '1.27']) {
      const stops = stopsOf(echo, version);
      assert.ok(stops.length >= 45, `${version}: ${stops.length} stops`);
      const questions = stops.filter((stop) => echo.prose.en.stops.get(stop.id)?.question !== undefined);
      assert.ok(questions.length >= 6, `${version}: ${questions.length} questions`);
    }
  });
});

describe('a walkthrough with a fault', () => {
  let folder: string;

  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'netwalk-walkthrough-')), 'tcp-echo');
    cpSync(path.join(root, 'tcp-echo'), folder, { recursive: true });
  });
  afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

  const edit = (file: string, from: string | RegExp, to: string): void => {
    const before = readFileSync(path.join(folder, file), 'utf8');
    const after = before.replace(from, to);
    assert.notEqual(after, before, `${String(from)} is not in ${file}`);
    writeFileSync(path.join(folder, file), after);
  };
  const problems = (): string[] => {
    try {
      loadWalkthrough(folder);
    } catch (error) {
      if (error instanceof WalkthroughError) {
        return error.message.split('\n').map((line) => line.replace(folder + path.sep, ''));
      }
      throw error;
    }
    return [];
  };

  const faults: [name: string, file: string, from: string | RegExp, to: string, expected: RegExp][] = [
    ['is no JSON', 'walkthrough.json', '{', '', /^walkthrough\.json: .*JSON/],
    [
      'has another id',
      'walkthrough.json',
      '"tcp-echo"',
      '"echo"',
      /^walkthrough\.json: id "echo" is not the folder's name, "tcp-echo"$/,
    ],
    [
      'has a field nobody knows',
      'walkthrough.json',
      '"nature": "real"',
      '"natur": "real"',
      /^walkthrough\.json: stop mptcp-probe: "natur" is not known here$/,
    ],
    [
      'names a nature nobody knows',
      'walkthrough.json',
      '"nature": "real"',
      '"nature": "guessed"',
      /^walkthrough\.json: stop mptcp-probe: nature: it must be one of real, executed/,
    ],
    [
      'names a statement in no known way',
      'walkthrough.json',
      '"call socketFunc"',
      '"line 20"',
      /^walkthrough\.json: stop sys-socket: anchor\.statement: "line 20" is not valid$/,
    ],
    [
      'names a goroutine nobody knows',
      'walkthrough.json',
      '"goroutine": "server"',
      '"goroutine": "client"',
      /^walkthrough\.json: stop hand-over: goroutine "client" is not one of main, server, g0$/,
    ],
    [
      'has a stop twice',
      'walkthrough.json',
      '"id": "bind",\n      "chapter"',
      '"id": "listen",\n      "chapter"',
      /^walkthrough\.json: stop "listen" is there twice$/,
    ],
    [
      'has a version without an anchor',
      'walkthrough.json',
      '"until": "1.21"',
      '"until": "1.20"',
      /^walkthrough\.json: stop internet-socket: no anchor fits 1\.20$/,
    ],
    [
      'has a range without versions',
      'walkthrough.json',
      '"until": "1.24"',
      '"since": "1.25", "until": "1.24"',
      /^walkthrough\.json: stop listen-tcp: since 1\.25 until 1\.24 is no version at all$/,
    ],
    [
      'shows a version beside another that does not have the stop',
      'walkthrough.json',
      '"id": "listen-mptcp",',
      '"id": "listen-mptcp", "beside": ["1.19", "1.27"],',
      /^walkthrough\.json: stop listen-mptcp: beside: 1\.19 is not checked, or does not have this stop$/,
    ],
    [
      'holds a goroutine and never lets it go',
      'walkthrough.json',
      '"id": "listen-tcp",',
      '"id": "listen-tcp", "hold": ["server"],',
      /^walkthrough\.json: stop listen-tcp: "server" is held and not let go again$/,
    ],
    [
      'lets a goroutine go that nobody knows',
      'walkthrough.json',
      '"id": "listen-tcp",',
      '"id": "listen-tcp", "release": ["nobody"],',
      /^walkthrough\.json: stop listen-tcp: goroutine "nobody" is not one of /,
    ],
    [
      'has stops of a chapter apart',
      'walkthrough.json',
      '"chapter": "poller"',
      '"chapter": "talk"',
      /^walkthrough\.json: the stops go through the chapters listen, talk, poller/,
    ],
    [
      'runs a program that is not there',
      'walkthrough.json',
      '"main.go",',
      '"other.go",',
      /^walkthrough\.json: there is no other\.go beside it$/,
    ],
    [
      'lacks the prose of a stop',
      'zh-cn.md',
      /^## stop bind:[^]*?(?=^## )/m,
      '',
      /^zh-cn\.md: "## stop bind" is missing$/,
    ],
    [
      'has prose for no stop',
      'en.md',
      '## stop bind:',
      '## stop bound:',
      /^en\.md: "## stop bound" is not in walkthrough\.json$/,
    ],
    [
      'has a heading in no known form',
      'en.md',
      '## stop bind: ',
      '## bind ',
      /^en\.md: "## bind A name for the socket" is neither/,
    ],
    [
      'has a second right choice in one language',
      'zh-cn.md',
      '- [ ] 它的 connect',
      '- [x] 它的 connect',
      /^zh-cn\.md: stop listen: the question or its choices are not those of .*en\.md$/,
    ],
    [
      'has two right choices',
      'en.md',
      '- [ ] Its connect',
      '- [x] Its connect',
      /^en\.md: stop listen: exactly one choice must be right$/,
    ],
    [
      'has a question without an answer',
      'en.md',
      '### answer',
      '### reply',
      /^en\.md: stop sys-socket: behind its text, "### question" and "### answer" are expected$/,
    ],
    [
      'has a link to nowhere',
      'en.md',
      'Step into it:',
      '[Step](#layer) into it:',
      /^en\.md: stop listen-call: the link to "#layer" leads to no stop$/,
    ],
    [
      'has a link that is not https',
      'zh-cn.md',
      '请步入',
      '[请步入](http://example.com)',
      /^zh-cn\.md: stop listen-call: the link to "http:\/\/example\.com" is neither https: nor #stop$/,
    ],
  ];
  for (const [name, file, from, to, expected] of faults) {
    it(`${name}: the message says where`, () => {
      edit(file, from, to);
      const found = problems();
      assert.ok(
        found.some((line) => expected.test(line)),
        `expected ${expected.source}, found:\n${found.join('\n')}`,
      );
    });
  }

  it('is sound before it is broken', () => assert.deepEqual(problems(), []));

  it('does not exist: the message names those that do', () => {
    assert.throws(
      () => findWalkthrough(path.dirname(folder), 'udp'),
      /there is no walkthrough "udp" \(there are: tcp-echo\)/,
    );
    assert.throws(() => loadWalkthrough(path.join(folder, 'nowhere')), /walkthrough\.json: .*ENOENT/);
  });
});
