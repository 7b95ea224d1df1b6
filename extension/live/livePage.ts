import type { Translate } from '../words.ts';

/** The page of the live picture: it loads our script and style, and nothing else may run in it. Pictures are its own, to be saved as PNG. */
export function livePage(
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
  const policy = `default-src 'none'; style-src ${page.source}; script-src 'nonce-${page.nonce}'; img-src data:;`;
  // In a script element only its end could be mistaken.
  const texts = JSON.stringify(page.texts).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="${page.style}">
<title>${t('Live')}</title>
</head>
<body>
<div id="root"></div>
<script type="application/json" id="texts">${texts}</script>
<script nonce="${page.nonce}" src="${page.script}"></script>
</body>
</html>`;
}
