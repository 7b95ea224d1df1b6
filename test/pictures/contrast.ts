/** What can be read against what it stands on; axe-core does the sums, but does not look into SVG itself. */
import axeCore from 'axe-core';
import type { Page } from 'playwright-core';

declare global {
  /** In the page. */
  var axe: typeof axeCore & { commons: { color: unknown } };
}

/** Puts axe-core into a page; its content security policy does not stand in the way of the debugger. */
export async function withAxe(page: Page): Promise<void> {
  await page.evaluate(axeCore.source);
}

/** What axe-core finds wrong in a page: each rule with the elements. */
export async function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    // A webview is a part of the workbench's page; and the words of a title's two texts are told apart by where they stand.
    const rules = ['region', 'page-has-heading-one', 'label-content-name-mismatch'];
    const { violations: found } = await axe.run({
      rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: false }])),
    });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  });
}

/** The contrast of texts, marks and lines in the picture, each with the ratio that it has and the one that it needs (WCAG 1.4.3, 1.4.11). */
export async function tooFaint(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { Color, getContrast, flattenColors } = axe.commons.color as {
      Color: new () => { alpha: number; parseString(text: string): void };
      getContrast(ground: object, front: object): number;
      flattenColors(front: object, ground: object): object;
    };
    const parsed = (text: string): { alpha: number } => {
      const color = new Color();
      color.parseString(text);
      return color;
    };
    const body = parsed(getComputedStyle(document.body).backgroundColor);
    const isPainted = (paint: string): boolean => paint !== 'none' && parsed(paint).alpha > 0;
    /** What is filled below an element: the item it stands in, else the card. */
    const groundOf = (element: Element): object => {
      const item = element.closest('.chip, .token')?.querySelector('rect');
      const frame = element.closest('.card')?.querySelector('.frame');
      for (const below of [item, frame]) {
        const fill = below && getComputedStyle(below).fill;
        if (fill && isPainted(fill)) return flattenColors(parsed(fill), body);
      }
      return body;
    };
    const found = new Set<string>();
    const check = (selector: string, paint: 'fill' | 'stroke', needed: number): void => {
      for (const element of document.querySelectorAll(`#picture ${selector}`)) {
        const style = getComputedStyle(element);
        if (!isPainted(style[paint])) continue;
        const ground = groundOf(element);
        const front = parsed(style[paint]);
        front.alpha *= Number(style.opacity);
        const ratio = getContrast(ground, flattenColors(front, ground));
        if (ratio < needed) found.add(`${selector} ${element.getAttribute('class') ?? ''} ${element.textContent}: ${ratio.toFixed(2)}, and not ${needed}`); // prettier-ignore
      }
    };
    check('text', 'fill', 4.5);
    check('.mark', 'fill', 3);
    check('.mark', 'stroke', 3);
    check('.edge', 'stroke', 3);
    check('.news', 'fill', 3);
    check('.gauge.full', 'fill', 3);
    return [...found];
  });
}
