/**
 * A person at VS Code: opens the workbench with the extension under test, gives commands, presses keys, and reads what
 * stands on the screen. Everything that waits fails with what was there instead.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { inProject } from '../../../extension/tools/project.mjs';
import { openBrowser } from '../browser.ts';
import { extensionUnderTest, type ExtensionUnderTest } from '../extension.ts';
import { installCodeServer } from '../install.ts';
import { isNoise } from '../noise.ts';
import { Server } from '../server.ts';
import { highlightedLine, visibleLines, type HighlightedLine } from './editor.ts';

export interface WorkbenchSetup {
  /** The folder to open; a temporary empty one when left out. */
  folder?: string;
  settings?: Record<string, unknown>;
  /** The language that extensions speak, such as `zh-cn`. */
  locale?: string;
  /** Environment of the extension host. */
  environment?: NodeJS.ProcessEnv;
  /** Another extension than the one under test: a changed copy of it. */
  extension?: ExtensionUnderTest;
  /** Screenshots are called after it. */
  name?: string;
}

/** Where screenshots are kept for a person to look at. */
export const screenshots = inProject('test/e2e/screenshots');

/** Long, for a machine that does other things too. */
const patience = 90_000;

export class Workbench {
  /** For what this class has no word. */
  readonly page: Page;
  /** What the workbench and the extension said on the error console, without the host's own noise. */
  readonly consoleErrors: string[] = [];
  readonly #server: Server;
  readonly #browser: BrowserContext;
  readonly #scratch: string;
  readonly #name: string;
  #failures = 0;

  private constructor(server: Server, browser: BrowserContext, page: Page, scratch: string, name: string) {
    this.#server = server;
    this.#browser = browser;
    this.page = page;
    this.#scratch = scratch;
    this.#name = name;
    page.on('console', (message) => {
      if (message.type() === 'error' && !isNoise(message.text())) this.consoleErrors.push(message.text());
    });
    page.on('pageerror', (error) => this.consoleErrors.push(error.stack ?? error.message));
  }

  /** Starts VS Code with the extension (`extensionUnderTest`) and waits until it can be used. */
  static async open(setup: WorkbenchSetup = {}): Promise<Workbench> {
    const { developmentPaths, extensionsFolder, mode } = setup.extension ?? extensionUnderTest();
    const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-workbench-'));
    const folder = setup.folder ?? path.join(scratch, 'folder');
    fs.mkdirSync(folder, { recursive: true });
    const server = await Server.start(await installCodeServer(), {
      extensionsFolder,
      ...(setup.settings ? { settings: setup.settings } : {}),
      ...(setup.environment ? { environment: setup.environment } : {}),
    });
    let browser: BrowserContext | undefined;
    try {
      browser = await openBrowser(path.join(scratch, 'profile'), setup.locale);
      const page = browser.pages()[0] ?? (await browser.newPage());
      // What runs in the page was compiled with helper calls that the page does not know.
      await page.addInitScript('globalThis.__name = (value) => value');
      const workbench = new Workbench(server, browser, page, scratch, `${mode}-${setup.name ?? 'workbench'}`);
      await page.goto(server.url({ folder, extensionDevelopmentPaths: developmentPaths }), { timeout: 120_000 });
      await page.locator('.monaco-workbench .activitybar').waitFor({ timeout: 120_000 });
      return workbench;
    } catch (error) {
      await browser?.close();
      await server.stop();
      fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
      throw error;
    }
  }

