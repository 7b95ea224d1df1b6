/** The main package that `go test` generates: it gives the tests of a package to testing.MainStart (cmd/go/internal/load/test.go). */
import type { FuncDecl, SourceFile as ParsedFile } from '../syntax/ast.ts';
import { FileSet } from '../syntax/fileSet.ts';
import { parseFile } from '../syntax/parser.ts';
import type { PackageFolder, SourceFile } from './packages.ts';

interface Example {
  name: string;
  output: string;
  unordered: boolean;
}

/** What one package (the tested one, or the external one beside it) has for the test main, in source order. */
interface Found {
  tests: string[];
  benchmarks: string[];
  fuzzTargets: string[];
  examples: Example[];
  hasMain: boolean;
}

/** The file `_testmain.go` for the tests of a folder. @throws SyntaxErrors where a test file does not parse */
export function testMain(
  importPath: string,
  modulePath: string,
  { testFiles, externalTestFiles }: PackageFolder,
): string {
  const internal = collect(testFiles);
  const external = collect(externalTestFiles);
  const entries = (list: (found: Found) => string[], type: string): string =>
    [internal, external]
      .flatMap((found, i) =>
        list(found).map((name) => `\t{${quote(name)}, ${i === 0 ? '_test' : '_xtest'}.${name}},\n`),
      )
      .join('')
      .replace(/^/, `[]testing.${type}{\n`) + '}';
  const examples = [internal, external].flatMap((found, i) =>
    found.examples.map(({ name, output, unordered }) => {
      return `\t{${quote(name)}, ${i === 0 ? '_test' : '_xtest'}.${name}, ${quote(output)}, ${unordered}},\n`;
    }),
  );
  const imports = [
    importOf('_test', importPath, uses(internal)),
    ...(externalTestFiles.length > 0 ? [importOf('_xtest', `${importPath}_test`, uses(external))] : []),
  ];
  const main = internal.hasMain ? '_test' : external.hasMain ? '_xtest' : null;
  return `package main

import (
	"errors"
	"io"
	"os"
	"reflect"
	"regexp"
	"testing"
	"time"
${imports.map((line) => `\t${line}\n`).join('')})

var tests = ${entries((found) => found.tests, 'InternalTest')}

var benchmarks = ${entries((found) => found.benchmarks, 'InternalBenchmark')}

var fuzzTargets = ${entries((found) => found.fuzzTargets, 'InternalFuzzTarget')}

var examples = []testing.InternalExample{
${examples.join('')}}

func main() {
	m := testing.MainStart(deps{}, tests, benchmarks, fuzzTargets, examples)
${main === null ? '\tos.Exit(m.Run())' : `\t${main}.TestMain(m)\n\tos.Exit(int(reflect.ValueOf(m).Elem().FieldByName("exitCode").Int()))`}
}
${dependencies(importPath, modulePath)}`;
}

const uses = (found: Found): boolean =>
  found.hasMain || [found.tests, found.benchmarks, found.fuzzTargets, found.examples].some((list) => list.length > 0);
const importOf = (name: string, path: string, used: boolean): string => `${used ? name : '_'} ${quote(path)}`;

/** A Go string literal of a byte string. */
function quote(text: string): string {
  const escape = (char: string): string => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return `"${text
    .replace(/[\\"]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/[^\x20-\x7e]/g, escape)}"`;
}

/**
 * What package testing asks of its main (testing.testDeps of all versions together). Profiles, fuzzing and coverage are refused by name;
 * a fuzz target runs on the seeds that it adds itself.
 */
