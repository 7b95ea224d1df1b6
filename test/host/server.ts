/** One code-server on loopback, with folders of its own that go when it goes. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeServer } from './install.ts';

/** What a workbench is opened with; the counterparts of desktop VS Code's command line. */
export interface WorkbenchOptions {
  folder?: string | undefined;
  openFile?: string | undefined;
  extensionDevelopmentPaths?: string[];
  extensionTestsPath?: string | undefined;
}

export interface ServerOptions {
  /** The folder it writes to, kept when it ends; a temporary one when left out. */
  home?: string | undefined;
  /** The port on loopback; a free one when left out. */
  port?: number;
  /** Where extensions are installed; none when left out. */
  extensionsFolder?: string | undefined;
  /** User settings on top of the quiet ones. */
  settings?: Record<string, unknown>;
  environment?: NodeJS.ProcessEnv;
}

/** A workbench that asks nothing, fetches nothing and probes no port: the project under test is about sockets. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'window.commandCenter': false,
};

/** No gallery: a port where nobody listens. */
const noGallery = JSON.stringify({
  serviceUrl: 'http://127.0.0.1:9/none',
  itemUrl: 'http://127.0.0.1:9/none',
  resourceUrlTemplate: 'http://127.0.0.1:9/none',
});

/** A running server. */
export class Server {
  readonly log: () => string;
  readonly #child: ChildProcess;
  readonly #authority: string;
  readonly #remove: () => void;

  private constructor(child: ChildProcess, port: number, log: () => string, remove: () => void) {
    this.#child = child;
    this.#remove = remove;
    this.#authority = `127.0.0.1:${port}`;
    this.log = log;
  }

  static async start(codeServer: CodeServer, options: ServerOptions = {}): Promise<Server> {
    const home = options.home ?? fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-vscode-'));
    const remove = (): void => {
      if (!options.home) fs.rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    };
    const settings = path.join(home, 'data', 'User', 'settings.json');
    if (!fs.existsSync(settings)) {
      fs.mkdirSync(path.dirname(settings), { recursive: true });
      fs.writeFileSync(settings, JSON.stringify({ ...quietSettings, ...options.settings }, null, 2));
    }
    const extensions = options.extensionsFolder ?? path.join(home, 'extensions');
    const args = [
      ...['--bind-addr', `127.0.0.1:${options.port ?? 0}`, '--auth', 'none'],
      ...serverFolders(home, extensions),
      ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'],
      '--disable-getting-started-override',
      // Without it VS Code ignores which extension to develop and which tests to run.
      ...['--vscode-option', 'enable-smoke-test-driver'],
    ];
    const child = spawn(codeServer.node, [codeServer.entry, ...args], {
      cwd: home,
      env: { ...serverEnvironment(codeServer, home), ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own: the extension host and what it started end with the server.
      detached: true,
    });
    let log = '';
    try {
      const port = await new Promise<number>((resolve, reject) => {
        const hear = (text: Buffer): void => {
          log += text.toString();
          const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(log)?.[1];
          if (port) resolve(Number(port));
        };
        child.stdout.on('data', hear);
        child.stderr.on('data', hear);
        child.once('error', reject);
        child.once('exit', (code) => reject(new Error(`VS Code's server ended with status ${code}:\n${log}`)));
      });
      return new Server(child, port, () => log, remove);
    } catch (error) {
      remove();
      throw error;
    }
  }

  /** The address which opens a workbench. */
  url(options: WorkbenchOptions = {}): string {
    const remote = (file: string): string =>
      `vscode-remote://${this.#authority}${pathToFileURL(path.resolve(file)).pathname}`;
    const payload: [string, string][] = [
      ...(options.extensionDevelopmentPaths ?? []).map((folder): [string, string] => [
        'extensionDevelopmentPath',
        remote(folder),
      ]),
      ...(options.extensionTestsPath
        ? [['extensionTestsPath', remote(options.extensionTestsPath)] as [string, string]]
        : []),
      ...(options.openFile ? [['openFile', remote(options.openFile)] as [string, string]] : []),
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ];
    const query = new URLSearchParams();
    if (options.folder?.endsWith('.code-workspace')) query.set('workspace', path.resolve(options.folder));
    else if (options.folder) query.set('folder', path.resolve(options.folder));
    else query.set('ew', 'true');
    query.set('payload', JSON.stringify(payload));
    return `http://${this.#authority}/?${query.toString()}`;
  }

  /** Resolves when the server has ended. */
  async ended(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    await new Promise((resolve) => this.#child.once('exit', resolve));
  }

  /** Ends it with everything it started and removes what it wrote. */
  async stop(): Promise<void> {
    signalGroup(this.#child, 'SIGTERM');
    await Promise.race([this.ended(), new Promise((resolve) => setTimeout(resolve, 3000))]);
    signalGroup(this.#child, 'SIGKILL');
    this.#remove();
  }
}

/** Installs a packaged extension, as a user does, into a folder that a server may then be given. */
export function installExtension(codeServer: CodeServer, vsix: string, extensionsFolder: string): void {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-vscode-'));
  try {
    const args = ['--install-extension', vsix, '--force', ...serverFolders(home, extensionsFolder)];
    const result = spawnSync(codeServer.node, [codeServer.entry, ...args], {
      encoding: 'utf8',
      env: serverEnvironment(codeServer, home),
    });
    if (result.status !== 0) throw new Error(`installing ${vsix} failed:\n${result.stdout}${result.stderr}`);
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}

function serverFolders(home: string, extensionsFolder: string): string[] {
  const configuration = path.join(home, 'config.yaml');
  fs.writeFileSync(configuration, 'auth: none\n');
  return ['--config', configuration, '--user-data-dir', path.join(home, 'data'), '--extensions-dir', extensionsFolder];
}

/** The outer environment without what another VS Code or npm put there, and with nothing of the home folder. */
function serverEnvironment(codeServer: CodeServer, home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_|PORT$|PASSWORD$)/.test(name));
  return {
    ...Object.fromEntries(kept),
    PATH: `${path.dirname(codeServer.node)}:${process.env.PATH}`,
    XDG_CONFIG_HOME: path.join(home, 'config'),
    XDG_DATA_HOME: path.join(home, 'share'),
    XDG_STATE_HOME: path.join(home, 'state'),
    EXTENSIONS_GALLERY: noGallery,
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // The whole group has ended already.
  }
}
