import path from 'node:path';
import * as vscode from 'vscode';
import type { RecordingSummary } from '../../engine/session/recordingSummary.ts';
import { walkOfWalkthrough } from '../session/configurations.ts';
import { debugType } from '../session/sessions.ts';
import { askSummary } from './summary.ts';

/** Asks for a recording, unless one is given, and plays it. */
export async function openRecording(extensionPath: string, given?: vscode.Uri): Promise<void> {
  const filters = { [vscode.l10n.t('Recordings of Netwalk')]: ['nwr'] };
  const [file] = given ? [given] : ((await vscode.window.showOpenDialog({ filters })) ?? []);
  if (!file) return;
  let header: RecordingSummary['header'];
  try {
    ({ header } = await askSummary(extensionPath, file.fsPath));
  } catch (error) {
    const is = vscode.l10n.t('{0} is no recording of Netwalk’s.', path.basename(file.fsPath));
    void vscode.window.showErrorMessage(`${is} (${(error as Error).message})`);
    return;
  }
  const recorded = 'program' in header ? header.program : undefined;
  const names = recorded && 'files' in recorded ? recorded.files.map(({ name }) => name) : null;
  const program = names === null ? null : await findProgram(names);
  if (program === undefined) return;
  const name = vscode.l10n.t('Recording: {0}', path.basename(file.fsPath));
  // A walkthrough is told, as when it ran.
  const walk =
    recorded && 'walkthrough' in recorded
      ? walkOfWalkthrough(recorded.walkthrough, name)
      : { type: debugType, request: 'launch', name };
  await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
    ...walk,
    recording: file.fsPath,
    ...(program === null ? {} : { program }),
  });
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
