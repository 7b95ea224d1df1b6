import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A folder that is gone after the test, and a way to fill it: names with their contents. */
export class TemporaryFolder {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-source-'));

  at(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  write(files: Record<string, string>): this {
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(this.at(name)), { recursive: true });
      fs.writeFileSync(this.at(name), text);
    }
    return this;
  }

  /** The least that passes for Go of a version. */
  writeGo(root: string, version: string): this {
    return this.write({ [`${root}/VERSION`]: `go${version}`, [`${root}/src/net/dial.go`]: 'package net\n' });
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
