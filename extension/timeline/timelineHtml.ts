import type { Translate } from '../words.ts';

/** What is in the page of the timeline, as HTML. */
export function timelineHtml(t: Translate): string {
  const keys = t(
    'Left and right travel through the steps, with Shift from system call to system call; plus, minus and 0 zoom; Page Up and Page Down move the view; Home and End go to its ends.',
  );
  return `<p id="nothing">${t('The timeline of a program appears here while it is walked through or a recording is open.')}</p>
<main hidden>
<canvas id="timeline" tabindex="0" role="slider" aria-orientation="horizontal" aria-label="${t('Timeline')}" aria-describedby="keys"></canvas>
<div id="hint" role="tooltip" hidden></div>
<p id="keys" class="aside">${keys}</p>
<table class="aside"><caption>${t('What is in sight')}</caption><tbody id="rows"></tbody></table>
</main>
<p id="said" role="status"></p>`;
}
