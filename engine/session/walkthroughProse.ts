import { WalkthroughError, type Problem } from './walkthroughFormat.ts';

/** A question that is asked before the text of its stop is shown. */
export interface Question {
  readonly text: string;
  readonly choices: readonly Choice[];
  /** Shown after the choice, whatever it was. */
  readonly answer: string;
}

export interface Choice {
  readonly text: string;
  readonly right: boolean;
}

/** A title and markdown. */
export interface Section {
  readonly title: string;
  readonly text: string;
}

export interface StopProse extends Section {
  readonly question?: Question;
}

/** The prose of a walkthrough in one language; both maps are in the order of the file. */
export interface Prose {
  readonly file: string;
  readonly title: string;
  readonly introduction: string;
  readonly chapters: ReadonlyMap<string, Section>;
  readonly stops: ReadonlyMap<string, StopProse>;
  /** The headings in the order of the file: `chapter listen`, `stop sys-socket`. */
  readonly headings: readonly string[];
}

/** Reads the markdown of one language; its form is described in walkthroughs/README.md. */
export function parseProse(file: string, markdown: string): Prose {
  const problems: Problem[] = [];
  const [head = '', ...parts] = markdown.split(/^## /m);
  const [, title = '', introduction = ''] = /^# (.+)\n([^]*)$/.exec(head.trim() + '\n') ?? [];
  if (title === '') problems.push({ file, message: 'it must begin with "# Title"' });

  const chapters = new Map<string, Section>();
  const stops = new Map<string, StopProse>();
  const headings: string[] = [];
  for (const part of parts) {
    const [heading = '', body = ''] = splitOnce(part, '\n');
    const [, kind, id = '', sectionTitle = ''] = /^(chapter|stop) ([a-z0-9-]+): (.+)$/.exec(heading) ?? [];
    if (kind === undefined) {
      problems.push({ file, message: `"## ${heading}" is neither "## chapter ID: title" nor "## stop ID: title"` });
      continue;
    }
    const sections: Map<string, Section> = kind === 'stop' ? stops : chapters;
    if (sections.has(id)) problems.push({ file, message: `"## ${kind} ${id}" is there twice` });
    headings.push(`${kind} ${id}`);
    if (kind === 'chapter') chapters.set(id, { title: sectionTitle, text: body.trim() });
    else stops.set(id, parseStop(file, id, sectionTitle, body, problems));
  }
  if (problems.length > 0) throw new WalkthroughError(problems);
  return { file, title, introduction: introduction.trim(), chapters, stops, headings };
}

function parseStop(file: string, stop: string, title: string, body: string, problems: Problem[]): StopProse {
  const [text, ...parts] = body.split(/^### /m) as [string, ...string[]];
  const section = { title, text: text.trim() };
  if (parts.length === 0) return section;

  const [question, answer] = parts.map((part) => splitOnce(part, '\n'));
  if (parts.length !== 2 || question?.[0].trim() !== 'question' || answer?.[0].trim() !== 'answer') {
    problems.push({ file, stop, message: 'behind its text, "### question" and "### answer" are expected' });
    return section;
  }
  const lines = question[1].trim().split('\n');
  const choiceLine = /^- \[([ x])\] (.+)$/;
  return {
    ...section,
    question: {
      text: lines
        .filter((line) => !choiceLine.test(line))
        .join('\n')
        .trim(),
      choices: lines.flatMap((line) => {
        const [, mark, choice] = choiceLine.exec(line) ?? [];
        return choice === undefined ? [] : [{ text: choice, right: mark === 'x' }];
      }),
      answer: answer[1].trim(),
    },
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
