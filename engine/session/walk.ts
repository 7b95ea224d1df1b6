/** A walkthrough along a run: its stops become marks of the trace, its prose becomes narrations. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Narration } from '../adapter/events.ts';
import type { Walk } from '../adapter/host.ts';
import type { Place, TraceSource } from '../trace/source.ts';
import { sidesOf } from './beside.ts';
import { languages, stopsOf, type Language, type StopOfVersion, type Walkthrough } from './walkthroughFormat.ts';

/** `zh-cn` for any Chinese locale as VS Code or an environment names it (`zh-CN`, `zh_CN.UTF-8`), else `en`. */
export function languageOf(locale: string): Language {
  const [short = ''] = locale.toLowerCase().split(/[-_.]/);
  return languages.find((language) => language.split('-')[0] === short) ?? 'en';
}

/**
 * Sets the stops that this version of Go has as marks. With `ownFile` the program is somebody's own, made from the walkthrough's, whose file has
 * that base name: its stops are found by the statements that are still there, and what does not match is passed over.
 */
export async function prepareWalk(walkthrough: Walkthrough, trace: TraceSource, ownFile?: string): Promise<Walk> {
  const { goVersion } = await trace.describe();
  const stops = stopsOf(walkthrough, goVersion);
  const original = readFileSync(path.join(walkthrough.folder, walkthrough.program), 'latin1');
  const isOwn = (file: string): boolean => ownFile !== undefined && file === walkthrough.program;
  const marks = stops.map(({ id, anchor, visit, goroutine, mayBeSkipped, hold, release }) => ({
    id,
    anchor: {
      file: isOwn(anchor.file) ? (ownFile ?? anchor.file) : anchor.file,
      func: anchor.func,
      statement: anchor.statement,
      ...(anchor.occurrence === undefined ? {} : { occurrence: anchor.occurrence }),
    },
    visit,
    mayBeSkipped,
    ...(isOwn(anchor.file) ? { isLandmark: true, original } : {}),
    ...(goroutine === undefined ? {} : { goroutine }),
    ...(hold === undefined ? {} : { hold: [...hold] }),
    ...(release === undefined ? {} : { release: [...release] }),
  }));
  const names = walkthrough.goroutines.map(({ name, function: entry }) => ({ name, function: entry }));
  const resolved = await trace.setMarks(marks, names);
  const places = new Map(resolved.map(({ id, place }) => [id, place]));
  const isThere = ({ id }: StopOfVersion): boolean => (places.get(id) ?? null) !== null;
  if (ownFile !== undefined) {
    const [there, missing] = [stops.filter(isThere), stops.filter((stop) => !isThere(stop))];
    return {
      narrations: (locale) => narrations(walkthrough, there, places, languageOf(locale)),
      missing: (locale) => narrations(walkthrough, missing, places, languageOf(locale)).map(({ title }) => title),
      problems: [],
    };
  }
  return {
    narrations: (locale) => narrations(walkthrough, stops, places, languageOf(locale)),
    problems: resolved.flatMap(({ id, place, problem }) =>
      place === null ? [`walkthrough ${walkthrough.id}, stop ${id}: ${problem}`] : [],
    ),
  };
}

/** What a walkthrough says at its stops, in their order; `places` by the stops' ids. */
export function narrations(
  walkthrough: Walkthrough,
  stops: readonly StopOfVersion[],
  places: ReadonlyMap<string, Place | null>,
  language: Language,
): Narration[] {
  const prose = walkthrough.prose[language];
  return stops.map((stop, index): Narration => {
    const told = prose.stops.get(stop.id);
    const chapter = prose.chapters.get(stop.chapter);
    const opensChapter = stops[index - 1]?.chapter !== stop.chapter;
    const beside = sidesOf(stop);
    return {
      walkthrough: walkthrough.id,
      walkthroughTitle: prose.title,
      stop: stop.id,
      index,
      count: stops.length,
      chapter: stop.chapter,
      chapterTitle: chapter?.title ?? '',
      chapterText: opensChapter ? (chapter?.text ?? '') : '',
      title: told?.title ?? '',
      text: told?.text ?? '',
      nature: stop.nature,
      place: places.get(stop.id) ?? null,
      question: told?.question === undefined ? null : (structuredClone(told.question) as Narration['question']),
      lookAt: stop.lookAt.map((view) => ({ ...view })),
      ...(beside === null ? {} : { beside }),
    };
  });
}
