import crypto from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import { languageOf } from '../words.ts';
import type { PageParts } from './webviewPage.ts';

/** What a page loads, named from the extension's folder on, and the commands that its links may run. */
export interface PageFiles {
  readonly style: string;
  readonly script?: string;
  readonly commands?: readonly string[];
}

/** Puts a page of ours into a webview. */
export function fillWebview(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  { style, script, commands = [] }: PageFiles,
  make: (parts: PageParts) => string,
): void {
  const at = (name: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, name);
  const files = script === undefined ? [style] : [style, script];
  webview.options = {
    enableScripts: script !== undefined,
    enableCommandUris: commands,
    localResourceRoots: files.map((name) => at(path.posix.dirname(name))),
  };
  webview.html = make({
    source: webview.cspSource,
    ...(script === undefined ? {} : { script: webview.asWebviewUri(at(script)).toString() }),
    style: webview.asWebviewUri(at(style)).toString(),
    nonce: crypto.randomBytes(16).toString('hex'),
    language: languageOf(vscode.env.language),
  });
}

/** Messages with their translations, for a page's script; none where there is no bundle. */
export function translations(): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(vscode.l10n.bundle ?? {}))
    if (typeof value === 'string') texts[key] = value;
  return texts;
}
