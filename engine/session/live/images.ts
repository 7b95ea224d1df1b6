/** The image of the program that this thread runs (golang/imageFile.ts): read before it starts, made anew when much has been added. */
import path from 'node:path';
import { identityOf } from '../../boot/identity.ts';
import { gain } from '../../golang/emit/image/encoder.ts';
import type { StoredImage } from '../../golang/emit/image/restored.ts';
import type { Linker } from '../../golang/emit/linker.ts';
import { imageName, packImage, readImage } from '../../golang/imageFile.ts';
import type { SourceLoader } from '../../golang/source/index.ts';

/** So many newly compiled functions that it takes are worth making an image again, beyond a share of what was restored; or so much time that they took. */
const worth = { least: 8, share: 0.02, milliseconds: 100 };

export class ProgramImage {
  readonly stored: StoredImage | null;
  private readonly loader: SourceLoader;
  private readonly file: string;
  private kept = { count: 0, milliseconds: 0 };
  private seen = 0;

  /** `engine` is the file that this code is in: another engine has other images. */
  constructor(folder: string, engine: string, loader: SourceLoader, how: Parameters<typeof imageName>[2]) {
    this.loader = loader;
    this.file = path.join(folder, imageName(identityOf(engine), loader, how));
    this.stored = readImage(this.file, loader);
  }

  /** The image as it is now, if it has become so much more that it is worth keeping. */
  renew(linker: Linker): { file: string; bytes: Uint8Array<ArrayBuffer> } | null {
    const { made } = linker.recorder;
    if (made.length === this.seen) return null;
    this.seen = made.length;
    const { count, milliseconds } = gain(linker.recorder, linker.codes);
    const restored = this.stored === null ? 0 : this.stored.starts.length;
    const isMuch = count - this.kept.count >= Math.max(worth.least, restored * worth.share);
    if (!isMuch && milliseconds - this.kept.milliseconds < worth.milliseconds) return null;
    this.kept = { count, milliseconds };
    const packed = packImage(linker, this.loader);
    return packed === null ? null : { file: this.file, bytes: Uint8Array.from(packed) };
  }
}
