import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import {
  SourceLoader,
  bundleList,
  bundledPackages,
  ensureGoSource,
  importClosure,
  locateGo,
  providedVersions,
  writeBundle,
} from '../../../engine/golang/source/index.ts';
import type { LocatedGo } from '../../../engine/golang/source/index.ts';
import { TemporaryFolder } from './temporary.ts';

describe("loading Go's source", () => {
  let provided: Record<string, LocatedGo>;
  before(async function () {
    this.timeout(600_000);
    provided = await ensureGoSource();
  });
  const go = (version: string): LocatedGo => provided[version] ?? assert.fail(`no Go ${version}`);

  for (const version of providedVersions) {
    it(`gives the files of net, Go ${version}`, () => {
      const loader = new SourceLoader(go(version), { architecture: 'amd64' });
      const files = loader.files('net') ?? [];
      const names = files.map((file) => file.path);
      assert(names.includes('net/dial.go') && names.includes('net/sock_cloexec.go'));
      assert(!names.some((name) => /_windows|_test\.go|cgo_linux/.test(name)));
      assert.deepEqual(names, [...names].sort());
      for (const { file, text } of files) assert.equal(text, fs.readFileSync(file, 'latin1'));
      assert.equal(loader.files('net'), files, 'read once');
      assert.equal(loader.files('no/such/package'), null);
      assert.equal(loader.files('../../etc'), null);
    });

    it(`finds the standard library's vendored packages, Go ${version}`, () => {
      const loader = new SourceLoader(go(version));
      const dnsmessage = 'golang.org/x/net/dns/dnsmessage';
      assert.equal(loader.resolveImport(dnsmessage, 'net'), `vendor/${dnsmessage}`);
      assert.match(
        loader.files(dnsmessage, 'net')?.[0]?.path ?? '',
        /^vendor\/golang\.org\/x\/net\/dns\/dnsmessage\/message\.go$/,
      );
      const program = new TemporaryFolder().write({ 'main.go': 'package main\n' });
      const own = new SourceLoader(go(version), { program: program.at('main.go') });
      assert.equal(own.resolveImport(dnsmessage, 'main'), null);
      assert.equal(own.resolveImport(`vendor/${dnsmessage}`, 'main'), null);
      assert.equal(own.isStandard('net') && !own.isStandard('main'), true);
      program.remove();
    });

    it(`gives a package's own tests on request, Go ${version}`, () => {
      const loader = new SourceLoader(go(version), { tests: ['strings', 'net'] });
      const names = (importPath: string) => loader.files(importPath)?.map((file) => path.basename(file.path)) ?? [];
      assert(names('strings').includes('strings.go') && names('strings').includes('export_test.go'));
      assert(names('strings_test').includes('strings_test.go'));
      assert(names('net').includes('ip_test.go') && names('net_test').includes('example_test.go'));
      assert.equal(loader.resolveImport('strings', 'strings_test'), 'strings');
      assert.equal(names('bytes').some((name) => name.endsWith('_test.go')), false); // prettier-ignore
      assert.equal(loader.files('bytes_test'), null);
    });

    it(`bundles what the walkthroughs execute and no more, Go ${version}`, function () {
      this.timeout(20_000);
      const temporary = new TemporaryFolder();
      for (const architecture of ['amd64', 'arm64'] as const) {
        const folder = temporary.at(architecture, version);
        const names = writeBundle(go(version), folder, [architecture]);
        assert.deepEqual(names, bundleList(go(version), [architecture]));
        assert(
          names.includes('LICENSE') &&
            names.includes('src/runtime/netpoll_epoll.go') &&
            names.includes('src/internal/poll/fd_unix.go'),
        );
        assert.deepEqual(names.filter((name) => /_test\.go$|\.s$|_windows|_darwin|\/cmd\//.test(name)), []); // prettier-ignore
        // Complete: every package is there, file by file.
        const [whole, part] = [go(version), locateGo({ goroot: folder })].map(
          (root) => new SourceLoader(root, { architecture }),
        );
        assert(whole && part);
        assert.equal(part.go.version.text, whole.go.version.text);
        const closure = importClosure(whole, bundledPackages);
        assert.equal(part.hash(closure), whole.hash(closure));
        const bytes = names.map((name) => deflateRawSync(fs.readFileSync(path.join(folder, name))).length);
        const total = bytes.reduce((sum, size) => sum + size, 0);
        assert(total < 2_100_000, `${total} bytes compressed`);
      }
      temporary.remove();
    });
  }

  it("carries Go's licence", () => {
    for (const { root } of Object.values(provided)) {
      const license = fs.readFileSync(path.join(root, 'LICENSE'), 'utf8');
      assert.match(license, /2009 The Go Authors/);
      assert.match(license, /Redistributions of source code must retain the above copyright/);
    }
  });
});
