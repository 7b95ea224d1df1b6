import {
  compareVersions,
  inRange,
  type Language,
  type Manifest,
  type Problem,
  type VersionRange,
} from './walkthroughFormat.ts';
import type { Prose, StopProse } from './walkthroughProse.ts';

/** Names that must be there, be unique and stand in order. */
export function checkStops(file: string, manifest: Manifest, folderName: string): Problem[] {
  const problems: Problem[] = [];
  if (manifest.id !== folderName) {
    problems.push({ file, message: `id "${manifest.id}" is not the folder's name, "${folderName}"` });
  }
  const stopIds = manifest.stops.map((stop) => stop.id);
  const goroutineNames = manifest.goroutines.map((goroutine) => goroutine.name);
  for (const [what, names] of [
    ['chapter', manifest.chapters],
    ['stop', stopIds],
    ['goroutine', [...goroutineNames, 'g0']],
  ] as const) {
    for (const twice of names.filter((name, index) => names.indexOf(name) !== index)) {
      problems.push({ file, message: `${what} "${twice}" is there twice` });
    }
  }

  const used = manifest.stops.map((stop) => stop.chapter).filter((chapter, index, all) => chapter !== all[index - 1]);
  if (used.join() !== manifest.chapters.join()) {
    problems.push({
      file,
      message: `the stops go through the chapters ${used.join(', ')}; chapters lists ${manifest.chapters.join(', ')}`,
    });
  }
  for (const { id, goroutine } of manifest.stops) {
    if (goroutine !== undefined && goroutine !== 'g0' && !goroutineNames.includes(goroutine)) {
      problems.push({
        file,
        stop: id,
        message: `goroutine "${goroutine}" is not one of ${goroutineNames.join(', ')}, g0`,
      });
    }
  }
  problems.push(...checkHolds(file, manifest, goroutineNames));
  return problems;
}

/** What is held is known, and let go again by a stop that cannot be missed. */
function checkHolds(file: string, { stops }: Manifest, goroutineNames: readonly string[]): Problem[] {
  return stops.flatMap(({ id, hold = [], release = [], mayBeSkipped }, index) => {
    const problems: Problem[] = [];
    const complain = (message: string): void => void problems.push({ file, stop: id, message });
    for (const name of [...hold, ...release]) {
      if (!goroutineNames.includes(name)) complain(`goroutine "${name}" is not one of ${goroutineNames.join(', ')}`);
    }
    const later = stops.slice(index + 1).filter((stop) => !stop.mayBeSkipped);
    for (const name of hold) {
      if (!later.some((stop) => stop.release?.includes(name))) complain(`"${name}" is held and not let go again`);
    }
    if (release.length > 0 && mayBeSkipped) complain('a stop that lets go may not be skipped');
    return problems;
  });
}

/** Version ranges that are not empty, and one anchor for each version in which a stop exists. */
export function checkAnchors(file: string, { stops, versions }: Manifest): Problem[] {
  return stops.flatMap(({ id, anchors, ...stop }) => {
    const problems: Problem[] = [];
    const ranges: VersionRange[] = [stop, ...anchors];
    for (const { since, until } of ranges) {
      if (since !== undefined && until !== undefined && compareVersions(since, until) >= 0) {
        problems.push({ file, stop: id, message: `since ${since} until ${until} is no version at all` });
      }
    }
    const asked = [
      versions.since,
      ...versions.checked,
      ...ranges.flatMap((range) => [range.since ?? [], range.until ?? []]).flat(),
    ];
    const without = [...new Set(asked)].filter(
      (version) =>
        compareVersions(version, versions.since) >= 0 &&
        inRange(version, stop) &&
        !anchors.some((anchor) => inRange(version, anchor)),
    );
    if (without.length > 0) problems.push({ file, stop: id, message: `no anchor fits ${without.join(', ')}` });
    for (const version of stop.beside ?? []) {
      if (!versions.checked.includes(version) || !inRange(version, stop)) {
        problems.push({ file, stop: id, message: `beside: ${version} is not checked, or does not have this stop` });
      }
    }
    return problems;
  });
}

