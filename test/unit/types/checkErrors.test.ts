import assert from 'node:assert/strict';
import fs from 'node:fs';
import { parseVersion, SourceLoader, type LocatedGo } from '../../../engine/golang/source/index.ts';
import { FileSet } from '../../../engine/golang/syntax/fileSet.ts';
import { Program, type Loader } from '../../../engine/golang/types/program.ts';
import { goRoots } from './goRoot.ts';

const versions = ['1.19', '1.22', '1.24', '1.27'] as const;
type Version = (typeof versions)[number];

/**
 * Programs that do not compile, by name: the source, the language version (if not that of the compiler), and what `go build` of four versions of Go prints. Where that of 1.19 is left out
 * it is worded differently (names of parameters in the types of methods, for one).
 */
type WrongPrograms = Record<string, { source: string; go?: string } & Partial<Record<Version, string[]>>>;
const programs = JSON.parse(fs.readFileSync(new URL('wrongPrograms.json', import.meta.url), 'utf8')) as WrongPrograms;

/** A program of a single file, in the language of the Go that it is checked with. */
function loaderOf(go: LocatedGo, text: string, language: string | undefined): Loader {
  const library = new SourceLoader(go);
  return {
    files: (path) => (path === 'main' ? [{ path: 'main.go', text }] : library.files(path)),
    resolveImport: (path, from) => library.resolveImport(path, from === 'main' ? 'example' : from),
    importProblem: (path, from) => library.importProblem(path, from),
    isStandard: (path) => path !== 'main',
    languageVersion: (path) => (path === 'main' ? parseVersion(language ?? '') : null) ?? go.version,
  };
}

/** The errors as `go build` prints them. */
function errorsOf(go: LocatedGo, source: string, language?: string): string[] {
  const fileSet = new FileSet();
  const program = new Program({
    loader: loaderOf(go, Buffer.from(source).toString('latin1'), language),
    fileSet,
    goVersion: go.version,
  });
  const errors = program.checkOwn(program.load('main'));
  return errors.flatMap(({ pos, message }) => {
    // The linker says this one, without a position.
    const linker = message === 'function main is undeclared in the main package';
    const text = `${linker ? 'runtime.main_main·f' : program.place(pos)}: ${message}`;
    return text
      .replaceAll(`${go.root}/`, '$GOROOT/')
      .replace(/; the copy that comes.*/, '')
      .split('\n');
  });
}

describe('types: errors are those of the compiler', function () {
  this.timeout(20_000);
  const roots = goRoots().flatMap((go) => {
    const version = versions.find((each) => each === `1.${go.version.minor}`);
    return version === undefined ? [] : [{ go, version }];
  });
  if (roots.length === 0) it('needs Go 1.19, 1.22, 1.24 or 1.27 with sources', function () { this.skip(); }); // prettier-ignore
  for (const { go, version } of roots) {
    for (const [name, program] of Object.entries(programs)) {
      const expected = program[version];
      if (expected)
        it(`Go ${version}: ${name}`, () => assert.deepEqual(errorsOf(go, program.source, program.go), expected));
    }
  }
});
