import assert from 'node:assert/strict';
import { Answers } from '../../../extension/narration/answers.ts';
import { renderMarkdown } from '../../../extension/narration/markdown.ts';
import { parsePageMessage, parseSavedPage } from '../../../extension/narration/messages.ts';
import { introductionHtml, narrationHtml, spokenText, type Shown } from '../../../extension/narration/narrationHtml.ts';
import { pageHtml } from '../../../extension/narration/pageHtml.ts';
import { Player } from '../../../extension/narration/player.ts';
import { readingTime } from '../../../extension/narration/readingTime.ts';
import { asking, narration, t } from './data.ts';

const shown = (more: Partial<Shown> = {}): Shown => ({
  narration,
  choice: undefined,
  lookAt: [],
  calls: [],
  where: 'here',
  ...more,
});

describe('markdown', () => {
  it('renders what prose may have', () => {
    assert.equal(renderMarkdown('**a** _b_ `c<d`'), '<p><strong>a</strong> <em>b</em> <code>c&lt;d</code></p>\n');
    assert.match(renderMarkdown('[x](https://go.dev)'), /<a href="https:\/\/go\.dev">x<\/a>/);
    assert.match(renderMarkdown('[x](#accept4)'), /<a href="#accept4" data-do="read" data-value="accept4">/);
  });

  it('lets nothing through that runs or loads', () => {
    const html = renderMarkdown(
      '<img src=x onerror=alert(1)> <script>x</script>\n\n![p](https://a/b.png) [a](javascript:x) [b](command:x) [c](http://x) [d](file:///x) [e](#A" onclick="x)',
    );
    assert.doesNotMatch(html, /<(img|script)|href="(javascript|command|http:|file)|<a [^>]*onclick/);
  });
});

describe('a narration', () => {
  it('has heading, kind of truth, and text', () => {
    const html = narrationHtml(shown(), t);
    assert.match(html, /<h1 tabindex="-1">Both <code>flags<\/code><\/h1>/);
    assert.match(html, /class="badge real"[^>]*aria-label="real: The Linux kernel does this/);
    assert.match(html, /The <strong>first<\/strong> call/);
    assert.doesNotMatch(html, /notice|question/);
  });

  it('asks before it tells', () => {
    const open = narrationHtml(shown({ narration: asking }), t);
    assert.match(open, /data-do="choose" data-value="1"/);
    assert.doesNotMatch(open, /first|fork<\/em>|class="choice right/);
    assert.doesNotMatch(spokenText(shown({ narration: asking }), t), /first/);

    const wrong = narrationHtml(shown({ narration: asking, choice: 0 }), t);
    assert.match(wrong, /Not quite/);
    assert.match(wrong, /class="choice wrong"[^>]*disabled/);
    assert.match(wrong, /Because of <em>fork<\/em>/);
    assert.match(wrong, /<strong>first<\/strong>/);
    assert.match(narrationHtml(shown({ narration: asking, choice: 1 }), t), /<h2 tabindex="-1">Right<\/h2>/);
  });

  it('says where one is', () => {
    assert.match(narrationHtml(shown({ where: 'between' }), t), /Next goes on to stop 13 of 55/);
    assert.match(narrationHtml(shown({ where: 'elsewhere' }), t), /data-do="here"/);
    assert.match(narrationHtml(shown({ where: 'over' }), t), /Resume at stop 12 of 55/);
    const last = { ...narration, index: 54 };
    assert.match(narrationHtml(shown({ where: 'over', narration: last }), t), /Walk it again/);
  });

  it('shows values escaped', () => {
    const lookAt = [{ view: 'variable', expression: 'a<b', value: '"<script>"' }];
    const html = narrationHtml(shown({ lookAt }), t);
    assert.match(html, /<code>a&lt;b<\/code> = <code class="value">&quot;&lt;script&gt;&quot;<\/code>/);
  });

  it('shows the last system calls, and which failed', () => {
    const calls = [
      { text: 'socket(AF_INET, 1, 0) = 7', errno: 0, duration: 3, goid: 1 },
      { text: 'read(7, "<", 9) = -1 EAGAIN', errno: 11, duration: 1200, goid: 0 },
    ];
    const html = narrationHtml(shown({ calls }), t);
    assert.match(html, /<code>socket\(AF_INET, 1, 0\) = 7<\/code> <span class="who">3 µs · goroutine 1</);
    assert.match(html, /<code class="failed">read\(7, &quot;&lt;&quot;, 9\) = -1 EAGAIN<\/code> .*1\.2 ms · g0/);
    assert.doesNotMatch(narrationHtml(shown(), t), /Last system calls/);
  });

  it('is told to a screen reader without marks', () => {
    assert.equal(spokenText(shown(), t), 'Stop 12 of 55: Both flags. The first call. See there.');
  });

  it('begins with an introduction', () => {
    const html = introductionHtml({ title: 'A', introduction: 'b', chapters: [{ title: 'c & d' }] }, t);
    assert.match(html, /<h1 tabindex="-1">A<\/h1>[^]*<li>c &amp; d<\/li>/);
  });

  it('takes longer to read when it is longer, in both languages', () => {
    const long = { ...narration, text: 'word '.repeat(200) };
    assert.ok(Math.abs(readingTime(long) - 62_000) < 5000);
    assert.ok(readingTime({ ...narration, text: '字'.repeat(350) }) > 60_000);
    assert.ok(readingTime(narration) < 6000);
  });
});

describe('the page', () => {
  it('runs nothing but our script', () => {
    const html = pageHtml({ source: 'SOURCE', script: 's.js', style: 's.css', nonce: 'N', language: 'en' }, t);
    assert.match(html, /content="default-src 'none'; style-src SOURCE; script-src 'nonce-N';"/);
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.doesNotMatch(html, / style=| on[a-z]+=/);
  });

  it('is listened to only when it says what it may', () => {
    assert.deepEqual(parsePageMessage({ do: 'next' }), { do: 'next' });
    assert.deepEqual(parsePageMessage({ do: 'speed', value: 2 }), { do: 'speed', value: 2 });
    assert.deepEqual(parsePageMessage({ do: 'read', value: 'accept4' }), { do: 'read', value: 'accept4' });
    assert.deepEqual(parsePageMessage({ do: 'choose', value: 0 }), { do: 'choose', value: 0 });
    for (const bad of [
      null,
      'next',
      {},
      { do: 'constructor' },
      { do: 'next', value: 1 },
      { do: 'speed', value: 3 },
      { do: 'read', value: '../x' },
      { do: 'choose', value: -1 },
      { do: 'choose', value: '0' },
    ]) {
      assert.equal(parsePageMessage(bad), undefined, JSON.stringify(bad));
    }
  });

  it('restores only what it had kept', () => {
    assert.deepEqual(parseSavedPage({ narration: asking, choice: 1 }), { narration: asking, choice: 1 });
    assert.equal(parseSavedPage(undefined), undefined);
    assert.equal(parseSavedPage({ narration: { ...narration, nature: 'x' } }), undefined);
    assert.equal(parseSavedPage({ narration: { ...narration, text: 1 } }), undefined);
    assert.equal(parseSavedPage({ narration: { ...narration, question: { text: 'a' } } }), undefined);
  });
});

describe('answers', () => {
  it('close their question, and only choices that exist count', () => {
    const answers = new Answers();
    assert.ok(answers.isOpen(asking));
    assert.ok(!answers.isOpen(narration));
    answers.choose(asking, 2);
    assert.ok(answers.isOpen(asking));
    answers.choose(asking, 0);
    assert.equal(answers.of(asking), 0);
    assert.ok(!answers.isOpen(asking));
  });
});

describe('playing', () => {
  const soon = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

  it('goes on after a while, faster at a higher speed, and not while it is paused or asked', async () => {
    let steps = 0;
    const player = new Player(() => steps++);
    player.stopped(20);
    await soon(60);
    assert.equal(steps, 0, 'it was not started');
    player.play();
    await soon(80);
    assert.equal(steps, 1);
    player.asked();
    await soon(60);
    assert.equal(steps, 1, 'a question is open');
    player.stopped(100_000);
    player.speed = 4;
    await soon(30);
    assert.equal(steps, 1);
    player.stopped(40);
    await soon(80);
    assert.equal(steps, 2);
    player.stopped(20);
    player.pause();
    await soon(60);
    assert.equal(steps, 2, 'it was paused');
    player.dispose();
  });
});