/** The same headings, questions and choices in every language, nothing empty, and links that lead somewhere. */
export function checkProse(
  manifest: Manifest,
  languages: readonly Language[],
  prose: Readonly<Record<Language, Prose>>,
): Problem[] {
  const expected = manifest.chapters.flatMap((chapter) => [
    `chapter ${chapter}`,
    ...manifest.stops.filter((stop) => stop.chapter === chapter).map((stop) => `stop ${stop.id}`),
  ]);
  const first = prose[languages[0]];
  return languages.flatMap((language) => {
    const text = prose[language];
    return [
      ...checkHeadings(text, expected),
      ...checkSections(text, new Set(manifest.stops.map((stop) => stop.id))),
      ...checkQuestions(text, first),
    ];
  });
}

function checkHeadings({ file, headings }: Prose, expected: readonly string[]): Problem[] {
  const missing = expected.filter((heading) => !headings.includes(heading));
  const unknown = headings.filter((heading) => !expected.includes(heading));
  const problems = [
    ...missing.map((heading) => ({ file, message: `"## ${heading}" is missing` })),
    ...unknown.map((heading) => ({ file, message: `"## ${heading}" is not in walkthrough.json` })),
  ];
  const at = expected.findIndex((heading, index) => heading !== headings[index]);
  if (problems.length === 0 && at >= 0) {
    problems.push({ file, message: `"## ${headings[at]}" stands where "## ${expected[at]}" is expected` });
  }
  return problems;
}

function checkSections({ file, introduction, chapters, stops }: Prose, stopIds: ReadonlySet<string>): Problem[] {
  const problems: Problem[] = [];
  if (introduction === '') problems.push({ file, message: 'it has no introduction' });
  problems.push(...badLinks(introduction, stopIds).map((message) => ({ file, message })));
  for (const [id, { text }] of chapters) {
    if (text === '') problems.push({ file, message: `chapter ${id} has no text` });
    problems.push(...badLinks(text, stopIds).map((message) => ({ file, message: `chapter ${id}: ${message}` })));
  }
  for (const [stop, { text, question }] of stops) {
    if (text === '') problems.push({ file, stop, message: 'it has no text' });
    const all = [text, question?.text, question?.answer].join('\n');
    problems.push(...badLinks(all, stopIds).map((message) => ({ file, stop, message })));
  }
  return problems;
}

function badLinks(text: string, stopIds: ReadonlySet<string>): string[] {
  return [...text.matchAll(/\[[^\]]*\]\(([^)]*)\)/g)].flatMap(([, target = '']) => {
    if (/^https:\/\/[^\s]+$/.test(target)) return [];
    if (!target.startsWith('#')) return [`the link to "${target}" is neither https: nor #stop`];
    return stopIds.has(target.slice(1)) ? [] : [`the link to "${target}" leads to no stop`];
  });
}

function checkQuestions({ file, stops }: Prose, first: Prose): Problem[] {
  const problems: Problem[] = [];
  for (const [stop, { question }] of stops) {
    const original = first.stops.get(stop);
    if (original !== undefined && shape({ question }) !== shape(original)) {
      problems.push({ file, stop, message: `the question or its choices are not those of ${first.file}` });
    }
    if (question === undefined) continue;
    if (question.text === '') problems.push({ file, stop, message: 'its question has no text' });
    if (question.answer === '') problems.push({ file, stop, message: 'its answer is empty' });
    if (question.choices.length < 2) problems.push({ file, stop, message: 'its question needs two choices or more' });
    if (question.choices.filter((choice) => choice.right).length !== 1) {
      problems.push({ file, stop, message: 'exactly one choice must be right' });
    }
  }
  return problems;
}

/** `.x.` for three choices of which the second is right. */
function shape({ question }: { readonly question?: StopProse['question'] | undefined }): string {
  return question === undefined ? 'none' : question.choices.map((choice) => (choice.right ? 'x' : '.')).join('');
}
