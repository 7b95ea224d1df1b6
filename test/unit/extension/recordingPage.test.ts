import assert from 'node:assert/strict';
import type { RecordingSummary } from '../../../engine/session/recordingSummary.ts';
import type { Header, ProcessHeader } from '../../../engine/trace/recording/file.ts';
import { readCatalogue } from '../../../extension/catalogue.ts';
import { recordingHtml, unreadableHtml } from '../../../extension/recordings/pageHtml.ts';
import { inProject } from '../../../extension/tools/project.mjs';
import { t } from './data.ts';

const common = { format: 'netwalk-recording', engine: '0.1.0', architecture: 'x64', made: 1_795_771_424_258, system: 'Linux 6.1.0' } as const; // prettier-ignore

const header = (program: Header['program'], goVersion = '1.27.4'): Header => ({
  ...common,
  version: 1,
  goVersion,
  sourceHash: '0',
  program,
  args: [],
  env: {},
  stepInto: [],
  seed: 1,
});

const summary = (more: Partial<RecordingSummary> = {}): RecordingSummary => ({
  header: header({ walkthrough: 'tcp-echo' }),
  calls: 1234,
  microseconds: 2_030_277,
  end: { status: 3, reason: 'exited' },
  size: 6695,
  lost: 0,
  ...more,
});

const catalogue = readCatalogue(inProject('walkthroughs'), 'en');
const page = (more?: Partial<RecordingSummary>): string =>
  recordingHtml(summary(more), {
    name: 'x.nwr',
    replay: 'command:netwalk.openRecording?1',
    catalogue,
    locale: 'en',
    t,
  });

/** Without its elements, as it reads. */
const words = (html: string): string => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

describe('the page of a recording', () => {
  it('says what it is, and replays it', () => {
    const html = page();
    assert.match(html, /<a class="button" href="command:netwalk\.openRecording\?1">/);
    assert.match(words(html), /Recording of a walkthrough A TCP echo: .* Replay Replay executes the same source of Go 1\.27\.4 again/); // prettier-ignore
    assert.match(words(html), / Stops 91 System calls 1,234 Length 2\.0 s End status 3 File 6,695 bytes/);
    assert.doesNotMatch(html, /class="notice"|Arguments/);
    assert.match(words(page({ header: header({ walkthrough: 'tcp-echo' }, '1.19.8') })), / Stops 90 /);
    assert.match(words(page({ header: header({ session: 'listen' }) })), /Recording of a session netwalk listen /);
    const files = ['main.go', 'other.go'].map((name) => ({ name, sha256: '' }));
    assert.match(words(page({ header: header({ files }) })), /It needs the program as it was: main\.go, other\.go\./);
  });

  it('says of a real process that nothing is executed', () => {
    const process = { pid: 4711, program: '/srv/bin/server', args: ['-v', ':80'], path: 'x', runtimeFolder: 'runtime' };
    const of: ProcessHeader = { ...common, version: 2, goVersion: '1.23.4', process };
    const text = words(page({ header: of, end: { status: 0, reason: 'let go' } }));
    assert.match(text, /Recording of a real process server \(4711\) .*Nothing is executed\./);
    assert.match(
      text,
      /Executable \/srv\/bin\/server Arguments -v :80 System calls .* End it was let go of, and ran on/,
    );
  });

  it('says that it is cut off, or has no end yet', () => {
    assert.match(words(page({ end: null, lost: 17 })), /its last 17 bytes cannot be used/);
    assert.match(words(page({ end: null })), /has no end: it was cut off, or is still being made/);
  });

  it('lets nothing of a file through that is no text', () => {
    const html =
      page({ header: header({ files: [{ name: '<img src="x">', sha256: '' }] }, '<b>"1"') }) +
      unreadableHtml('<script>1</script>', { name: '<i>', t });
    assert.doesNotMatch(html, /<(img|b|i|script)\b/);
  });
});
