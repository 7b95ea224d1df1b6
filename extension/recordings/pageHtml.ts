import path from 'node:path';
import type { RecordingSummary } from '../../engine/session/recordingSummary.ts';
import { stopsIn, type CatalogueEntry } from '../catalogue.ts';
import { escapeHtml } from '../narration/markdown.ts';
import { durationText, type Translate } from '../words.ts';

/** What a page about a recording needs beside what the recording says. */
export interface PageContext {
  readonly name: string;
  /** The `command:` address that plays it. */
  readonly replay: string;
  readonly catalogue: readonly CatalogueEntry[];
  /** VS Code's language, for dates and numbers. */
  readonly locale: string;
  readonly t: Translate;
}

/** What a recording is, as HTML. A file may hold anything: all of it is escaped. */
export function recordingHtml(summary: RecordingSummary, context: PageContext): string {
  const { t, replay } = context;
  const { kind, title, way } = subjectOf(summary, context);
  return `<main>
<p class="kind">${escapeHtml(kind)}</p>
<h1>${escapeHtml(title)}</h1>
${noticesOf(summary, t).map(noticeHtml).join('\n')}
<p><a class="button" href="${escapeHtml(replay)}"><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z"/></svg>${escapeHtml(t('Replay'))}</a></p>
<p class="way">${escapeHtml(way)}</p>
<dl>
${factsOf(summary, context)
  .map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`)
  .join('\n')}
</dl>
</main>`;
}

/** What is shown of a file that cannot be played; `why` is what the engine says, or VS Code. */
export function unreadableHtml(why: string, { name, t }: Pick<PageContext, 'name' | 't'>): string {
  const what = t('This file cannot be replayed: it is no recording of Netwalk’s, it is damaged, or another version of Netwalk made it.'); // prettier-ignore
  return `<main>
<h1>${escapeHtml(name)}</h1>
${noticeHtml(what)}
<p class="way">${escapeHtml(why)}</p>
</main>`;
}

const noticeHtml = (text: string): string => `<p class="notice" role="alert">${escapeHtml(text)}</p>`;

/** What was recorded, and what playing it is. */
function subjectOf(
  { header }: RecordingSummary,
  { catalogue, t }: PageContext,
): Record<'kind' | 'title' | 'way', string> {
  if ('process' in header) {
    const { program, pid } = header.process;
    return {
      kind: t('Recording of a real process'),
      title: `${path.basename(program)} (${pid})`,
      way: t(
        'Replay walks through its system calls with their Go stacks, forwards and backwards. Nothing is executed.',
      ),
    };
  }
  const { program, goVersion } = header;
  const way = t('Replay executes the same source of Go {0} again, with what the kernel answered then, forwards and backwards. No system call is made.', goVersion); // prettier-ignore
  if ('walkthrough' in program) {
    const entry = catalogue.find(({ id }) => id === program.walkthrough);
    return { kind: t('Recording of a walkthrough'), title: entry?.title ?? program.walkthrough, way };
  }
  if ('session' in program) return { kind: t('Recording of a session'), title: `netwalk ${program.session}`, way };
  const names = program.files.map(({ name }) => name).join(', ');
  const needs = t('It needs the program as it was: {0}.', names);
  return { kind: t('Recording of a program'), title: names, way: `${way} ${needs}` };
}

/** What is not as one would expect. */
function noticesOf({ end, lost }: RecordingSummary, t: Translate): string[] {
  if (end === null && lost === 0) return [t('The recording has no end: it was cut off, or is still being made. It can be replayed as far as it goes.')]; // prettier-ignore
  if (lost === 0) return [];
  return [t('The recording is cut off or damaged: its last {0} bytes cannot be used. It can be replayed up to there.', lost)]; // prettier-ignore
}

function factsOf(
  { header, calls, microseconds, end, size }: RecordingSummary,
  { catalogue, locale, t }: PageContext,
): [name: string, value: string][] {
  const { goVersion, made, system, architecture, engine } = header;
  const number = (value: number): string => value.toLocaleString(locale);
  const args = 'process' in header ? header.process.args : header.args;
  const facts: [string, string][] = [
    ['Go', goVersion],
    [t('Recorded'), new Date(made).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'medium' })],
    [t('On'), `${system}, ${architecture}, Netwalk ${engine}`],
    [t('Executable'), 'process' in header ? header.process.program : ''],
    [t('Arguments'), args.join(' ')],
    [t('Stops'), stopsText(header, catalogue)],
    [t('System calls'), number(calls)],
    [t('Length'), durationText(microseconds)],
    [t('End'), end === null ? '' : endText(end, t)],
    [t('File'), t('{0} bytes', number(size))],
  ];
  return facts.filter(([, value]) => value !== '');
}

/** How many a walkthrough has in the version that was recorded. */
function stopsText(header: RecordingSummary['header'], catalogue: PageContext['catalogue']): string {
  if ('process' in header || !('walkthrough' in header.program)) return '';
  const { walkthrough } = header.program;
  const chapters = catalogue.find(({ id }) => id === walkthrough)?.chapters;
  return chapters ? `${stopsIn(chapters.flatMap(({ stops }) => stops), header.goVersion).length}` : ''; // prettier-ignore
}

function endText({ status, reason }: NonNullable<RecordingSummary['end']>, t: Translate): string {
  if (reason === 'let go') return t('it was let go of, and ran on');
  if (reason === 'exec') return t('it executed another program');
  return t('status {0}', status);
}
