import fs from 'node:fs';
import path from 'node:path';
import type { Language } from './words.ts';

export interface CatalogueStop {
  readonly id: string;
  readonly title: string;
  /** Versions of Go that have it: from `since` on, before `until`. */
  readonly since?: string;
  readonly until?: string;
}

export interface CatalogueChapter {
  readonly id: string;
  readonly title: string;
  readonly stops: readonly CatalogueStop[];
}

/** A walkthrough as the tree and the palette list it: titles only. The engine reads and checks the rest when it starts. */
export interface CatalogueEntry {
  readonly id: string;
  readonly order: number;
  /** How long a reader needs, about. */
  readonly minutes: number;
  readonly title: string;
  readonly introduction: string;
  /** What the machine must allow: io_uring. */
  readonly needs: readonly string[];
  /** The version of Go that runs when nothing else is asked for. */
  readonly goVersion: string;
  /** The program that runs. */
  readonly program: string;
  /** The prose in the reader's language. */
  readonly prose: string;
  readonly chapters: readonly CatalogueChapter[];
}

/** The walkthroughs below a folder in the order of the curriculum; a folder that cannot be read is left out. */
export function readCatalogue(root: string, language: Language): CatalogueEntry[] {
  if (!fs.existsSync(root)) return [];
  return fs
    .readdirSync(root)
    .flatMap((name) => readEntry(path.join(root, name), language) ?? [])
    .sort((left, right) => left.order - right.order || left.id.localeCompare(right.id));
}

interface Manifest {
  order: number;
  minutes: number;
  program: string;
  needs?: string[];
  versions: { checked: string[] };
  chapters: { id: string }[];
  stops: { id: string; chapter: string; since?: string; until?: string }[];
}

function readEntry(folder: string, language: Language): CatalogueEntry | undefined {
  try {
    const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'walkthrough.json'), 'utf8')) as Manifest;
    const prose = path.join(folder, `${language}.md`);
    const markdown = fs.readFileSync(prose, 'utf8');
    const titles = headings(markdown);
    const title = (kind: string, id: string): string => titles.get(`${kind} ${id}`) ?? id;
    return {
      id: path.basename(folder),
      order: manifest.order,
      minutes: manifest.minutes,
      title: /^# (.+)/m.exec(markdown)?.[1] ?? path.basename(folder),
      introduction: /^# .+\n([^]*?)(?=^## |$(?![^]))/m.exec(markdown)?.[1]?.trim() ?? '',
      needs: manifest.needs ?? [],
      goVersion: manifest.versions.checked[0] ?? '',
      program: path.join(folder, manifest.program),
      prose,
      chapters: manifest.chapters.map(({ id }) => ({
        id,
        title: title('chapter', id),
        stops: manifest.stops
          .filter(({ chapter }) => chapter === id)
          .map(({ id: stop, since, until }) => ({
            id: stop,
            title: title('stop', stop),
            ...(since === undefined ? {} : { since }),
            ...(until === undefined ? {} : { until }),
          })),
      })),
    };
  } catch {
    return undefined;
  }
}

/** All stops that a version of Go has, `1.19` or `go1.24.3`. */
export function stopsIn(stops: readonly CatalogueStop[], goVersion: string): CatalogueStop[] {
  const version = goVersion.replace(/^go/, '');
  const isBefore = (other: string): boolean => version.localeCompare(other, 'en', { numeric: true }) < 0;
  return stops.filter(
    ({ since, until }) => (since === undefined || !isBefore(since)) && (until === undefined || isBefore(until)),
  );
}

/** Titles by `chapter ID` and `stop ID`, as walkthroughs/README.md writes headings. */
function headings(markdown: string): Map<string, string> {
  return new Map(
    [...markdown.matchAll(/^## (chapter|stop) ([a-z0-9-]+): (.+)$/gm)].map(([, kind, id, title]) => [
      `${kind} ${id}`,
      title ?? '',
    ]),
  );
}
