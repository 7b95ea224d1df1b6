import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { CatalogueEntry } from './catalogue.ts';

/** Copies the program of a walkthrough into the workspace; gives the copy, or undefined when the person changed their mind. */
export async function copyProgram({ id, program }: CatalogueEntry): Promise<vscode.Uri | undefined> {
  const parent = vscode.workspace.workspaceFolders?.[0]?.uri ?? (await askForFolder());
  if (!parent) return undefined;
  const copy = vscode.Uri.joinPath(parent, id, path.basename(program));
  if (await exists(copy)) {
    const [keep, replace] = [vscode.l10n.t('Walk Mine'), vscode.l10n.t('Replace It')];
    const question = vscode.l10n.t('{0} is there already.', vscode.workspace.asRelativePath(copy));
    const detail = vscode.l10n.t('It may hold changes of yours. Replacing puts the original in its place.');
    const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, keep, replace);
    if (answer === keep) return copy;
    if (answer !== replace) return undefined;
  }
  await vscode.workspace.fs.writeFile(copy, fs.readFileSync(program));
  return copy;
}

/** Where no folder is open. */
async function askForFolder(): Promise<vscode.Uri | undefined> {
  const openLabel = vscode.l10n.t('Copy Here');
  const chosen = await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false, openLabel });
  return chosen?.[0];
}

async function exists(file: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}
