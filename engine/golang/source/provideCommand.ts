import { SourceError } from './errors.ts';
import { allVersions, provideGoSource, providedVersions } from './provide.ts';

/** `setup [VERSION…|all]`: provides the copies of Go's source that a checkout needs. Gives the exit status. */
export async function provideCommand(versions: string[]): Promise<number> {
  try {
    const named = versions.flatMap((version) => (version === 'all' ? allVersions : [version]));
    const chosen = named.length > 0 ? [...new Set(named)] : providedVersions;
    const provided = await provideGoSource({ versions: chosen, progress: (line) => process.stderr.write(`${line}\n`) });
    for (const { version, root } of Object.values(provided)) process.stdout.write(`Go ${version.text}: ${root}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    process.stderr.write(`netwalk: ${error.message}\n`);
    return 1;
  }
}
