// node --import tsx extension/tools/stageGo.ts FOLDER ARCHITECTURE: the part of Go's source that the .vsix for an
// architecture carries (as GOARCH names it), a folder a version.
import path from 'node:path';
import type { Architecture } from '../../engine/golang/source/buildContext.ts';
import { writeBundle } from '../../engine/golang/source/bundle.ts';
import { provideGoSource } from '../../engine/golang/source/provide.ts';

async function stageGo(folder: string, architecture: Architecture): Promise<void> {
  const provided = await provideGoSource({ progress: (line) => console.error(line) });
  for (const [version, go] of Object.entries(provided)) writeBundle(go, path.join(folder, version), [architecture]);
}

const [folder, architecture] = process.argv.slice(2);
if (!folder || (architecture !== 'amd64' && architecture !== 'arm64')) throw new Error('FOLDER amd64|arm64');
void stageGo(folder, architecture);
