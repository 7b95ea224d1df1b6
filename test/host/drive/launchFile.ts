import fs from 'node:fs';
import path from 'node:path';

/** Makes a folder, if need be, in which F5 starts this. */
export function writeLaunchFile(folder: string, configuration: object): void {
  fs.mkdirSync(path.join(folder, '.vscode'), { recursive: true });
  const launch = { version: '0.2.0', configurations: [configuration] };
  fs.writeFileSync(path.join(folder, '.vscode/launch.json'), JSON.stringify(launch));
}
