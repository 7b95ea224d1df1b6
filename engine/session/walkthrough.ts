import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../trace/messageOf.ts';
import { checkAnchors, checkProse, checkStops } from './walkthroughChecks.ts';
import { languages, WalkthroughError, type Language, type Walkthrough } from './walkthroughFormat.ts';
import { parseManifest } from './walkthroughManifest.ts';
import { parseProse, type Prose } from './walkthroughProse.ts';

/** Reads and checks the walkthrough of one folder; throws a WalkthroughError that lists all that is wrong. */
export function loadWalkthrough(folder: string): Walkthrough {
  const manifestFile = path.join(folder, 'walkthrough.json');
  const manifest = parseManifest(manifestFile, readText(manifestFile));
  const prose = Object.fromEntries(languages.map((language) => [language, readProse(folder, language)])) as Record<
    Language,
    Prose
  >;
  const problems = [
    ...checkStops(manifestFile, manifest, path.basename(path.resolve(folder))),
    ...checkAnchors(manifestFile, manifest),
    ...checkProse(manifest, languages, prose),
  ];
  if (!existsSync(path.join(folder, manifest.program))) {
    problems.push({ file: manifestFile, message: `there is no ${manifest.program} beside it` });
  }
  if (problems.length > 0) throw new WalkthroughError(problems);
  return { ...manifest, folder, prose };
}

/** The walkthroughs below a folder, in the order of the curriculum. Only what is there is listed; a broken one throws. */
export function loadWalkthroughs(root: string): Walkthrough[] {
  return walkthroughFolders(root)
    .map(loadWalkthrough)
    .sort((left, right) => left.order - right.order || left.id.localeCompare(right.id));
}

/** The walkthrough of that name, or an error that names those there are. */
export function findWalkthrough(root: string, id: string): Walkthrough {
  const folders = walkthroughFolders(root);
  const folder = folders.find((candidate) => path.basename(candidate) === id);
  if (folder !== undefined) return loadWalkthrough(folder);
  const known = folders.map((candidate) => path.basename(candidate)).join(', ') || 'none';
  throw new WalkthroughError([{ file: root, message: `there is no walkthrough "${id}" (there are: ${known})` }]);
}

function walkthroughFolders(root: string): string[] {
  if (!existsSync(root)) throw new WalkthroughError([{ file: root, message: 'there is no such folder' }]);
  return readdirSync(root)
    .map((name) => path.join(root, name))
    .filter((folder) => existsSync(path.join(folder, 'walkthrough.json')))
    .sort();
}

function readProse(folder: string, language: Language): Prose {
  const file = path.join(folder, `${language}.md`);
  return parseProse(file, readText(file));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new WalkthroughError([{ file, message: messageOf(error) }]);
  }
}
