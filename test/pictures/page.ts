/**
 * The live picture's page in a real browser: its own bundle, style sheet and content security policy, the colours of a theme of VS Code, and a font
 * that comes with the test, since those of machines differ.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';
import { buildOptions, bundles } from '../../extension/tools/bundles.mjs';
import { inProject } from '../../extension/tools/project.mjs';
import { webviewPage } from '../../extension/webview/webviewPage.ts';
import { openBrowser } from '../host/browser.ts';
import themes from './themes.json';

/** The default themes of VS Code: what their variables are worth where our pages use them. */
export type Theme = keyof typeof themes;
export const themeNames = Object.keys(themes) as Theme[];

export type PageName = 'live' | 'timeline';

interface Opening {
  theme: Theme;
  width: number;
  height: number;
  texts?: Record<string, string>;
}

const site = 'http://picture.test';
const fontFile = (name: string): string =>
  path.join(path.dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf', name);
const fontFiles = [
  { family: 'Values', weight: '400', style: 'normal', file: 'DejaVuSansMono.ttf' },
  { family: 'Values', weight: '600', style: 'normal', file: 'DejaVuSansMono-Bold.ttf' },
  { family: 'Values', weight: '400', style: 'italic', file: 'DejaVuSansMono-Oblique.ttf' },
  { family: 'Words', weight: '400', style: 'normal', file: 'DejaVuSans.ttf' },
  { family: 'Words', weight: '600', style: 'normal', file: 'DejaVuSans-Bold.ttf' },
];

/** Fonts for a page, which are the same on each machine: `Values` and `Words`. */
export const testFonts = (): TestFont[] =>
  fontFiles.map(({ file, ...rest }) => ({ ...rest, base64: fs.readFileSync(fontFile(file), 'base64') }));

export interface TestFont {
  family: string;
  weight: string;
  style: string;
  base64: string;
}

/** A browser for pages of ours. */
export class Pages {
  readonly #browser: BrowserContext;
  readonly #scratch: string;
  readonly #scripts = new Map<PageName, string>();

  private constructor(browser: BrowserContext, scratch: string) {
    this.#browser = browser;
    this.#scratch = scratch;
  }

  static async open(): Promise<Pages> {
    const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-pictures-'));
    return new Pages(await openBrowser(path.join(scratch, 'profile')), scratch);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    fs.rmSync(this.#scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  /** Opens a page as its webview would, with nothing in it yet. What it posts to the extension is in `posted`. */
  async page(name: PageName, body: string, { theme, width, height, texts = {} }: Opening): Promise<Page> {
    const script = await this.#script(name);
    const page = await this.#browser.newPage();
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const html = webviewPage(
      { source: site, script: `${site}/page.js`, style: `${site}/media/${name}.css`, nonce: 'nonce', language: 'en' },
      { title: name, body, texts, hasPictures: name === 'live' },
    );
    await page.route(`${site}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/') await route.fulfill({ contentType: 'text/html', body: html });
      else if (pathname === '/page.js') await route.fulfill({ contentType: 'text/javascript', body: script });
      else await route.fulfill({ contentType: 'text/css', path: inProject(`.${pathname}`) });
    });
    // What runs in the page was compiled with helper calls that the page does not know.
    await page.addInitScript('globalThis.__name = (value) => value');
    await page.addInitScript(asWebview, {
      style: styleOf(theme),
      fonts: testFonts(),
    });
    await page.goto(`${site}/`);
    await page.evaluate((classes) => (document.body.className = classes), themes[theme].classes);
    return page;
  }

  async #script(name: PageName): Promise<string> {
    const known = this.#scripts.get(name);
    if (known !== undefined) return known;
    const bundle = bundles.find(({ out }) => out === `dist/${name}.js`);
    if (bundle === undefined) throw new Error(`no bundle ${name}`);
    const { outputFiles = [] } = await esbuild.build({ ...buildOptions(bundle, { production: true }), plugins: [] });
    const script = outputFiles[0]?.text ?? '';
    this.#scripts.set(name, script);
    return script;
  }
}

/** What VS Code puts around a page: the theme's variables, and styles that lose against the page's own. */
function styleOf(theme: Theme): string {
  const variables = Object.entries(themes[theme].variables).map(([name, value]) => `--vscode-${name}:${value};`);
  return `
    :root { ${variables.join('')} --vscode-font-family: Words; --vscode-font-size: 13px; --vscode-editor-font-family: Values; }
    @layer host { body { background: var(--vscode-editor-background); color: var(--vscode-editor-foreground);
      font-family: Words; font-size: 13px; margin: 0; padding: 0 20px; } }`;
}

declare global {
  var posted: unknown[];
}

/** Runs in the page, before its own script. */
function asWebview({ style, fonts }: { style: string; fonts: TestFont[] }): void {
  globalThis.posted = [];
  const host = {
    postMessage: (message: unknown) => globalThis.posted.push(message),
    setState: () => undefined,
    getState: () => undefined,
  };
  Object.assign(globalThis, { acquireVsCodeApi: () => host });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet];
  for (const { family, base64, ...descriptors } of fonts) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    document.fonts.add(new FontFace(family, bytes, descriptors));
  }
}
