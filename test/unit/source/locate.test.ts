import assert from 'node:assert/strict';
import fs from 'node:fs';
import { SourceError, locateGo, parseVersion } from '../../../engine/golang/source/index.ts';
import type { LocateOptions, SourceProblem } from '../../../engine/golang/source/index.ts';
import { TemporaryFolder } from './temporary.ts';

describe('finding Go', () => {
  let temporary: TemporaryFolder;
  let nothing: LocateOptions;

  beforeEach(() => {
    temporary = new TemporaryFolder();
    const { folder } = temporary;
    nothing = {
      environment: { PATH: temporary.at('bin') },
      home: temporary.at('home'),
      filesystem: folder,
      bundledFolders: [],
    };
  });
  afterEach(() => temporary.remove());

  /** A `go` that knows its GOROOT and nothing else. */
  const writeGoCommand = (root: string): void => {
    const script = `#!/bin/sh\ntest "$*" = "env GOROOT" && test "$GOTOOLCHAIN" = local && echo '${root}'\n`;
    temporary.write({ 'bin/go': script });
    fs.chmodSync(temporary.at('bin/go'), 0o755);
  };

  const fails = (options: LocateOptions, problem: SourceProblem, message: RegExp): void => {
    assert.throws(
      () => locateGo(options),
      (error: unknown) => {
        assert(error instanceof SourceError);
        assert.match(error.message, message);
        assert.equal(error.problem, problem);
        return true;
      },
    );
  };

  it('takes the first of: explicit, GOROOT, go env GOROOT, usual places, bundled', () => {
    const order = [
      'explicit',
      'variable',
      'command',
      'usr/local/go',
      'usr/lib/go-1.22',
      'home/sdk/go1.22.1',
      'bundled/1.22',
    ];
    for (const place of order) temporary.writeGo(place, '1.22.1');
    writeGoCommand(temporary.at('command'));
    const environment = { ...nothing.environment, GOROOT: temporary.at('variable') };
    const all = { ...nothing, environment, bundledFolders: [temporary.at('bundled')] };
    assert.equal(locateGo({ ...all, goroot: temporary.at('explicit') }).origin, 'explicit');
    const found = order.slice(1).map((place) => {
      const { root, origin } = locateGo(all);
      assert.equal(root, temporary.at(place));
      fs.rmSync(temporary.at(place), { recursive: true });
      return origin;
    });
    assert.deepEqual(found, ['GOROOT', 'go env GOROOT', 'usual place', 'usual place', 'usual place', 'bundled']);
  });

  it('finds the version asked for behind others, the newest release first', () => {
    temporary
      .writeGo('usr/lib/go-1.9', '1.9')
      .writeGo('usr/lib/go-1.22', '1.22.1')
      .writeGo('usr/lib/go-1.24', '1.24.4');
    temporary.writeGo('bundled/1.19', '1.19.8').writeGo('bundled/1.27', '1.27.4');
    const all = { ...nothing, bundledFolders: [temporary.at('bundled')] };
    const version = (asked?: string) => locateGo({ ...all, version: asked }).version.text;
    assert.equal(version(), '1.24.4');
    assert.equal(version('1.22'), '1.22.1');
    assert.equal(version('1.19'), '1.19.8');
    assert.equal(version('1.27.4'), '1.27.4');
    fails(
      { ...all, version: '1.27.5' },
      'other-version',
      /Go 1\.27\.5 was not found[^]*is Go 1\.27\.4, not the 1\.27\.5 asked for/,
    );
  });

  it('says which it took and why, and what it passed over', () => {
    temporary.writeGo('usr/lib/go-1.19', '1.19.8');
    const environment = { ...nothing.environment, GOROOT: temporary.at('gone') };
    const found = locateGo({ ...nothing, environment, version: '1.19' });
    const where = temporary.at('usr/lib/go-1.19');
    const passed = `${temporary.at('gone')} was passed over: it does not exist`;
    assert.equal(found.why, `Go 1.19.8 from ${where}: a usual place for Go; Go 1.19 was asked for; ${passed}`);
    assert.deepEqual(found.candidates.map(({ problem }) => problem), ['missing', null]); // prettier-ignore
  });

  it("reads Debian's layout: src is a link, VERSION is beside it, one source is one candidate", () => {
    temporary.writeGo('usr/share/go-1.19', '1.19.8').write({ 'usr/lib/go-1.19/VERSION': 'go1.19.8' });
    fs.rmSync(temporary.at('usr/share/go-1.19/VERSION'));
    fs.symlinkSync('../../share/go-1.19/src', temporary.at('usr/lib/go-1.19/src'));
    fs.symlinkSync('go-1.19', temporary.at('usr/lib/go'));
    const found = locateGo(nothing);
    assert.equal(found.root, temporary.at('usr/lib/go'));
    assert.equal(found.version.text, '1.19.8');
    fails({ ...nothing, version: '1.20' }, 'other-version', /1\.20 was not found/);
    try {
      locateGo({ ...nothing, version: '1.20' });
    } catch (error) {
      assert.equal((error as Error).message.match(/is Go 1\.19\.8/g)?.length, 1);
    }
  });

  it('finds the version without a VERSION file', () => {
    const src = 'usr/share/go-1.21/src';
    temporary.write({
      [`${src}/net/dial.go`]: '',
      [`${src}/internal/goversion/goversion.go`]: 'package goversion\n\nconst Version = 21\n',
    });
    assert.equal(locateGo(nothing).version.text, '1.21');
    temporary.write({
      [`${src}/internal/buildcfg/zbootstrap.go`]: 'package buildcfg\n\nconst version = `go1.21.13`\n',
    });
    assert.equal(locateGo(nothing).version.text, '1.21.13');
  });

  it('says what is wrong with an explicit root', () => {
    const explicit = (place: string, more: LocateOptions = {}) => ({
      ...nothing,
      goroot: temporary.at(place),
      ...more,
    });
    temporary.writeGo('old', '1.17.13').writeGo('sound', '1.22.1').writeGo('usr/lib/go-1.19', '1.19.8');
    temporary.write({
      'empty/VERSION': 'go1.22.1',
      'unknown/src/net/dial.go': '',
      'usr/lib/go-1.20/VERSION': 'go1.20',
    });
    fails(explicit('gone'), 'missing', /gone cannot be used: it does not exist\. Name the folder/);
    fails(explicit('empty'), 'broken', /has no Go source: no src\/net\/dial\.go\./);
    fails(explicit('usr/lib/go-1.20'), 'broken', /apt install golang-1\.20-src/);
    fails(explicit('unknown'), 'broken', /does not say which version it is/);
    fails(explicit('old'), 'too-old', /is Go 1\.17\.13; Netwalk reads Go 1\.19 or later/);
    fails(explicit('sound', { version: '1.19' }), 'other-version', /is Go 1\.22\.1, not the 1\.19 asked for/);
  });

  it('says where it looked when there is none', () => {
    fails(
      nothing,
      'missing',
      /^The source of Go was not found\. Install Go 1\.19 or later, or name a GOROOT with --goroot/,
    );
    const environment = { ...nothing.environment, GOROOT: temporary.at('gone') };
    fails(
      { ...nothing, environment },
      'missing',
      /Looked at:\n {2}\S+gone \(the environment variable GOROOT\) does not exist$/,
    );
  });

  it('says that it may not read the source', () => {
    temporary.writeGo('locked', '1.22.1');
    fs.chmodSync(temporary.folder, 0o755);
    fs.chmodSync(temporary.at('locked/src/net'), 0);
    // root may read everything: be somebody else meanwhile.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65534);
    try {
      fails({ ...nothing, goroot: temporary.at('locked') }, 'broken', /no permission for .*dial\.go/);
    } finally {
      if (isRoot) process.seteuid?.(0);
      fs.chmodSync(temporary.at('locked/src/net'), 0o755);
    }
  });
});

describe('versions', () => {
  const versions: [string, [number, number, number, string] | null][] = [
    ['go1.19.8', [1, 19, 8, '1.19.8']],
    ['go1.27.4\ntime 2026-11-02T20:36:20Z', [1, 27, 4, '1.27.4']],
    ['1.19', [1, 19, 0, '1.19']],
    ['go1.27rc1', [1, 27, 0, '1.27rc1']],
    ['devel go1.28-f00dcafe Mon Jan', [1, 28, 0, '1.28']],
    ['tip', null],
    ['go1', null],
  ];
  for (const [text, expected] of versions) {
    it(JSON.stringify(text), () => {
      const found = parseVersion(text);
      assert.deepEqual(found && [found.major, found.minor, found.patch, found.text], expected);
    });
  }
});
