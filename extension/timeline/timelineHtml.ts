import type { Translate } from '../words.ts';

/** The page of the timeline: it loads our script and style, and nothing else may run in it. */
export function timelineHtml(
  page: {
    source: string;
    script: string;
    style: string;
    nonce: string;
    language: string;
    texts: Record<string, string>;
  },
  t: Translate,
): string {
  const policy = `default-src 'none'; style-src ${page.source}; script-src 'nonce-${page.nonce}';`;
  // In a script element only its end could be mistaken.
  const texts = JSON.stringify(page.texts).replaceAll('<', '\\u003c');
  const keys = t(
    'Left and right travel through the steps, with Shift from system call to system call; plus, minus and 0 zoom; Page Up and Page Down move the view; Home and End go to its ends.',
  );
  return `<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="${page.style}">
<title>${t('Timeline')}</title>
</head>
<body>
<p id="nothing">${t('The timeline of a program appears here while it is walked through or a recording is open.')}</p>
<main hidden>
<canvas id="timeline" tabindex="0" role="slider" aria-orientation="horizontal" aria-label="${t('Timeline')}" aria-describedby="keys"></canvas>
<div id="hint" role="tooltip" hidden></div>
<p id="keys" class="aside">${keys}</p>
<table class="aside"><caption>${t('What is in sight')}</caption><tbody id="rows"></tbody></table>
</main>
<p id="said" role="status"></p>
<script type="application/json" id="texts">${texts}</script>
<script nonce="${page.nonce}" src="${page.script}"></script>
</body>
</html>`;
}