  /** Ends VS Code and removes what it wrote. */
  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
    fs.rmSync(this.#scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  // Commands and keys

  /** Runs a command from the palette, by the words it has there. */
  async command(title: string): Promise<void> {
    await this.#quickInput('F1', `>${title}`, title);
  }

  /** Opens a file by Quick Open: one of the folder by its name, any other by its absolute path. */
  async openFile(name: string): Promise<void> {
    const [file = '', ...folders] = name.split('/').filter(Boolean).reverse();
    // A row shows the name, then the folder, from the home folder on.
    const row = new RegExp([file, ...folders.slice(0, 2).reverse()].map(escaped).join('[^]*'));
    await this.#quickInput('Control+P', name, row);
    await this.editorTab(path.basename(name)).waitFor({ timeout: patience });
    await this.page.locator(`.monaco-editor[data-uri$="/${file}"] .view-line`).first().waitFor({ timeout: patience });
    // The next keys would go to Quick Open while it closes.
    await this.#quickInputClosed();
  }

  /** Presses a key or a chord such as `Control+Shift+D`. */
  async press(keys: string): Promise<void> {
    await this.page.keyboard.press(keys);
  }

  /** Chooses an item in the list that a command has opened. */
  async pick(item: string | RegExp): Promise<void> {
    const row = this.page.locator('.quick-input-widget .monaco-list-row', { hasText: item }).first();
    await row.waitFor({ timeout: patience });
    // By keys: what hovers over a row would take the click.
    while (!(await row.evaluate((element) => element.classList.contains('focused')))) await this.press('ArrowDown');
    await this.press('Enter');
  }

  /** Answers VS Code's dialog for saving with an absolute path. */
  async saveAs(file: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input').first();
    const value = async (): Promise<string> => ((await input.isVisible()) ? input.inputValue() : '');
    await this.#until(value, (text) => path.isAbsolute(text), 'the dialog for saving');
    await this.#until(
      async () => {
        if ((await value()) !== file) await input.fill(file);
        // The dialog writes its own path once more when it has read the folder.
        await this.page.waitForTimeout(500);
        return value();
      },
      (text) => text === file,
      'the path in the dialog',
    );
    await this.press('Enter');
    await this.#quickInputClosed();
  }

  /** Until a server is debugged, and its listener stands among the descriptors. */
  async listenerShown(): Promise<void> {
    await this.page.locator('.debug-toolbar').waitFor({ timeout: 120_000 });
    await this.activity('Netwalk');
    await this.waitUntil(
      () => this.tree('Descriptors'),
      (rows) => rows.some((row) => /listener.*LISTEN/s.test(row)),
      'the listener among the descriptors',
    );
  }

