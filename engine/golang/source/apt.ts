import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** apt's own downloader: it knows the proxies, certificates and passwords that apt is configured with. */
const aptHelper = '/usr/lib/apt/apt-helper';

/** Whether apt is here to be asked. */
export const hasApt = (): boolean => fs.existsSync(aptHelper);

/** The Debian mirrors that apt is configured with (sources.list(5)), in its order. */
export function debianMirrors(aptFolder = '/etc/apt'): string[] {
  const parts = path.join(aptFolder, 'sources.list.d');
  const names = fs.existsSync(parts) ? fs.readdirSync(parts).sort() : [];
  const files = [path.join(aptFolder, 'sources.list'), ...names.map((name) => path.join(parts, name))];
  const entries = files.flatMap((file) => {
    if (!fs.existsSync(file)) return [];
    const text = fs.readFileSync(file, 'utf8');
    return file.endsWith('.sources') ? deb822Entries(text) : file.endsWith('.list') ? lineEntries(text) : [];
  });
  const debian = entries.filter(({ suites, components }) => components.includes('main') && suites.some(isDebianSuite));
  return [...new Set(debian.flatMap(({ uris }) => uris).map((uri) => uri.replace(/\/*$/, '/')))];
}

/** Not the security archive, and no archive of other people or distributions. */
const isDebianSuite = (suite: string): boolean =>
  /^(oldoldstable|oldstable|stable|testing|unstable|sid|buster|bullseye|bookworm|trixie|forky|duke)(-updates|-backports)?$/.test(
    suite,
  );

interface Entry {
  uris: string[];
  suites: string[];
  components: string[];
}

function deb822Entries(text: string): Entry[] {
  const withoutComments = text.replace(/^#.*\n?/gm, '');
  return withoutComments.split(/\n\s*\n/).flatMap((stanza) => {
    const field = (name: string): string[] => {
      const value = new RegExp(`^${name}:((?:.*)(?:\\n[ \\t].*)*)`, 'im').exec(stanza)?.[1] ?? '';
      return value.split(/\s+/).filter((word) => word !== '');
    };
    const off = field('Enabled')[0] === 'no' || !field('Types').includes('deb');
    return off ? [] : [{ uris: field('URIs'), suites: field('Suites'), components: field('Components') }];
  });
}

function lineEntries(text: string): Entry[] {
  const lines = text.matchAll(/^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)([^#\n]*)/gm);
  return [...lines].map(([, uri = '', suite = '', components = '']) => {
    return { uris: [uri], suites: [suite], components: components.trim().split(/\s+/) };
  });
}

/** Downloads a file as apt would, without root; apt checks the hash, if there is one, and goes on where an earlier download ended. */
export async function aptDownload(uri: string, file: string, sha256: string | null): Promise<void> {
  const settings = [
    'APT::Sandbox::User=root',
    'Acquire::http::Timeout=30',
    'Acquire::https::Timeout=30',
    'Acquire::Retries=2',
  ];
  const options = settings.flatMap((setting) => ['-o', setting]);
  const hash = sha256 === null ? [] : [`SHA256:${sha256}`];
  const helper = spawn(aptHelper, [...options, 'download-file', uri, file, ...hash], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  let complaints = '';
  helper.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const status = await new Promise<number | null>((resolve, reject) => helper.on('error', reject).on('close', resolve));
  if (status !== 0)
    throw new Error(complaints.replace(/^[EW]: /gm, '').trim() || `${aptHelper} ended with status ${status}`);
}

/** Unpacks parts of a Debian package: `./usr/share/go-1.19/src` and whatever else is named. */
export async function unpackDeb(deb: string, folder: string, members: string[], exclude: string[]): Promise<void> {
  const reader = spawn('dpkg-deb', ['--fsys-tarfile', deb], { stdio: ['ignore', 'pipe', 'ignore'] });
  const excluded = exclude.map((member) => `--exclude=${member}`);
  const writer = spawn('tar', ['-x', '-C', folder, '--no-same-owner', ...excluded, ...members], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  // tar closes its end when it is done early; dpkg-deb's complaint about that is none.
  writer.stdin.on('error', () => undefined);
  reader.stdout.pipe(writer.stdin);
  let complaints = '';
  writer.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const ended = [reader, writer].map((child) => {
    return new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  });
  const [, status] = await Promise.all(ended);
  if (status !== 0) throw new Error(`${path.basename(deb)} could not be unpacked: ${complaints.trim()}`);
}
