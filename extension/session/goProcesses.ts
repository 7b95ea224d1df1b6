import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { ListedProcess } from '../../engine/process/list.ts';
import { debugType } from './sessions.ts';
import { processRow } from './processRows.ts';

/** The Go processes of this user, as the engine sees them. @throws Error with the engine's words */
async function goProcesses(extensionPath: string): Promise<ListedProcess[]> {
  const command = path.join(extensionPath, 'dist', 'netwalk.js');
  const { stdout } = await promisify(execFile)(process.execPath, [command, 'processes', '--json'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout) as ListedProcess[];
}

/** Asks which Go process; undefined when none was chosen. */
export async function pickGoProcess(extensionPath: string): Promise<number | undefined> {
  const t = vscode.l10n.t;
  const items = goProcesses(extensionPath).then((found) =>
    found.map((each) => ({ ...processRow(each, t), pid: each.pid })),
  );
  if ((await items).length === 0) {
    void vscode.window.showInformationMessage(t('No Go process of yours runs on this machine.'));
    return undefined;
  }
  const placeHolder = t('Which Go process?');
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true, matchOnDetail: true }))
    ?.pid;
}

/** The configuration that attaches to a Go process. */
export function attachTo(pid: number): vscode.DebugConfiguration {
  return { type: debugType, request: 'attach', name: vscode.l10n.t('Process {0}', pid), processId: pid };
}
