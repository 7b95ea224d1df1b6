/** `vscode.l10n.t`, handed to what does not import VS Code. */
export type Translate = (message: string, ...values: (string | number)[]) => string;

/** The languages of our texts, as the engine names them. */
export type Language = 'en' | 'zh-cn';

/** The language for VS Code's display language (`vscode.env.language`). */
export function languageOf(displayLanguage: string): Language {
  return /^zh(-cn|-hans)?$/i.test(displayLanguage) ? 'zh-cn' : 'en';
}

/** `net/dial.go:42` for a place; the folder's name is enough to know Go's own files. */
export function placeText(place: { file: string; line: number }): string {
  const file = place.file.startsWith('/') ? place.file.slice(place.file.lastIndexOf('/') + 1) : place.file;
  return `${file}:${place.line}`;
}

/** `3 µs`, `1.2 ms`, `4.0 s`. */
export function durationText(microseconds: number): string {
  if (microseconds < 1000) return `${Math.round(microseconds)} µs`;
  if (microseconds < 1_000_000) return `${(microseconds / 1000).toFixed(1)} ms`;
  return `${(microseconds / 1_000_000).toFixed(1)} s`;
}

/** Cuts a text that is too long for its line. */
export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** The views that walkthroughs say to look at. */
export function viewName(view: string, t: Translate): string {
  const names: Record<string, string> = {
    variable: t('Variable'),
    'system-call': t('System call'),
    'call-stack': t('Call stack'),
    goroutines: t('Goroutines'),
    'run-queue': t('Run queue'),
    descriptor: t('Descriptor'),
    'accept-queue': t('Accept queue'),
    'receive-queue': t('Receive queue'),
    'socket-options': t('Socket options'),
    'poll-desc': t('pollDesc'),
    epoll: t('epoll'),
    'ready-list': t('Ready list'),
    'fd-set': t('Bits of the set'),
    'poll-array': t('Array of poll'),
    rings: t('Rings'),
    signals: t('Signals'),
  };
  return names[view] ?? view;
}
