/** The picture as a file: it stands by itself, in the colours that it has here. */
import { host } from './host.ts';

const kept = [
  'fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'opacity', 'font-family', 'font-size', 'font-weight',
  'font-style', 'text-anchor', 'transform',
]; // prettier-ignore

export function saveSvg(): void {
  const text = svgText();
  if (text !== null) host.postMessage({ do: 'save', format: 'svg', value: text.markup });
}

/** Twice as many pixels as on the screen: for slides. */
export function savePng(): void {
  const text = svgText();
  if (text === null) return;
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement('canvas');
    canvas.width = text.width * 2;
    canvas.height = text.height * 2;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    host.postMessage({ do: 'save', format: 'png', value: canvas.toDataURL('image/png').slice('data:image/png;base64,'.length) }); // prettier-ignore
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text.markup)}`;
}

/** The markup of the picture: one SVG of the many that it is made of, with the styles that their elements have. */
function svgText(): { markup: string; width: number; height: number } | null {
  const picture = document.getElementById('picture');
  if (picture === null) return null;
  const { left, top, width, height } = picture.getBoundingClientRect();
  const all = element('svg', { width, height, viewBox: `0 0 ${width} ${height}` });
  all.append(element('rect', { width, height, fill: getComputedStyle(document.body).backgroundColor }));
  for (const part of picture.querySelectorAll('svg')) {
    const copy = part.cloneNode(true) as SVGSVGElement;
    const copies = copy.querySelectorAll<SVGElement>('*');
    part.querySelectorAll('*').forEach((one, index) => inline(getComputedStyle(one), copies[index]));
    for (const name of ['class', 'style', 'role']) copy.removeAttribute(name);
    const place = part.getBoundingClientRect();
    copy.setAttribute('x', String(place.left - left));
    copy.setAttribute('y', String(place.top - top));
    all.append(copy);
  }
  return { markup: new XMLSerializer().serializeToString(all), width, height };
}

function element(name: 'svg' | 'rect', attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
  return made;
}

function inline(style: CSSStyleDeclaration, element: SVGElement | undefined): void {
  if (element === undefined) return;
  for (const name of ['class', 'style', 'tabindex', 'data-fact', 'data-card']) element.removeAttribute(name);
  for (const name of kept) {
    const value = style.getPropertyValue(name);
    if (name === 'transform' ? value === 'none' : value === '') continue;
    element.setAttribute(name, value);
  }
}
