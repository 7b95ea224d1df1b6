import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Header, ProcessHeader } from '../engine/trace/recording/file.ts';
import { debugType } from './session/sessions.ts';

/** Asks for a recording, and plays it. */
export async function openRecording(given?: vscode.Uri): Promise<void> {
  const filters = { [vscode.l10n.t('Recordings of Netwalk')]: ['nwr'] };
  const [file] = given ? [given] : ((await vscode.window.showOpenDialog({ filters })) ?? []);
  if (!file) return;
  const header = readHeader(file.fsPath);
  if (!header) {
    void vscode.window.showErrorMessage(vscode.l10n.t('{0} is no recording of Netwalk’s.', path.basename(file.fsPath)));
    return;
  }
  const files = 'program' in header && 'files' in header.program ? header.program.files : null;
  const program = files !== null ? await findProgram(files.map(({ name }) => name)) : null;
  if (program === undefined) return;
  await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
    type: debugType,
    request: 'launch',
    name: vscode.l10n.t('Recording: {0}', path.basename(file.fsPath)),
    recording: file.fsPath,
    ...(program === null ? {} : { program }),
  });
}

/** The first line of the file; undefined when that is not what a recording begins with. */
function readHeader(file: string): Header | ProcessHeader | undefined {
  try {
    const text = fs.readFileSync(file, 'latin1');
    const header = JSON.parse(text.slice(0, text.indexOf('\n'))) as Partial<Pick<Header, 'format' | 'program'>> &
      Partial<Pick<ProcessHeader, 'process'>>;
    if (header.format !== 'netwalk-recording' || !(header.program ?? header.process)) return undefined;
    return header as unknown as Header | ProcessHeader;
  } catch {
    return undefined;
  }
}

/** A recording does not hold the program itself: where its files lie, in the workspace or where the person says. */
async function findProgram(names: string[]): Promise<string | undefined> {
  const [first = ''] = names;
  const found = await vscode.workspace.findFiles(`**/${first}`, undefined, 2);
  const chosen =
    found.length === 1
      ? found[0]
      : (await vscode.window.showOpenDialog({ title: vscode.l10n.t('Where is {0}, which was recorded?', first) }))?.[0];
  return names.length > 1 && chosen ? path.dirname(chosen.fsPath) : chosen?.fsPath;
}
