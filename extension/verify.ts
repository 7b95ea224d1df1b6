import { spawn } from 'node:child_process';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Verified } from '../engine/session/verify/verify.ts';
import { languageOf } from './words.ts';

const scheme = 'netwalk-verify';

/** Compares a program's system calls with those of a real Go, in a diff editor. */
export class Verify implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #extensionPath: string;
  /** Texts by the path of their address. */
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);

  constructor(extensionPath: string) {
    this.#extensionPath = extensionPath;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.path) ?? '';
  }

  /** `target` is a walkthrough, a Go file or a folder. */
  async compare(target: string, name: string): Promise<void> {
    const title = vscode.l10n.t('Comparing {0} with a real Go', name);
    const location = vscode.ProgressLocation.Notification;
    const answer = await vscode.window.withProgress({ location, title, cancellable: true }, async (_progress, token) =>
      this.#run(target, token),
    );
    if (answer === undefined) return;
    if (typeof answer === 'string') {
      void vscode.window.showErrorMessage(answer);
      return;
    }
    await this.#show(answer, name);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  async #show({ go, netwalk, goVersion, differences }: Verified, name: string): Promise<void> {
    const [left, right] = [`Go ${goVersion}`, 'Netwalk'].map((side) =>
      vscode.Uri.from({ scheme, path: `/${name}/${side}` }),
    );
    if (!left || !right) return;
    for (const [uri, text] of [
      [left, go],
      [right, netwalk],
    ] as const) {
      this.#texts.set(uri.path, text);
      this.#changed.fire(uri);
    }
    await vscode.commands.executeCommand('vscode.diff', left, right, `${name}: Go ${goVersion} ↔ Netwalk`);
    const verdict =
      differences === 0
        ? vscode.l10n.t('{0} makes the same system calls with Go {1} and here.', name, goVersion)
        : vscode.l10n.t('{0} differs in {1} places between Go {2} and here.', name, differences, goVersion);
    void vscode.window.showInformationMessage(verdict);
  }

  /** What the command prints, or what is wrong; undefined when it was cancelled. */
  async #run(target: string, token: vscode.CancellationToken): Promise<Verified | string | undefined> {
    const settings = vscode.workspace.getConfiguration('netwalk');
    const options = ['goroot', 'goVersion'].flatMap((setting) => {
      const value = settings.get<string>(setting);
      return value ? [setting === 'goroot' ? '--goroot' : '--go', value] : [];
    });
    const command = path.join(this.#extensionPath, 'dist', 'netwalk.js');
    const language = languageOf(vscode.env.language);
    const child = spawn(process.execPath, [command, 'verify', '--json', '--language', language, ...options, target], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    token.onCancellationRequested(() => child.kill('SIGTERM'));
    const output: string[] = [];
    const errors: string[] = [];
    child.stdout.on('data', (text: Buffer) => output.push(text.toString()));
    child.stderr.on('data', (text: Buffer) => errors.push(text.toString()));
    await new Promise<void>((resolve, reject) => child.once('error', reject).once('close', () => resolve()));
    if (token.isCancellationRequested) return undefined;
    if (output.length > 0) return JSON.parse(output.join('')) as Verified;
    return errors
      .join('')
      .replace(/^netwalk: /, '')
      .trim();
  }
}
