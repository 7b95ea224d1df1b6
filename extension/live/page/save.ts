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

/** The markup of the picture, with the styles that its elements have. */
function svgText(): { markup: string; width: number; height: number } | null {
  const picture = document.getElementById('picture');
  if (!(picture instanceof SVGSVGElement)) return null;
  const copy = picture.cloneNode(true) as SVGSVGElement;
  const copies = copy.querySelectorAll<SVGElement>('*');
  picture.querySelectorAll('*').forEach((element, index) => inline(getComputedStyle(element), copies[index]));
  const [width, height] = [picture.width.baseVal.value, picture.height.baseVal.value];
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({ width, height, fill: getComputedStyle(document.body).backgroundColor })) ground.setAttribute(name, String(value)); // prettier-ignore
  copy.prepend(ground);
  return { markup: new XMLSerializer().serializeToString(copy), width, height };
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
