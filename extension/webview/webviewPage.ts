/** Where a page's parts are, as its webview names them. */
export interface PageParts {
  readonly source: string;
  /** Not where it has none. */
  readonly script?: string;
  readonly style: string;
  readonly nonce: string;
  readonly language: string;
}

/** What is in a page. */
export interface PageContent {
  /** HTML, as the body is. */
  readonly title: string;
  readonly body: string;
  /** Translations for its script (page/texts.ts). */
  readonly texts?: Record<string, string>;
  /** Its script draws pictures, to be saved. */
  readonly hasPictures?: boolean;
}

/** A page for a webview: it loads our style and script, and nothing else may run in it. */
export function webviewPage({ source, script, style, nonce, language }: PageParts, content: PageContent): string {
  const { title, body, texts, hasPictures = false } = content;
  const pictures = hasPictures ? ' img-src data:;' : '';
  const scripts = script === undefined ? '' : ` script-src 'nonce-${nonce}';`;
  const policy = `default-src 'none'; style-src ${source};${scripts}${pictures}`;
  // In a script element only its end could be mistaken.
  const data = JSON.stringify(texts ?? {}).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="${style}">
<title>${title}</title>
</head>
<body>
${body}
${texts === undefined ? '' : `<script type="application/json" id="texts">${data}</script>\n`}${script === undefined ? '' : `<script nonce="${nonce}" src="${script}"></script>`}
</body>
</html>`;
}
