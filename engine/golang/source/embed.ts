/** The files that the patterns of `//go:embed` mean (package embed's documentation; cmd/go/internal/load, resolveEmbed). */
import fs from 'node:fs';
import path from 'node:path';
import { SourceError } from './errors.ts';

/** A file that is embedded: its name with slashes, relative to the package's folder, and where it is. */
export interface EmbeddedFile {
  name: string;
  file: string;
}

/** Names of no module's files: version control keeps its own below them. */
const badNames = new Set(['', '.bzr', '.hg', '.git', '.svn']);

/** The files of a pattern, by name. @throws SourceError in the go command's words when there are none, or when it is no pattern */
export function embeddedFiles(folder: string, pattern: string): EmbeddedFile[] {
  const fail = (why: string): never => {
    throw new SourceError('program', `pattern ${pattern}: ${why}`);
  };
  const takesAll = pattern.startsWith('all:');
  const glob = takesAll ? pattern.slice(4) : pattern;
  if (!isPattern(glob)) fail('invalid pattern syntax');
  const names = new Set<string>();
  for (const name of matching(folder, glob)) {
    const file = path.join(folder, name);
    const status = fs.lstatSync(file);
    const what = status.isDirectory() ? 'directory' : 'file';
    const parts = name.split('/');
    const inModule = parts.findIndex((_, i) => isModule(path.join(folder, ...parts.slice(0, i + 1))));
    if (inModule >= 0 && (status.isDirectory() || inModule < parts.length - 1))
      fail(`cannot embed ${what} ${name}: in different module`);
    const bad = parts.find((part) => badNames.has(part));
    if (bad !== undefined)
      fail(
        `cannot embed ${what} ${name}: ${bad === parts.at(-1) ? `invalid name ${bad}` : `in invalid directory ${bad}`}`,
      );
    if (status.isFile()) names.add(name);
    else if (!status.isDirectory()) fail(`cannot embed irregular file ${name}`);
    else {
      const found = below(folder, name, takesAll);
      if (found.length === 0) fail(`cannot embed directory ${name}: contains no embeddable files`);
      for (const each of found) names.add(each);
    }
  }
  if (names.size === 0) fail('no matching files found');
  return [...names].sort().map((name) => ({ name, file: path.join(folder, name) }));
}

const isModule = (folder: string): boolean =>
  fs.existsSync(path.join(folder, 'go.mod')) && fs.statSync(folder).isDirectory();

/** The regular files below a folder; without `all`, none whose name begins with a dot or an underscore. */
function below(folder: string, name: string, all: boolean): string[] {
  return fs.readdirSync(path.join(folder, name), { withFileTypes: true }).flatMap((entry) => {
    const inside = `${name}/${entry.name}`;
    if (badNames.has(entry.name) || (!all && /^[._]/.test(entry.name))) return [];
    if (entry.isDirectory()) return isModule(path.join(folder, inside)) ? [] : below(folder, inside, all);
    return entry.isFile() ? [inside] : [];
  });
}

/** Whether it is a name that may be opened (io/fs, ValidPath) and a pattern (path, Match). */
function isPattern(glob: string): boolean {
  const parts = glob.split('/');
  return (
    glob !== '' && parts.every((part) => part !== '' && part !== '.' && part !== '..' && expression(part) !== null)
  );
}

/** The names that a pattern matches, element by element. */
function matching(folder: string, glob: string): string[] {
  let names = [''];
  for (const part of glob.split('/')) {
    const wanted = expression(part) as RegExp;
    const join = (name: string, entry: string): string => (name === '' ? entry : `${name}/${entry}`);
    names = names.flatMap((name) => entriesOf(path.join(folder, name)).filter((entry) => wanted.test(entry)).map((entry) => join(name, entry))); // prettier-ignore
  }
  return names;
}

function entriesOf(folder: string): string[] {
  try {
    return fs.readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** One element of a pattern (path, Match) as a regular expression; null when it is malformed. */
function expression(part: string): RegExp | null {
  const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');
  let text = '';
  for (let rest = part; rest !== '';) {
    const [taken = '', escaped, set] = /^(?:\\(.)|\[((?:\\.|[^\\\]])+)\]|[^\\[])/su.exec(rest) ?? [];
    if (taken === '') return null;
    if (escaped !== undefined) text += quoted(escaped);
    else if (set !== undefined) text += setOf(set, quoted);
    else text += taken === '*' ? '.*' : taken === '?' ? '.' : quoted(taken);
    rest = rest.slice(taken.length);
  }
  try {
    return new RegExp(`^${text}$`, 'su');
  } catch {
    return null;
  }
}

/** `^a-z` between brackets. */
function setOf(set: string, quoted: (text: string) => string): string {
  const isNot = set.startsWith('^');
  const members = (isNot ? set.slice(1) : set).replace(/\\(.)|([^\\-])/gsu, (_, escaped: string | undefined, plain: string | undefined) => quoted(escaped ?? plain ?? '')); // prettier-ignore
  return `[${isNot ? '^' : ''}${members}]`;
}
