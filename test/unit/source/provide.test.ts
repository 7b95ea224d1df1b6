import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { debianMirrors, hasApt } from '../../../engine/golang/source/apt.ts';
import { kept, licenseFromCopyright } from '../../../engine/golang/source/copy.ts';
import { sha256Of } from '../../../engine/golang/source/download.ts';
import { SourceError, provideGoSource } from '../../../engine/golang/source/index.ts';
import type { ProvideOptions } from '../../../engine/golang/source/index.ts';
import type { Pins } from '../../../engine/golang/source/pins.ts';
import { TemporaryFolder } from './temporary.ts';

const copyright =
  'Format: x\n\nFiles: *\nLicense: Go\n\nLicense: Go\n Copyright the authors.\n .\n Use it.\n\nLicense: Other\n No.\n';

/** A source tree with something of everything that a copy keeps or leaves out. */
const tree: Record<string, string> = {
  'src/net/dial.go': 'package net\n',
  'src/net/dial_test.go': 'package net\n',
  'src/net/fd_windows.go': 'package net\n',
  'src/net/testdata/hosts': '127.0.0.1 localhost\n',
  'src/runtime/asm_amd64.s': 'TEXT\n',
  'src/runtime/proc_test.go': 'package runtime\n',
  'src/runtime/internal/sys/consts.go': 'package sys\n\nconst x = StackGuardMultiplierDefault\n',
  'src/internal/buildcfg/cfg.go': 'package buildcfg\n\nvar x = envOr("GOAMD64", defaultGOAMD64)\n',
  'src/cmd/go/main.go': 'package main\n',
};
const keptFiles = [
  'src/internal/buildcfg/cfg.go',
  'src/internal/buildcfg/zbootstrap.go',
  'src/net/dial.go',
  'src/net/dial_test.go',
  'src/net/testdata/hosts',
  'src/runtime/internal/sys/consts.go',
  'src/runtime/internal/sys/zversion.go',
];

/** Serves files with ranges; `cutAt` breaks the connection once after so many bytes. */
class ArchiveServer {
  readonly requests: string[] = [];
  cutAt: number | null = null;
  private readonly server: http.Server;