  async #quickInput(keys: string, text: string, item: string | RegExp): Promise<void> {
    await this.press(keys);
    const input = this.page.locator('.quick-input-widget input').first();
    await input.waitFor({ state: 'visible', timeout: patience });
    await input.fill(text);
    const rows = this.page.locator('.quick-input-widget .monaco-list-row');
    const row = rows.filter({ hasText: item }).first();
    await this.#until(
      async () => {
        if (await row.isVisible()) return true;
        // The list does not notice what becomes available meanwhile, such as commands of an extension.
        await input.fill('');
        await input.fill(text);
        await row.waitFor({ timeout: 1000 }).catch(() => undefined);
        return row.isVisible();
      },
      (isVisible) => isVisible,
      `${String(item)} in the list`,
    );
    await row.click();
  }

  // Editors

  editorTab(name: string): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: name });
  }

  /** The names on the tabs, in order. */
  async editorTabs(): Promise<string[]> {
    return this.#texts(this.page.locator('.tabs-container .tab .tab-label'));
  }

  /** Goes to a line of the active editor. */
  async goToLine(line: number): Promise<void> {
    await this.press('Control+G');
    const input = this.page.locator('.quick-input-widget input').first();
    await input.waitFor({ state: 'visible', timeout: patience });
    await input.fill(`:${line}`);
    // Enter counts once the list says where it would go.
    const row = this.page.locator('.quick-input-widget .monaco-list-row', { hasText: new RegExp(`\\b${line}\\b`) });
    await row.first().waitFor({ timeout: patience });
    await this.press('Enter');
    await this.#quickInputClosed();
  }

  async #quickInputClosed(): Promise<void> {
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden', timeout: patience });
  }

  /** Sets or removes a breakpoint on a line of the active editor. */
  async toggleBreakpoint(line: number): Promise<void> {
    await this.goToLine(line);
    await this.press('F9');
  }

  /** Every line that the editors show, with what extensions wrote before and behind it. */
  async visibleLines(): Promise<string[]> {
    return this.page.evaluate(visibleLines);
  }

  // Debugging

  /** The line where the debugger stands, wherever it is shown. */
  async highlightedLine(): Promise<HighlightedLine | undefined> {
    return this.page.evaluate(highlightedLine);
  }

  /** Waits until the debugger stands on a line which is as wanted, and returns it. */
  async waitForLine(wanted: Partial<HighlightedLine> | ((line: HighlightedLine) => boolean)): Promise<HighlightedLine> {
    const fits =
      typeof wanted === 'function'
        ? wanted
        : (line: HighlightedLine): boolean =>
            (wanted.file === undefined || line.file.endsWith(wanted.file)) &&
            (wanted.line === undefined || line.line === wanted.line) &&
            (wanted.text === undefined || line.text.includes(wanted.text));
    return this.#until(
      () => this.highlightedLine(),
      (line) => line !== undefined && fits(line),
      `the debugger on ${typeof wanted === 'function' ? 'a fitting line' : JSON.stringify(wanted)}`,
    ) as Promise<HighlightedLine>;
  }

  /** Presses a key that steps and waits until the debugger stands elsewhere. */
  async step(keys: string): Promise<HighlightedLine> {
    const before = await this.highlightedLine();
    await this.press(keys);
    return this.waitForLine((line) => line.file !== before?.file || line.line !== before.line);
  }

  /** Presses a button of the debug toolbar: `Continue`, `Step Over`, `Step Back`, `Reverse`, `Stop`… */
  async debugAction(name: string): Promise<void> {
    await this.page.locator(`.debug-toolbar a[aria-label^="${name}"]`).first().click();
  }

  async callStack(): Promise<string[]> {
    return this.#texts(this.page.locator('.debug-call-stack .monaco-list-row'));
  }

  async variables(): Promise<string[]> {
    return this.#texts(this.page.locator('.debug-variables .monaco-list-row'));
  }

  /** The output in the Debug Console, as far as it is in sight. */
  async debugConsole(): Promise<string[]> {
    return this.#texts(this.page.locator('.repl .monaco-list-row'));
  }

  /** Types into the Debug Console and presses Enter. */
  async evaluate(expression: string): Promise<void> {
    await this.press('Control+Shift+Y');
    await this.page.locator('.repl-input-wrapper .monaco-editor').click();
    await this.page.keyboard.type(expression);
    await this.press('Escape');
    await this.press('Enter');
  }

  // Views

  /** Opens a container of the activity bar, by the name a screen reader says. */
  async activity(name: string): Promise<void> {
    const action = this.page.locator(`.activitybar .action-label[aria-label^="${name}"]`);
    await action.waitFor({ timeout: patience });
    const expanded = await action.locator('xpath=ancestor::li').getAttribute('aria-expanded');
    if (expanded !== 'true') await action.click();
  }

  /** A view of the side bar or the panel, by the title on it. */
  view(title: string): Locator {
    return this.page.locator('.pane', { has: this.page.locator('.pane-header', { hasText: title }) });
  }

  /** The rows of a tree, as they read. */
  async tree(title: string): Promise<string[]> {
    return this.#texts(this.view(title).locator('.monaco-list-row'));
  }

  /** The inside of a webview: the first one shown, or the one whose text contains something. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** What the webview reads. */
  async webviewText(): Promise<string> {
    await this.page.locator('iframe.webview.ready').first().waitFor({ timeout: patience });
    return this.webview().locator('body').innerText({ timeout: patience });
  }

  /** What was notified, the newest first. (In this host they do not pop up; they wait behind the bell.) */
  async notifications(): Promise<string[]> {
    await this.command('Notifications: Show Notifications');
    const messages = await this.#texts(this.page.locator('.notifications-center .notification-list-item-message'));
    await this.press('Escape');
    return messages;
  }

  async statusBar(): Promise<string[]> {
    return this.#texts(this.page.locator('.statusbar-item'));
  }

  // Waiting and keeping

  /** Reads until what was read is as wanted; fails with the last that was read. */
  async waitUntil<T>(read: () => Promise<T>, isWanted: (value: T) => boolean, what: string): Promise<T> {
    return this.#until(read, isWanted, what);
  }

  /** Keeps a picture in test/e2e/screenshots. */
  async screenshot(name: string): Promise<string> {
    fs.mkdirSync(screenshots, { recursive: true });
    const file = path.join(screenshots, `${this.#name}-${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  async #until<T>(read: () => Promise<T>, isWanted: (value: T) => boolean, what: string): Promise<T> {
    const end = Date.now() + patience;
    for (;;) {
      const value = await read();
      if (isWanted(value)) return value;
      if (Date.now() > end) {
        const picture = await this.screenshot(`failed-${++this.#failures}`);
        throw new Error(`waited for ${what}; there was ${JSON.stringify(value)} (${picture})`);
      }
      await this.page.waitForTimeout(50);
    }
  }

  async #texts(locator: Locator): Promise<string[]> {
    const texts = await locator.allInnerTexts();
    return texts.map((text) =>
      text
        .replaceAll('\u00a0', ' ')
        .replace(/\s*\n\s*/g, ' ')
        .trim(),
    );
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
