import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { whatIsMissing } from './platform.ts';
import { togetherAdapter } from './together.ts';

/** Starts the engine for a launch and for a Go process, and connects to the socket of one that runs for an attach. */
export class EngineFactory implements vscode.DebugAdapterDescriptorFactory {
  readonly #extensionPath: string;
  /** Netwalk's version: a session must run the same. */
  readonly version: string;

  constructor(extensionPath: string, version: string) {
    this.#extensionPath = extensionPath;
    this.version = version;
  }

  createDebugAdapterDescriptor(session: vscode.DebugSession): vscode.DebugAdapterDescriptor {
    const { configuration } = session;
    if (configuration.together === true) return togetherAdapter(session, this.#extensionPath);
    if (configuration.request === 'attach' && configuration.processId === undefined) {
      return new vscode.DebugAdapterNamedPipeServer(String(configuration.socket));
    }
    // VS Code's own Node: nothing else needs to be installed.
    return new vscode.DebugAdapterExecutable(
      process.execPath,
      [path.join(this.#extensionPath, 'dist', 'netwalk.js'), 'dap'],
      { env: { ELECTRON_RUN_AS_NODE: '1' } },
    );
  }

  /** Why the engine cannot run on this machine, and what can be done; undefined when it can. */
  get missing(): string | undefined {
    const { platform, arch } = process;
    const nativeModule = path.join(this.#extensionPath, 'node_modules', '@koromix', `koffi-${platform}-${arch}`);
    return whatIsMissing({ platform, architecture: arch, hasNativeModule: fs.existsSync(nativeModule) }, vscode.l10n.t);
  }
}
