import type { Translate } from '../words.ts';
import { webviewPage, type PageParts } from '../webview/webviewPage.ts';
import { escapeHtml } from './markdown.ts';
import { speeds } from './messages.ts';

/** The page around narrations. */
export function pageHtml(parts: PageParts, t: Translate): string {
  const options = speeds.map((speed) => `<option value="${speed}">${speed}×</option>`).join('');
  const button = (name: string, words: string, icon: string, more = ''): string =>
    `<button type="button" id="${name}" data-do="${name}" ${more}>${icon}<span>${escapeHtml(words)}</span></button>`;
  const body = `<div id="progress" aria-hidden="true"><div></div></div>
<main id="content"></main>
<div id="spoken" aria-live="polite" aria-atomic="true"></div>
<footer role="toolbar" aria-label="${escapeHtml(t('Walk'))}">
${button('back', t('Back'), '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M10 3 5 8l5 5"/></svg>')}
${button('play', t('Play'), '<svg viewBox="0 0 16 16" aria-hidden="true"><path class="solid" d="M5 3v10l8-5z"/></svg>')}
${button('pause', t('Pause'), '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M5.5 3v10M10.5 3v10"/></svg>', 'hidden')}
<select id="speed" aria-label="${escapeHtml(t('Speed'))}" title="${escapeHtml(t('Speed'))}">${options}</select>
<span id="position" aria-label="${escapeHtml(t('Position'))}"></span>
${button('next', t('Next'), '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="m6 3 5 5-5 5"/></svg>', 'class="primary"')}
</footer>`;
  return webviewPage(parts, { title: escapeHtml(t('Narration')), body });
}
