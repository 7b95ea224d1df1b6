import { viewName } from '../words.ts';
import type { LookAt, Narration, Question } from '../../engine/adapter/events.ts';
import type { Translate } from '../words.ts';
import type { SystemCall } from '../../engine/trace/source.ts';
import { durationText } from '../words.ts';
import { escapeHtml, renderInline, renderMarkdown } from './markdown.ts';

/** Something to look at, with its value in the frame where it is known. */
export interface Seen extends LookAt {
  readonly value?: string;
}

/** What is shown of a narration besides its texts. */
export interface Shown {
  readonly narration: Narration;
  /** The choice that was made; undefined while the question is open. */
  readonly choice: number | undefined;
  readonly lookAt: readonly Seen[];
  /** The last ones before this step: at the end of a long line they are out of sight. */
  readonly calls: readonly Pick<SystemCall, 'text' | 'errno' | 'duration' | 'goid'>[];
  /** `between`: the walk has left this stop; `elsewhere`: it is read without being there; `over`: nothing runs. */
  readonly where: 'here' | 'between' | 'elsewhere' | 'over';
}

/** The narration as HTML. Everything in it is escaped or rendered from markdown without HTML. */
export function narrationHtml(shown: Shown, t: Translate): string {
  const { narration, choice, where } = shown;
  const { question } = narration;
  const isOpen = question !== null && choice === undefined;
  return [
    noticeHtml(where, narration, t),
    `<p class="chapter">${escapeHtml(narration.chapterTitle)}</p>`,
    `<h1 tabindex="-1">${renderInline(narration.title)}</h1>`,
    badgeHtml(narration.nature, t),
    narration.chapterText && `<div class="introduction">${renderMarkdown(narration.chapterText)}</div>`,
    question && questionHtml(question, choice, t),
    isOpen ? '' : renderMarkdown(narration.text),
    isOpen ? '' : lookAtHtml(shown.lookAt, t),
    callsHtml(shown.calls, t),
  ]
    .filter(Boolean)
    .join('\n');
}

