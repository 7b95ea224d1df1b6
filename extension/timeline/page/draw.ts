/** Draws a laid-out timeline on a canvas, in the colours of the theme. */
import { geometry, type Drawing } from '../layout.ts';

export interface Colours {
  text: string;
  soft: string;
  line: string;
  run: string;
  call: string;
  copy: string;
  failed: string;
  wake: string;
  cursor: string;
  background: string;
  font: string;
}

/** The theme's colours, as the style sheet names them for the page. */
export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    text: of('text'),
    soft: of('soft'),
    line: of('line'),
    run: of('run'),
    call: of('call'),
    copy: of('copy'),
    failed: of('failed'),
    wake: of('wake'),
    cursor: of('cursor'),
    background: of('background'),
    font: `${style.fontSize} ${style.fontFamily}`,
  };
}

/** `ghost`: where the pointer drags the cursor to, before the program is there. */
export function draw(pen: CanvasRenderingContext2D, drawing: Drawing, colours: Colours, ghost: number | null): void {
  const { width, height, labels, runs, waits, calls, links, ticks } = drawing;
  pen.clearRect(0, 0, width, height);
  pen.font = colours.font;
  pen.textBaseline = 'middle';
  ruler(pen, ticks, { width, height }, colours);
  for (const wait of waits) waited(pen, wait, colours);
  pen.fillStyle = colours.run;
  for (const { x, y, width, height, share } of runs) {
    // Who ran in a part of the time is drawn lower, so that it can be told without colours.
    const part = height * (0.4 + 0.6 * share);
    pen.fillRect(x, y + (height - part) / 2, width, part);
  }
  wakes(pen, links, colours);
  // Those that failed are on top.
  for (const failed of [false, true]) {
    for (const call of calls) {
      if (call.failed !== failed) continue;
      const { x, y, width, height } = call;
      pen.fillStyle = failed ? colours.failed : call.isCopy ? colours.copy : colours.call;
      pen.fillRect(x, failed ? y - 2 : y, width, failed ? height + 4 : height);
      if (call.text === '') continue;
      pen.fillStyle = colours.background;
      pen.fillText(call.text, x + 4, y + height / 2 + 1, width - 6);
    }
  }
  names(pen, labels, colours, height);
  if (ghost !== null) cursor(pen, ghost, height, colours.soft);
  if (drawing.cursor !== null) cursor(pen, drawing.cursor, height, colours.cursor);
}

/** A wait for data is striped, so that it is told from what runs without colours; any other is a line. */
function waited(
  pen: CanvasRenderingContext2D,
  { x, y, width, height, isForData, text }: Drawing['waits'][number],
  { soft, call, background, text: ink }: Colours,
): void {
  if (!isForData) {
    pen.fillStyle = soft;
    pen.fillRect(x, y, width, height);
    return;
  }
  pen.strokeStyle = call;
  pen.lineWidth = 1;
  pen.save();
  pen.beginPath();
  pen.rect(x, y, width, height);
  pen.clip();
  pen.beginPath();
  for (let left = x - height; left < x + width; left += 6) {
    pen.moveTo(left, y + height);
    pen.lineTo(left + height, y);
  }
  pen.stroke();
  pen.restore();
  pen.strokeRect(x + 0.5, y + 0.5, Math.max(1, width - 1), height - 1);
  if (text === '') return;
  const wide = pen.measureText(text).width;
  pen.fillStyle = background;
  pen.fillRect(x + 5, y - 1, wide + 6, height + 2);
  pen.fillStyle = ink;
  pen.fillText(text, x + 8, y + height / 2 + 1);
}

function ruler(
  pen: CanvasRenderingContext2D,
  ticks: Drawing['ticks'],
  { width, height }: { width: number; height: number },
  { line, soft }: Colours,
): void {
  pen.fillStyle = line;
  pen.fillRect(0, geometry.ruler - 1, width, 1);
  for (const { x, text } of ticks) {
    pen.fillStyle = line;
    // Borders of high-contrast themes would outshine what happened.
    pen.globalAlpha = 0.5;
    pen.fillRect(Math.round(x), 0, 1, height);
    pen.globalAlpha = 1;
    pen.fillStyle = soft;
    pen.fillText(text, x + 4, geometry.ruler / 2);
  }
}

function wakes(pen: CanvasRenderingContext2D, links: Drawing['links'], { wake }: Colours): void {
  pen.strokeStyle = wake;
  pen.fillStyle = wake;
  pen.lineWidth = 1;
  for (const { x, fromY, toY, kind } of links) {
    const at = Math.round(x) + 0.5;
    const down = toY > fromY ? 1 : -1;
    pen.setLineDash(kind === 'started' ? [3, 2] : []);
    pen.beginPath();
    pen.moveTo(at, fromY);
    pen.lineTo(at, toY - down * 6);
    pen.stroke();
    pen.beginPath();
    pen.moveTo(at, toY - down * 5);
    pen.lineTo(at - 3, toY - down * 10);
    pen.lineTo(at + 3, toY - down * 10);
    pen.fill();
  }
  pen.setLineDash([]);
}

function names(
  pen: CanvasRenderingContext2D,
  labels: Drawing['labels'],
  { background, text, soft, cursor: current }: Colours,
  height: number,
): void {
  pen.fillStyle = background;
  pen.fillRect(0, 0, geometry.label - 1, height);
  for (const { y, text: name, isCurrent, goid } of labels) {
    if (isCurrent) {
      pen.fillStyle = current;
      pen.fillRect(2, y - 7, 3, 14);
    }
    pen.fillStyle = goid < 0 ? soft : text;
    pen.fillText(shortened(pen, name, geometry.label - 18), 10, y);
  }
}

function shortened(pen: CanvasRenderingContext2D, text: string, width: number): string {
  if (pen.measureText(text).width <= width) return text;
  let shorter = text;
  while (shorter.length > 1 && pen.measureText(`${shorter}…`).width > width) shorter = shorter.slice(0, -1);
  return `${shorter}…`;
}

function cursor(pen: CanvasRenderingContext2D, x: number, height: number, colour: string): void {
  const at = Math.round(x);
  pen.fillStyle = colour;
  pen.fillRect(at - 1, 0, 2, height);
  pen.beginPath();
  pen.moveTo(at - 6, 0);
  pen.lineTo(at + 6, 0);
  pen.lineTo(at, 9);
  pen.fill();
}
