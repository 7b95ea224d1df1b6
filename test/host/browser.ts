/** Chromium without a window: where it is, how to get it, and how to start it so that it stays at home. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { chromium, type BrowserContext } from 'playwright-core';
import { commandInPath } from '../../extension/tools/project.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser named by CHROMIUM, or found in PATH, or installed by apt-get when that is ours to do. */
export function findChromium(say: (line: string) => void = console.error): string {
  const found = process.env.CHROMIUM ?? commandInPath(...names);
  if (found) return found;
  if (process.getuid?.() === 0 && commandInPath('apt-get')) {
    say('Chromium: installing with apt-get (once)');
    const apt = (...args: string[]): string => {
      const result = spawnSync('apt-get', ['-qq', ...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
      return result.status === 0 ? '' : result.stderr;
    };
    // The second package has the letters of Chinese, for the screenshots.
    const install = (): string => apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-droid-fallback');
    const problem = install() && (apt('update') || install());
    const installed = commandInPath(...names);
    if (installed) return installed;
    say(problem);
  }
  throw new Error(
    'Chromium is needed to test in VS Code: install it (`apt install chromium`), or set CHROMIUM to its path',
  );
}

/**
 * Starts it with a profile of its own. With a language VS Code takes itself to run in that language: extensions show
 * theirs, while the workbench's own words stay English (its language packs are extensions of the gallery).
 */
export async function openBrowser(profile: string, locale = 'en'): Promise<BrowserContext> {
  const executablePath = findChromium();
  fs.mkdirSync(profile, { recursive: true });
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    locale,
    viewport: { width: 1400, height: 900 },
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-breakpad',
    ],
  });
  // Locked, because the workbench's page sets it again.
  const language = `{ get: () => ${JSON.stringify(locale)}, set: () => undefined }`;
  if (locale !== 'en') {
    await browser.addInitScript(`Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', ${language})`);
  }
  return browser;
}