/** What a screen reader is told when a stop is reached. */
export function spokenText({ narration, choice }: Shown, t: Translate): string {
  const { index, count, title, question, text } = narration;
  const head = `${t('Stop {0} of {1}', index + 1, count)}: ${title}. `;
  const rest = question && choice === undefined ? `${t('Question')}: ${question.text}` : text;
  return (head + rest).replaceAll(/[`*_]/g, '').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}

/** The first page of a walkthrough, before it has come to a stop. */
export function introductionHtml(
  walkthrough: { title: string; introduction: string; chapters: readonly { title: string }[] },
  t: Translate,
): string {
  const chapters = walkthrough.chapters.map(({ title }) => `<li>${renderInline(title)}</li>`).join('');
  return `<h1 tabindex="-1">${renderInline(walkthrough.title)}</h1>
    ${renderMarkdown(walkthrough.introduction)}
    <h2>${t('Chapters')}</h2><ol>${chapters}</ol>`;
}

/** What is shown of a program that no walkthrough tells about. */
export function untoldHtml(name: string, t: Translate): string {
  const words = t('Nothing is told about this program: step through it with the buttons of the debugger.');
  return `<h1 tabindex="-1">${escapeHtml(name)}</h1><p>${escapeHtml(words)}</p>`;
}

function badgeHtml(nature: Narration['nature'], t: Translate): string {
  const natures: Record<Narration['nature'], [name: string, meaning: string]> = {
    real: [t('real'), t('The Linux kernel does this, on your machine: strace shows the same call.')],
    executed: [t('executed'), t("Go's own source: the line that you see is the line that runs.")],
    mirrored: [
      t('mirrored'),
      t("Netwalk's own scheduler, locks and clock, shown on the lines of Go that they mirror."),
    ],
    observed: [t('observed'), t('The kernel tells this when asked: /proc, TCP_INFO, sock_diag.')],
    inferred: [t('inferred'), t('The kernel does not show this; it follows from what it does show.')],
  };
  const [name, meaning] = natures[nature];
  return `<p class="badge ${nature}" tabindex="0" role="note" aria-label="${escapeHtml(`${name}: ${meaning}`)}"><span class="name">${escapeHtml(name)}</span><span class="meaning" aria-hidden="true">${escapeHtml(meaning)}</span></p>`;
}

function noticeHtml(where: Shown['where'], { index, count }: Narration, t: Translate): string {
  switch (where) {
    case 'here':
      return '';
    case 'between':
      return index + 1 < count
        ? `<p class="notice">${escapeHtml(t('You are between two stops. Next goes on to stop {0} of {1}.', index + 2, count))}</p>`
        : `<p class="notice">${escapeHtml(t('The last stop is behind you.'))}</p>`;
    case 'elsewhere':
      return `<p class="notice">${escapeHtml(t('You are reading stop {0} without being there.', index + 1))} <a href="#" data-do="here">${escapeHtml(t('Back to where the walk stands'))}</a></p>`;
    case 'over':
      return index + 1 < count
        ? `<p class="notice">${escapeHtml(t('Nothing runs now.'))} <a href="#" data-do="resume">${escapeHtml(t('Resume at stop {0} of {1}', index + 1, count))}</a></p>`
        : `<p class="notice">${escapeHtml(t('This walk is at its end.'))} <a href="#" data-do="resume">${escapeHtml(t('Walk it again'))}</a></p>`;
  }
}

function questionHtml(question: Question, choice: number | undefined, t: Translate): string {
  const isOpen = choice === undefined;
  const choices = question.choices.map(({ text, right }, index) => {
    const isChosen = index === choice;
    const state = isOpen ? '' : right ? 'right' : isChosen ? 'wrong' : 'other';
    const words = [isChosen && t('your choice'), right && t('right')].filter(Boolean).join(', ');
    const verdict = isOpen ? '' : `<span class="verdict">${escapeHtml(words)}</span>`;
    return `<li><button type="button" class="choice ${state}" data-do="choose" data-value="${index}"${isOpen ? '' : ' disabled'}><span class="mark" aria-hidden="true">${state === 'right' ? '✓' : state === 'wrong' ? '✗' : ''}</span><span>${renderInline(text)}</span>${verdict}</button></li>`;
  });
  const answer = isOpen
    ? ''
    : `<div class="answer"><h2 tabindex="-1">${question.choices[choice]?.right ? escapeHtml(t('Right')) : escapeHtml(t('Not quite'))}</h2>${renderMarkdown(question.answer)}</div>`;
  return `<section class="question" aria-label="${escapeHtml(t('Question'))}">${renderMarkdown(question.text)}<ol class="choices">${choices.join('')}</ol>${answer}</section>`;
}

function lookAtHtml(lookAt: readonly Seen[], t: Translate): string {
  if (lookAt.length === 0) return '';
  const rows = lookAt.map(({ view, expression, value }) => {
    const what = expression === undefined ? '' : `<code>${escapeHtml(expression)}</code>`;
    const is = value === undefined ? '' : ` = <code class="value">${escapeHtml(value)}</code>`;
    return `<li><span class="view">${escapeHtml(viewName(view, t))}</span> ${what}${is}</li>`;
  });
  return `<section class="look" aria-label="${escapeHtml(t('Look at'))}"><h2>${escapeHtml(t('Look at'))}</h2><ul>${rows.join('')}</ul></section>`;
}

function callsHtml(calls: Shown['calls'], t: Translate): string {
  if (calls.length === 0) return '';
  const rows = calls.map(({ text, errno, duration, goid }) => {
    const who = goid === 0 ? 'g0' : t('goroutine {0}', goid);
    const after = `${durationText(duration)} · ${who}`;
    return `<li><code${errno === 0 ? '' : ' class="failed"'}>${escapeHtml(text)}</code> <span class="who">${escapeHtml(after)}</span></li>`;
  });
  const heading = escapeHtml(t('Last system calls'));
  return `<section class="calls" aria-label="${heading}"><h2>${heading}</h2><ul>${rows.join('')}</ul></section>`;
}
