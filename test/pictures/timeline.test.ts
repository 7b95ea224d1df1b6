/** The timeline's colours, in the four kinds of themes: it is drawn on a canvas, which nothing looks into. */
import assert from 'node:assert/strict';
import { withAxe } from './contrast.ts';
import { Pages, themeNames } from './page.ts';

/** With what each is drawn, and what is written on it. */
const drawn = ['text', 'soft', 'run', 'call', 'failed', 'wake', 'cursor'];

describe('the timeline in a browser', function () {
  this.timeout(120_000);
  let pages: Pages;

  before(async () => {
    pages = await Pages.open();
  });

  after(async () => {
    await pages?.close();
  });

  for (const theme of themeNames) {
    it(`has colours that can be told from their ground: ${theme}`, async () => {
      const page = await pages.page('timeline', '', { theme, width: 800, height: 300 });
      await withAxe(page);
      const faint = await page.evaluate((names) => {
        const { Color, getContrast, flattenColors } = axe.commons.color as {
          Color: new () => { parseString(text: string): void };
          getContrast(ground: object, front: object): number;
          flattenColors(front: object, ground: object): object;
        };
        const style = getComputedStyle(document.body);
        const colour = (name: string): object => {
          const text = style.getPropertyValue(`--${name}`).trim();
          if (text === '') throw new Error(`--${name} is nothing`);
          const color = new Color();
          color.parseString(text);
          return color;
        };
        const ground = colour('background');
        const ratios = names.map((name): [string, number] => [name, getContrast(ground, flattenColors(colour(name), ground))]); // prettier-ignore
        return ratios.filter(([name, ratio]) => ratio < (name === 'text' || name === 'soft' ? 4.5 : 3));
      }, drawn);
      assert.deepEqual(faint, []);
      await page.close();
    });
  }
});
