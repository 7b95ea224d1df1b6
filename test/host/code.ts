/**
 * A stand-in for desktop VS Code's executable where that cannot be had: it takes the command line that
 * `@vscode/test-electron` builds, opens the same workbench in Chromium, lets the extension host run the tests, and
 * passes on what they print and whether they passed: 0, 1, 124 for a hang, 128 + the signal that ended it.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { BrowserContext } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { installCodeServer } from './install.ts';
import { isNoise } from './noise.ts';
import { Server } from './server.ts';

/** Runs VS Code and ends this process as VS Code ended. */
async function runCode(args: string[]): Promise<void> {
  const run = new Run();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void run.finish(128 + os.constants.signals[signal], signal));
  }
  // Whatever happens, nothing is left behind: not even when nobody reads what is printed any more.
  process.on('uncaughtException', (error) => void run.finish(70, error.stack ?? error.message));
  const seconds = Number(process.env.NETWALK_HOST_SECONDS ?? 300);
  setTimeout(() => void run.finish(124, `nothing ended it within ${seconds} s`), seconds * 1000).unref();
  try {
    await run.open(parse(args));
  } catch (error) {
    await run.finish(70, error instanceof Error ? error.message : String(error));
  }
}

interface CommandLine {
  folder: string | undefined;
  developmentPaths: string[];
  testsPath: string | undefined;
  extensionsFolder: string | undefined;
  locale: string | undefined;
}

/** The part of desktop VS Code's command line that means something here; the rest is about its window. */
function parse(args: string[]): CommandLine {
  const { values, positionals } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    options: { extensionDevelopmentPath: { type: 'string', multiple: true } },
  });
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return {
    folder: positionals[0],
    developmentPaths: (values.extensionDevelopmentPath ?? []).filter((value) => typeof value === 'string'),
    testsPath: text(values.extensionTestsPath),
    extensionsFolder: text(values['extensions-dir']),
    locale: text(values.locale),
  };
}

/** One VS Code from its start to its end. */
class Run {
  readonly #scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-code-'));
  readonly #tests = new TestLog(path.join(this.#scratch, 'tests.log'));
  readonly #workbenchLog: string[] = [];
  #starting: Promise<Server> | undefined;
  #browser: BrowserContext | undefined;
  #finishing = false;

  async open({ folder, developmentPaths, testsPath, extensionsFolder, locale }: CommandLine): Promise<void> {
    const codeServer = await installCodeServer();
    if (this.#finishing) return;
    this.#starting = Server.start(codeServer, {
      extensionsFolder,
      environment: { NETWALK_TEST_LOG: this.#tests.file },
    });
    const server = await this.#starting;
    void server.ended().then(() => this.finish(70, 'its server ended'));
    this.#browser = await openBrowser(path.join(this.#scratch, 'profile'), locale);
    const page = this.#browser.pages()[0] ?? (await this.#browser.newPage());
    page.on('crash', () => void this.finish(71, 'the page crashed'));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#remember(message.text());
    });
    // VS Code calls these two when it runs tests in a browser.
    await page.exposeFunction('codeAutomationLog', (type: string, words: unknown[]) => {
      this.#remember(`[${type}] ${words.map(String).join(' ')}`);
    });
    await page.exposeFunction('codeAutomationExit', (status: number) => void this.finish(status, 'its tests failed'));
    await page.goto(server.url({ folder, extensionDevelopmentPaths: developmentPaths, extensionTestsPath: testsPath }));
  }

  #remember(message: string): void {
    if (!isNoise(message)) this.#workbenchLog.push(message);
  }

  /** Removes everything and ends the process; only the first call counts. */
  async finish(status: number, reason: string): Promise<void> {
    if (this.#finishing) return;
    this.#finishing = true;
    this.#tests.close();
    if (status !== 0) console.error(`VS Code ended with status ${status}: ${reason}`);
    if (status !== 0 && this.#tests.isEmpty) {
      console.error(`No test said anything. The workbench's last words:\n${this.#workbenchLog.slice(-20).join('\n')}`);
    }
    const closed = this.#browser?.close().catch(() => undefined);
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 5000))]);
    // It may still be starting: then it is stopped as soon as it has.
    await this.#starting?.then((server) => server.stop()).catch(() => undefined);
    fs.rmSync(this.#scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    process.exit(status);
  }
}

/** The file through which the tests' output leaves the extension host. */
class TestLog {
  readonly file: string;
  #read = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(file: string) {
    this.file = file;
    fs.writeFileSync(file, '');
    this.#timer = setInterval(() => this.#passOn(), 100);
  }

  get isEmpty(): boolean {
    return this.#read === 0;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#passOn();
  }

  #passOn(): void {
    const all = fs.readFileSync(this.file);
    process.stdout.write(all.subarray(this.#read));
    this.#read = all.length;
  }
}

void runCode(process.argv.slice(2));
