// What a .vsix holds: laid out in a folder, exactly and only that.
import { execFileSync, spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { buildOptions, presentBundles } from './bundles.mjs';
import { cacheFolder, filesUnder, inProject, readManifest, root } from './project.mjs';

/** The machines that there is a .vsix for, with Go's name for them. */
export const targets = { 'linux-x64': 'amd64', 'linux-arm64': 'arm64' };

/** Taken as they are, where they exist. */
const taken = [
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'media',
  'walkthroughs',
  'l10n',
  'docs',
  'engine/session/programs',
];

/** What the manifest says to VS Code and to people; how to develop it stays here. */
const developmentFields = ['scripts', 'devDependencies', 'dependencies', 'private', 'mocha', 'prettier'];

/** Lays out the extension for a target in an empty folder. */
export async function stage(target, folder) {
  await stageBundles(folder);
  for (const name of [...taken, ...manifestTranslations()]) {
    if (fs.existsSync(inProject(name))) fs.cpSync(inProject(name), path.join(folder, name), { recursive: true });
  }
  stageReadmeWithoutPictures(folder);
  const koffi = stageNativeModule(target, folder);
  const manifest = readManifest();
  for (const field of developmentFields) delete manifest[field];
  manifest.dependencies = koffi;
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  // Nothing to leave out: the folder holds what ships. vsce asks for the file.
  fs.writeFileSync(path.join(folder, '.vscodeignore'), '');
  stageGoSource(target, path.join(folder, 'go'));
  stageRecordings(folder);
}

/** VS Code shows no pictures of a README that lie beside it, and they would be a sixth of the package. */
function stageReadmeWithoutPictures(folder) {
  fs.rmSync(path.join(folder, picturesFolder), { recursive: true, force: true });
  const lines = fs.readFileSync(inProject('README.md'), 'utf8').split('\n');
  const kept = lines.filter((line, i) => !isPicture(line) && !(line === '' && isPicture(lines[i - 1] ?? '')));
  fs.writeFileSync(path.join(folder, 'README.md'), kept.join('\n'));
}

const picturesFolder = 'media/walkthroughs';
const isPicture = (line) => line.startsWith('![') && line.includes(`](${picturesFolder}/`);

/** By walkthrough: the same for every target. */
const recordings = new Map();

/** A recording of each walkthrough, made here and now: it plays where no system calls can be made. */
function stageRecordings(folder) {
  const walkthroughs = path.join(folder, 'walkthroughs');
  for (const { name } of fs.readdirSync(walkthroughs, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    if (!fs.existsSync(path.join(walkthroughs, name, 'walkthrough.json'))) continue;
    const file = path.join(walkthroughs, name, 'recording.nwr');
    if (!recordings.has(name)) recordings.set(name, recordingOf(name, file));
    fs.writeFileSync(file, recordings.get(name), { mode: 0o644 });
  }
}

function recordingOf(walkthrough, file) {
  const { status, stderr } = spawnSync(
    process.execPath,
    [inProject('dist/netwalk.js'), 'record', file, 'walk', walkthrough],
    { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  if (status !== 0) throw new Error(`walkthrough ${walkthrough} could not be recorded: ${stderr}`);
  const recording = fs.readFileSync(file);
  fs.rmSync(file);
  return recording;
}

const manifestTranslations = () => fs.readdirSync(root).filter((name) => /^package\.nls\..*json$/.test(name));

async function stageBundles(folder) {
  const notices = new Map();
  for (const bundle of presentBundles()) {
    const { metafile } = await esbuild.build({
      ...buildOptions(bundle, { production: true }),
      outfile: path.join(folder, bundle.out),
      metafile: true,
    });
    for (const input of Object.keys(metafile.inputs)) {
      const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
      if (name) notices.set(name, licenseOf(inProject('node_modules', name)));
    }
  }
  const text = [...notices].sort().map(([name, license]) => `${name}\n${'='.repeat(name.length)}\n\n${license}\n`);
  fs.writeFileSync(path.join(folder, 'ThirdPartyNotices.txt'), text.join('\n'));
}

/** The licence of a package that became part of a bundle. */
function licenseOf(packageFolder) {
  const file = fs.readdirSync(packageFolder).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`${packageFolder} comes without a licence`);
  return fs.readFileSync(path.join(packageFolder, file), 'utf8').trim();
}

/** koffi's native module for the target, where the bundles find it. Returns it as a dependency. */
function stageNativeModule(target, folder) {
  const name = `@koromix/koffi-${target}`;
  const from = target === `${process.platform}-${process.arch}` ? inProject('node_modules', name) : fetchPackage(name);
  const to = path.join(folder, 'node_modules', name);
  const binaries = target.replace('-', '_');
  for (const part of ['package.json', 'index.js', binaries]) {
    fs.cpSync(path.join(from, part), path.join(to, part), { recursive: true });
  }
  return { [name]: JSON.parse(fs.readFileSync(path.join(to, 'package.json'), 'utf8')).version };
}

/** A package for another machine, which npm would not install here: fetched into the cache and checked against our lock file. */
function fetchPackage(name) {
  const { version, integrity } = JSON.parse(fs.readFileSync(inProject('package-lock.json'), 'utf8')).packages[
    `node_modules/${name}`
  ];
  const folder = path.join(cacheFolder, 'packages', `${name.replace('/', '-').replace('@', '')}-${version}`);
  if (fs.existsSync(folder)) return path.join(folder, 'package');
  const aside = `${folder}.${process.pid}`;
  fs.mkdirSync(aside, { recursive: true });
  try {
    const quiet = ['--loglevel=error', '--pack-destination', aside];
    execFileSync('npm', ['pack', `${name}@${version}`, ...quiet], { stdio: ['ignore', 'ignore', 'inherit'] });
    const [archive] = filesUnder(aside);
    const hash = crypto.createHash('sha512').update(fs.readFileSync(archive)).digest('base64');
    if (`sha512-${hash}` !== integrity) throw new Error(`${name}@${version} is not what the lock file says`);
    execFileSync('tar', ['-xzf', archive, '-C', aside]);
    fs.rmSync(archive);
    if (!fs.existsSync(folder)) fs.renameSync(aside, folder);
  } finally {
    fs.rmSync(aside, { recursive: true, force: true });
  }
  return path.join(folder, 'package');
}

function stageGoSource(target, folder) {
  const tool = inProject('extension/tools/stageGo.ts');
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', tool, folder, targets[target]], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error("Go's source could not be provided");
}
