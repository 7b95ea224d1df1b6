/** The extension under test in its two shapes: the checkout as it stands, or the .vsix that a user installs. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { inProject, root } from '../../extension/tools/project.mjs';
import type { CodeServer } from './install.ts';
import { installExtension } from './server.ts';

export type Mode = 'dev' | 'vsix';

/** How a workbench comes to have the extension. */
export interface ExtensionUnderTest {
  mode: Mode;
  /** Folders that VS Code treats as extensions in development. */
  developmentPaths: string[];
  /** A folder of installed extensions. */
  extensionsFolder?: string;
}

export const isMode = (text: string | undefined): text is Mode => text === 'dev' || text === 'vsix';

/** What the environment says (`run.ts` sets it); the checkout when it says nothing. */
export function extensionUnderTest(): ExtensionUnderTest {
  const extensionsFolder = process.env.NETWALK_E2E_EXTENSIONS;
  return extensionsFolder
    ? { mode: 'vsix', developmentPaths: [], extensionsFolder }
    : { mode: 'dev', developmentPaths: [process.env.NETWALK_E2E_EXTENSION ?? root] };
}

/** Builds what the mode needs. `scratch` is a folder which the caller removes. */
export function prepareExtension(mode: Mode, codeServer: CodeServer, scratch: string): ExtensionUnderTest {
  if (mode === 'dev') {
    runTool('build.mjs');
    return { mode, developmentPaths: [root] };
  }
  runTool('package.mjs', `--target=linux-${process.arch}`, `--out=${scratch}`);
  const extensionsFolder = path.join(scratch, 'extensions');
  installExtension(codeServer, path.join(scratch, `netwalk-linux-${process.arch}.vsix`), extensionsFolder);
  return { mode, developmentPaths: [], extensionsFolder };
}

/** A copy of the extension under test, to be changed, and where its files are; with koffi's native module, or without. In a folder which the caller removes. */
export function copiedExtension(folder: string, isNative = true): { extension: ExtensionUnderTest; files: string } {
  const { mode, developmentPaths, extensionsFolder } = extensionUnderTest();
  if (extensionsFolder) {
    fs.cpSync(extensionsFolder, folder, { recursive: true });
    const [name = ''] = fs.readdirSync(folder).filter((entry) => entry.startsWith('netwalk.'));
    const files = path.join(folder, name);
    if (!isNative) fs.rmSync(path.join(files, 'node_modules'), { recursive: true, force: true });
    return { extension: { mode, developmentPaths, extensionsFolder: folder }, files };
  }
  const from = developmentPaths[0] ?? root;
  const shipped = [
    'package.json',
    'package.nls.json',
    'dist',
    'media',
    'l10n',
    'walkthroughs',
    'engine/session/programs',
  ];
  for (const name of shipped) fs.cpSync(path.join(from, name), path.join(folder, name), { recursive: true });
  for (const name of isNative ? ['.cache', 'node_modules'] : ['.cache'])
    fs.symlinkSync(path.join(from, name), path.join(folder, name));
  return { extension: { mode, developmentPaths: [folder] }, files: folder };
}

/** A copy that lacks koffi's native module, as on a machine that it is not made for. In a folder which the caller removes. */
export const withoutNativeModule = (folder: string): ExtensionUnderTest => copiedExtension(folder, false).extension;

/** Tests in the extension host need some extension in development: one that does nothing. */
export function emptyExtension(scratch: string): string {
  const folder = path.join(scratch, 'empty');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'empty', publisher: 'test', version: '0.0.1', engines: { vscode: '^1.100.0' } }),
  );
  return folder;
}

function runTool(tool: string, ...args: string[]): void {
  const result = spawnSync(process.execPath, [inProject('extension/tools', tool), ...args], { stdio: 'inherit' });
  if (result.status !== 0) throw new Error(`${tool} failed`);
}
