/** What can be read of an editor in the page. */

/** The line where the debugger stands. */
export interface HighlightedLine {
  /** Path of the file. */
  file: string;
  line: number;
  /** What the line reads, with what was written into it. */
  text: string;
  /** Whether it is the top frame or another one that was selected in the Call Stack. */
  frame: 'top' | 'selected';
}

/** Runs in the page, so it may use nothing from outside. An editor lays out each line's parts at the same height. */
export function highlightedLine(): HighlightedLine | undefined {
  const mark = document.querySelector(
    '.monaco-editor[data-uri] .view-overlays .debug-top-stack-frame-line, .monaco-editor[data-uri] .view-overlays .debug-focused-stack-frame-line',
  );
  const editor = mark?.closest('.monaco-editor[data-uri]');
  if (!mark || !editor) return undefined;
  const middle = (element: Element): number => {
    const { top, bottom } = element.getBoundingClientRect();
    return (top + bottom) / 2;
  };
  const height = middle(mark);
  const atHeight = (selector: string): string | undefined =>
    [...editor.querySelectorAll(selector)].find((element) => Math.abs(middle(element) - height) < 4)?.textContent;
  const line = Number(atHeight('.margin-view-overlays .line-numbers'));
  const text = atHeight('.view-lines .view-line');
  if (!line || text === undefined) return undefined;
  return {
    file: decodeURIComponent(new URL(editor.getAttribute('data-uri') ?? '').pathname),
    line,
    text: text.replaceAll('\u00a0', ' '),
    frame: mark.classList.contains('debug-top-stack-frame-line') ? 'top' : 'selected',
  };
}

/** Runs in the page too. What an extension attaches to a line is no text of the page: it is in its style. */
export function visibleLines(): string[] {
  const attached = (element: Element, where: '::before' | '::after'): string =>
    /^"(.*)"$/s.exec(getComputedStyle(element, where).content)?.[1]?.replace(/\\(["\\])/g, '$1') ?? '';
  const textOf = (element: Element): string => {
    const inside = [...element.childNodes].map((node) => (node instanceof Element ? textOf(node) : node.nodeValue));
    return attached(element, '::before') + inside.join('') + attached(element, '::after');
  };
  const lines = document.querySelectorAll('.monaco-editor[data-uri] .view-line');
  return [...lines].map((line) => textOf(line).replaceAll('\u00a0', ' '));
}