const dependencies = (importPath: string, modulePath: string): string => `
type deps struct{}

type corpusEntry = struct {
	Parent     string
	Path       string
	Data       []byte
	Values     []any
	Generation int
	IsSeed     bool
}

var pattern string
var matcher *regexp.Regexp

func (deps) MatchString(pat, str string) (bool, error) {
	if matcher == nil || pattern != pat {
		compiled, err := regexp.Compile(pat)
		if err != nil {
			return false, err
		}
		pattern, matcher = pat, compiled
	}
	return matcher.MatchString(str), nil
}
func (deps) ImportPath() string { return ${quote(importPath)} }
func (deps) ModulePath() string { return ${quote(modulePath)} }
func (deps) SetPanicOnExit0(bool) {}
func (deps) StartCPUProfile(io.Writer) error { return errors.New("CPU profiles are not supported") }
func (deps) StopCPUProfile() {}
func (deps) StartTestLog(io.Writer) {}
func (deps) StopTestLog() error { return nil }
func (deps) WriteProfileTo(name string, w io.Writer, debug int) error {
	return errors.New("profiles are not supported: " + name)
}
func (deps) CoordinateFuzzing(time.Duration, int64, time.Duration, int64, int, []corpusEntry, []reflect.Type, string, string) error {
	return errors.New("fuzzing is not supported")
}
func (deps) RunFuzzWorker(func(corpusEntry) error) error { return errors.New("fuzzing is not supported") }
func (deps) ReadCorpus(dir string, types []reflect.Type) ([]corpusEntry, error) {
	if _, err := os.Stat(dir); err == nil {
		return nil, errors.New("seeds in files are not supported: " + dir)
	}
	return nil, nil
}
func (deps) CheckCorpus(values []any, types []reflect.Type) error {
	if len(values) != len(types) {
		return errors.New("wrong number of values in corpus entry")
	}
	for i := range types {
		if reflect.TypeOf(values[i]) != types[i] {
			return errors.New("mismatched types in corpus entry")
		}
	}
	return nil
}
func (deps) ResetCoverage() {}
func (deps) SnapshotCoverage() {}
func (deps) InitRuntimeCoverage() (mode string, tearDown func(string, string) (string, error), snapcov func() float64) {
	return
}
`;

function collect(files: SourceFile[]): Found {
  const found: Found = { tests: [], benchmarks: [], fuzzTargets: [], examples: [], hasMain: false };
  for (const { path, text } of files) {
    const file = parseFile(new FileSet(), path, text);
    for (const decl of file.decls) {
      if (decl.kind === 'FuncDecl' && decl.receiver === null) collectFunc(found, decl, file);
    }
  }
  return found;
}

function collectFunc(found: Found, decl: FuncDecl, file: ParsedFile): void {
  const name = decl.name.name;
  const takes = (type: string): boolean => {
    const params = file.text.slice(decl.name.end - file.base, decl.bodyPos - file.base);
    return new RegExp(`^\\((\\w+\\s+)?\\*(\\w+\\.)?${type}\\)\\s*$`).test(params);
  };
  if (name === 'TestMain' && takes('M')) found.hasMain = true;
  else if (isTest(name, 'Test') && takes('T')) found.tests.push(name);
  else if (isTest(name, 'Benchmark') && takes('B')) found.benchmarks.push(name);
  else if (isTest(name, 'Fuzz') && takes('F')) found.fuzzTargets.push(name);
  else if (isTest(name, 'Example') && decl.signature.params.length === 0 && decl.hasBody) {
    const body = file.text.slice(decl.bodyPos - file.base, decl.bodyEnd - file.base);
    const output = exampleOutput(body);
    if (output !== null) found.examples.push({ name, ...output });
  }
}

/** `Test` itself, or `Test` and something that does not begin with a small letter. */
function isTest(name: string, prefix: string): boolean {
  if (!name.startsWith(prefix)) return false;
  const rest = Buffer.from(name.slice(prefix.length), 'latin1').toString();
  return !/^\p{Ll}/u.test(rest);
}

/** What an example prints, by its last comment (go/doc, exampleOutput); null when it does not say. */
export function exampleOutput(body: string): { output: string; unordered: boolean } | null {
  const tokens = body.matchAll(/"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])+'|\/\/[^\n]*|\/\*[^]*?\*\//g);
  let group: string[] = [];
  let end = -1;
  for (const { 0: token, index } of tokens) {
    if (!token.startsWith('/')) continue;
    // Comments on adjacent lines, with nothing between them, are one.
    if (!/^[ \t\r]*\n?[ \t\r]*$/.test(body.slice(end, index)) || end < 0) group = [];
    group.push(token);
    end = index + token.length;
  }
  const text = commentText(group);
  const prefix = /^\s*(unordered )?output:/i.exec(text);
  if (prefix === null) return null;
  const output = text.slice(prefix[0].length).replace(/^ +/, '').replace(/^\n/, '');
  return { output, unordered: prefix[1] !== undefined };
}

/** The text of a comment (go/ast, CommentGroup.Text). */
function commentText(group: string[]): string {
  const lines = group.flatMap((comment) => {
    if (comment.startsWith('/*')) return comment.slice(2, -2).split('\n');
    const line = comment.slice(2);
    if (/^(line |extern |export |[a-z0-9]+:[a-z0-9])/.test(line)) return [];
    return [line.replace(/^ /, '')];
  });
  const trimmed = lines.map((line) => line.replace(/[ \t\r]+$/, ''));
  const text = trimmed
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+/, '')
    .replace(/\n+$/, '');
  return text === '' ? '' : `${text}\n`;
}