  constructor(folder: string) {
    this.server = http.createServer((request, response) => {
      const { range } = request.headers;
      this.requests.push(`${request.method} ${request.url}${range ? ` ${range}` : ''}`);
      const file = path.join(folder, decodeURIComponent(request.url ?? ''));
      if (!fs.existsSync(file)) {
        response.writeHead(404).end();
        return;
      }
      const body = fs.readFileSync(file);
      const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
      if (start >= body.length) {
        response.writeHead(416).end();
        return;
      }
      response.writeHead(start > 0 ? 206 : 200, {
        'content-length': body.length - start,
        ...(start > 0 ? { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` } : {}),
      });
      if (this.cutAt === null) {
        response.end(body.subarray(start));
      } else {
        // What was sent shall arrive before the end of the connection does.
        response.write(body.subarray(start, this.cutAt), () => setTimeout(() => response.destroy(), 100));
        this.cutAt = null;
      }
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

describe("providing Go's source", function () {
  this.timeout(20_000);
  let temporary: TemporaryFolder;
  let server: ArchiveServer;
  let url: string;
  let pins: Record<string, Pins>;
  let options: ProvideOptions;
  let lines: string[];

  beforeEach(async () => {
    temporary = new TemporaryFolder().write({ 'apt/sources.list': '' });
    server = new ArchiveServer(temporary.at('served'));
    url = await server.start();
    const none = { release: '1.19.8', path: 'none', sha256: '0'.repeat(64) };
    pins = { '1.19': { debian: none, official: none } };
    lines = [];
    options = {
      versions: ['1.19'],
      target: temporary.at('target'),
      cache: temporary.at('cache'),
      progress: (line) => lines.push(line),
      pins,
      aptFolder: temporary.at('apt'),
      officialServer: url,
      installed: { environment: {}, home: temporary.at('home'), filesystem: temporary.folder, bundledFolders: [] },
    };
  });
  afterEach(async () => {
    await server.stop();
    temporary.remove();
  });

  const run = (command: string, ...argv: string[]): void => {
    const { status, stderr } = spawnSync(command, argv, { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  };

  /** Packs the tree as Go's official archive. */
  const writeOfficial = async (): Promise<void> => {
    for (const [name, text] of Object.entries(tree)) temporary.write({ [`official/go/${name}`]: text });
    temporary.write({
      'official/go/LICENSE': 'Copyright the authors.\n',
      'official/go/VERSION': 'go1.19.13',
      'served/x': '',
    });
    const archive = temporary.at('served/go1.19.13.src.tar.gz');
    run('tar', '-czf', archive, '-C', temporary.at('official'), 'go');
    const official = { release: '1.19.13', path: 'go1.19.13.src.tar.gz', sha256: await sha256Of(archive) };
    pins['1.19'] = { debian: pins['1.19']?.debian ?? official, official };
  };

  /** Packs the tree as Debian's package, and names the server as apt's mirror. */
  const writeDebian = async (): Promise<void> => {
    for (const [name, text] of Object.entries(tree)) temporary.write({ [`debian/usr/share/go-1.19/${name}`]: text });
    temporary.write({
      'debian/usr/share/doc/golang-1.19-src/copyright': copyright,
      'debian/DEBIAN/control':
        'Package: golang-1.19-src\nVersion: 1.19.8-2~x+1\nArchitecture: all\nMaintainer: x <x@example.com>\nDescription: x\n',
      'served/pool/x': '',
      'apt/sources.list': `deb [signed-by=/x.gpg] ${url} bookworm main\n`,
    });
    const archive = temporary.at('served/pool/golang-1.19-src_1.19.8-2~x+1_all.deb');
    run('dpkg-deb', '--root-owner-group', '--build', temporary.at('debian'), archive);
    const debian = {
      release: '1.19.8',
      path: 'pool/golang-1.19-src_1.19.8-2~x+1_all.deb',
      sha256: await sha256Of(archive),
    };
    pins['1.19'] = { official: pins['1.19']?.official ?? debian, debian };
  };

  const filesBelow = (root: string): string[] =>
    fs
      .readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
      .sort();

  const provide = async () => (await provideGoSource(options))['1.19'] ?? assert.fail();

  it("unpacks Debian's package, without root, and keeps what is needed", async function () {
    if (!hasApt()) this.skip();
    await writeDebian();
    const go = await provide();
    assert.equal(go.root, temporary.at('target/1.19'));
    assert.equal(go.version.text, '1.19.8');
    const copy = fs.realpathSync(go.root);
    assert.deepEqual(filesBelow(copy), ['LICENSE', 'VERSION', 'netwalk.json', ...keptFiles]);
    assert.equal(fs.readFileSync(path.join(copy, 'LICENSE'), 'utf8'), 'Copyright the authors.\n\nUse it.\n');
    assert.match(
      fs.readFileSync(path.join(copy, 'src/runtime/internal/sys/zversion.go'), 'utf8'),
      /StackGuardMultiplierDefault = 1/,
    );
    assert.match(
      fs.readFileSync(path.join(copy, 'src/internal/buildcfg/zbootstrap.go'), 'utf8'),
      /defaultGOAMD64 = `v1`/,
    );
    assert.match(lines.join('\n'), /downloading golang-1\.19-src[^]*unpacking[^]*1\.19\.8 from Debian's package/);
    assert.deepEqual(fs.readdirSync(temporary.at('cache')), ['1.19'], 'nothing else is left');
  });

  it("unpacks Go's official archive where there is no Debian, and says how far it is", async () => {
    await writeOfficial();
    const go = await provide();
    assert.equal(go.version.text, '1.19.13');
    assert.deepEqual(filesBelow(fs.realpathSync(go.root)), ['LICENSE', 'VERSION', 'netwalk.json', ...keptFiles]);
    assert.match(lines.join('\n'), /downloading go1\.19\.13\.src\.tar\.gz, 100 % of 0\.0 MB/);
  });

  it('asks nobody when the copy is there, and links it into each checkout', async () => {
    await writeOfficial();
    await provide();
    const { length } = server.requests;
    options = { ...options, target: temporary.at('another') };
    assert.equal((await provide()).root, temporary.at('another/1.19'));
    assert.equal(server.requests.length, length);
  });

  it('makes the copy anew when other archives are pinned', async () => {
    await writeOfficial();
    await provide();
    tree['src/net/new.go'] = 'package net\n';
    try {
      await writeOfficial();
      assert(fs.existsSync(path.join((await provide()).src, 'net/new.go')));
    } finally {
      delete tree['src/net/new.go'];
    }
  });

  it('goes on where an interrupted download ended', async () => {
    await writeOfficial();
    server.cutAt = 300;
    await assert.rejects(provide(), /could not be had/);
    await provide();
    assert.deepEqual(server.requests, ['GET /go1.19.13.src.tar.gz', 'GET /go1.19.13.src.tar.gz bytes=300-']);
  });

  it('refuses what is not the pinned archive, and does not keep it', async () => {
    await writeOfficial();
    const official = { ...(pins['1.19']?.official ?? assert.fail()), sha256: 'f'.repeat(64) };
    pins['1.19'] = { debian: official, official };
    await assert.rejects(
      provide(),
      /go1\.19\.13\.src\.tar\.gz is not the file it should be: SHA-256 [0-9a-f]{64}, expected f{64}/,
    );
    assert.deepEqual(fs.readdirSync(temporary.at('cache')), []);
    assert(!fs.existsSync(temporary.at('target/1.19')));
  });

  it('tries Debian, then the official archive, then an installed Go', async function () {
    if (!hasApt()) this.skip();
    await writeDebian();
    fs.rmSync(temporary.at('served/pool'), { recursive: true });
    for (const [name, text] of Object.entries(tree)) temporary.write({ [`usr/lib/go-1.19/${name}`]: text });
    temporary.write({ 'usr/lib/go-1.19/VERSION': 'go1.19.5', 'usr/share/doc/golang-1.19-src/copyright': copyright });
    const go = await provide();
    assert.equal(go.version.text, '1.19.5');
    assert.deepEqual(filesBelow(fs.realpathSync(go.root)), ['LICENSE', 'VERSION', 'netwalk.json', ...keptFiles]);
    assert(fs.existsSync(temporary.at('usr/lib/go-1.19/src/net/dial.go')), 'the installed one is untouched');
    assert.match(lines.join('\n'), /Debian's package[^\n]*404[^]*Go's archive[^\n]*404[^]*copying Go 1\.19\.5 from/);
  });

  it('says what was tried, and what to do, when there is none', async () => {
    await assert.rejects(provide(), (error: unknown) => {
      assert(error instanceof SourceError);
      assert.equal(error.problem, 'not-provided');
      assert.match(
        error.message,
        /^The source of Go 1\.19 could not be had\. Connect to the network[^]*golang-1\.19-src/,
      );
      assert.match(error.message, /none: 404 Not Found[^]*an installed Go 1\.19: The source of Go 1\.19 was not found/);
      return true;
    });
  });

  it('says that the server cannot be reached', async () => {
    await server.stop();
    await assert.rejects(provide(), /fetch failed: .*ECONNREFUSED/);
  });

  it('downloads once when two ask at the same time', async () => {
    await writeOfficial();
    const [first, second] = await Promise.all([provide(), provide()]);
    assert.equal(first.root, second.root);
    assert.deepEqual(server.requests, ['GET /go1.19.13.src.tar.gz']);
    assert.match(lines.join('\n'), /waiting for process \d+/);
  });

  it('does not wait for a process that is gone', async () => {
    await writeOfficial();
    const { pid } = spawnSync('true');
    temporary.write({ 'cache/1.19.lock': String(pid) });
    await provide();
    assert(!fs.existsSync(temporary.at('cache/1.19.lock')));
  });
});

describe("apt's mirrors", () => {
  let temporary: TemporaryFolder;
  beforeEach(() => (temporary = new TemporaryFolder()));
  afterEach(() => temporary.remove());

  it('are read from both kinds of files; other archives and what is switched off are left out', () => {
    temporary.write({
      'sources.list': [
        '# deb http://off.test/debian bookworm main',
        'deb http://one.test/debian bookworm main contrib # c',
        'deb-src http://source.test/debian bookworm main',
        'deb [arch=amd64 signed-by=/k.gpg] https://two.test/debian/ trixie-backports main',
        'deb http://security.test/debian-security bookworm-security main',
        'deb http://ubuntu.test/ubuntu noble main',
      ].join('\n'),
      'sources.list.d/debian.sources': [
        '# comment\nTypes: deb deb-src\nURIs: http://three.test/debian\n http://four.test/debian\nSuites: bookworm bookworm-updates\nComponents: main',
        'Types: deb\nEnabled: no\nURIs: http://disabled.test/debian\nSuites: bookworm\nComponents: main',
        'Types: deb\nURIs: http://one.test/debian/\nSuites: stable\nComponents: main',
        'Types: deb\nURIs: http://node.test/\nSuites: nodistro\nComponents: main',
      ].join('\n\n'),
      'sources.list.d/notes.txt': 'deb http://no.test/debian bookworm main\n',
    });
    const expected = ['one', 'two', 'three', 'four'].map(
      (name) => `http${name === 'two' ? 's' : ''}://${name}.test/debian/`,
    );
    assert.deepEqual(debianMirrors(temporary.folder), expected);
  });

  it('are none where there is no apt', () => assert.deepEqual(debianMirrors(temporary.at('none')), []));
});

describe('what a copy keeps', () => {
  const names: [string, boolean, boolean][] = [
    ['net', true, true],
    ['cmd', true, false],
    ['net/http/cmd', true, true],
    ['net/testdata', true, true],
    ['go/parser/testdata', true, false],
    ['net/sock_linux.go', false, true],
    ['net/sock_darwin.go', false, false],
    ['runtime/os_linux_arm64.go', false, true],
    ['runtime/os_linux_riscv64.go', false, false],
    ['runtime/asm_amd64.s', false, false],
    ['net/dial_test.go', false, true],
    ['net/http/serve_test.go', false, true],
    ['net/rpc/server_test.go', false, false],
    ['time/tzdata', true, false],
    ['go.mod', false, false],
  ];
  for (const [name, isFolder, expected] of names) {
    it(`${name}: ${expected}`, () => assert.equal(kept(name, isFolder), expected));
  }

  it("finds Go's licence in Debian's copyright file", () => {
    assert.equal(licenseFromCopyright(copyright), 'Copyright the authors.\n\nUse it.\n');
    assert.equal(licenseFromCopyright('License: Other\n x\n'), null);
  });
});
