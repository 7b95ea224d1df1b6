import * as vscode from 'vscode';

export type SaveFormat = 'svg' | 'png' | 'csv';

/** Asks where, and writes what a page made to there. `value` is base64 of a PNG and else the text; nothing is written when the person cancels. */
export async function saveAs(format: SaveFormat, name: string, value: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    filters: { [format.toUpperCase()]: [format] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, `${name}.${format}`) } : {}),
  });
  if (uri) await vscode.workspace.fs.writeFile(uri, Buffer.from(value, format === 'png' ? 'base64' : 'utf8'));
}
