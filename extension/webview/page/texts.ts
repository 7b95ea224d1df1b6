/** The texts in the language of VS Code, which came with the page: what `vscode.l10n` gave to the extension. */
const texts = JSON.parse(document.getElementById('texts')?.textContent ?? '{}') as Record<string, string>;

/** As `vscode.l10n.t`. */
export const t = (message: string, ...values: (string | number)[]): string =>
  (texts[message] ?? message).replaceAll(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));
