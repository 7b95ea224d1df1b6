/** Whether a screenshot looks as the approved one. */
import fs from 'node:fs';
import path from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { inProject } from '../../extension/tools/project.mjs';

/** Browsers draw edges of letters a little differently from version to version: so much of a picture may differ. */
export const tolerance = 0.004;

const approvedFolder = inProject('test/pictures/approved');
/** Where those that differ are left, with what differs, for a person to look at. */
const differentFolder = inProject('dist/pictures');

/** The share of pixels that differ, 0 to 1; pictures of different sizes differ altogether. `out` becomes the picture of what differs. */
export function difference(one: PNG, other: PNG, out?: PNG): number {
  const { width, height } = one;
  if (width !== other.width || height !== other.height) return 1;
  return pixelmatch(one.data, other.data, out?.data, width, height, { threshold: 0.2 }) / (width * height);
}

export const readApproved = (name: string): PNG =>
  PNG.sync.read(fs.readFileSync(path.join(approvedFolder, `${name}.png`)));

/** With NETWALK_APPROVE set the screenshot becomes the approved one: look at it before it is committed. */
export function assertApproved(name: string, screenshot: Buffer): void {
  if (process.env['NETWALK_APPROVE'] !== undefined) {
    fs.mkdirSync(approvedFolder, { recursive: true });
    fs.writeFileSync(path.join(approvedFolder, `${name}.png`), screenshot);
    return;
  }
  const [actual, approved] = [PNG.sync.read(screenshot), readApproved(name)];
  const what = new PNG({ width: actual.width, height: actual.height });
  const share = difference(actual, approved, what);
  if (share <= tolerance) return;
  fs.mkdirSync(differentFolder, { recursive: true });
  fs.writeFileSync(path.join(differentFolder, `${name}.png`), screenshot);
  fs.writeFileSync(path.join(differentFolder, `${name}.different.png`), PNG.sync.write(what));
  throw new Error(
    `${name} looks different: ${(share * 100).toFixed(2)} % of its pixels (${differentFolder}/${name}.png)`,
  );
}
