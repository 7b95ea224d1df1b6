/** What a program is built with is what `go list -f '{{.DefaultGODEBUG}}'` says of it. */
import assert from 'node:assert/strict';
import { builtGodebug, ensureGoSource, providedGo, SourceLoader } from '../../../engine/golang/source/index.ts';
import { TemporaryFolder } from './temporary.ts';

const versions = ['1.19', '1.21', '1.24', '1.27'];

describe('settings of GODEBUG that a program is built with', () => {
  let temporary: TemporaryFolder;
  before(async () => ensureGoSource(versions));
  beforeEach(() => (temporary = new TemporaryFolder()));
  afterEach(() => temporary.remove());

  const built = (version: string, files: Record<string, string>, program = '.'): string => {
    temporary.write({ 'main.go': 'package main\nfunc main() {}\n', ...files });
    const { go, program: opened } = new SourceLoader(providedGo(version), { program: temporary.at(program) });
    const settings = [...builtGodebug(go, opened)].map((setting) => setting.join('='));
    return settings.sort().join();
  };
  const ofModule = (version: string, go: string): string => built(version, { 'go.mod': `module x\n${go}\n` });

  it('are what has changed since the go line of go.mod', () => {
    assert.equal(ofModule('1.21', 'go 1.19'), 'panicnil=1');
    assert.equal(ofModule('1.24', 'go 1.23'), 'gotestjsonbuildtext=1,multipathtcp=0,randseednop=0,rsa1024min=0,tlsmlkem=0,x509rsacrt=0,x509usepolicies=0'); // prettier-ignore
    assert.equal(ofModule('1.24', 'go 1.22.3'), 'asynctimerchan=1,gotestjsonbuildtext=1,gotypesalias=0,httpservecontentkeepheaders=1,multipathtcp=0,randseednop=0,rsa1024min=0,tls3des=1,tlsmlkem=0,winreadlinkvolume=0,winsymlink=0,x509keypairleaf=0,x509negativeserial=1,x509rsacrt=0,x509usepolicies=0'); // prettier-ignore
    assert.equal(ofModule('1.27', 'go 1.26'), 'tracebacklabels=0,x509sslcertoverrideplatform=0');
    assert.match(ofModule('1.27', ''), /httpmuxgo121=1,.*multipathtcp=0,netedns0=0,panicnil=1/);
  });

  it('are none where go.mod is as new as Go, where there is none, and before Go 1.21', () => {
    assert.equal(built('1.27', {}, 'main.go'), '');
    assert.equal(ofModule('1.27', 'go 1.27'), '');
    assert.equal(ofModule('1.19', 'go 1.18'), '');
  });

  it('are those besides that go.mod and the main package say, from the version on that they name', () => {
    const go = 'module x\ngo 1.27\ngodebug (\n\tdefault=go1.25\n\tpanicnil=1\n)\n';
    const main =
      '// A program.\n//go:debug multipathtcp=1\n\npackage main\n\n//go:debug asynctimerchan=1\nfunc main() {}\n';
    assert.equal(
      built('1.27', { 'go.mod': go, 'main.go': main }),
      'cryptocustomrand=1,httpservecontentmaxranges=1,multipathtcp=1,panicnil=1,tlssecpmlkem=0,tracebacklabels=0,urlstrictcolons=0,x509sslcertoverrideplatform=0',
    );
  });
});
