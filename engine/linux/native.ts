/** The one place that touches koffi. Nothing is loaded before somebody asks, so a recording plays without it. */
import type koffiModule from 'koffi';
import { type Architecture, isArchitecture } from './numbers.ts';

/** What this machine cannot do, and what to do about it. */
export class NativeUnavailable extends Error {
  override readonly name = 'NativeUnavailable';
}

export type Koffi = typeof koffiModule;

/** koffi and the C library of this process. */
export interface Native {
  readonly koffi: Koffi;
  readonly libc: ReturnType<Koffi['load']>;
  readonly architecture: Architecture;
}

/** Loads koffi and the C library. @throws NativeUnavailable on every machine that cannot make Linux system calls */
export function loadNative(platform: string = process.platform, architecture: string = process.arch): Native {
  if (platform !== 'linux') {
    throw new NativeUnavailable(
      `Running Go's net package makes real Linux system calls, and this is ${platform}. ` +
        'Open the folder in Linux: with Remote - SSH, in WSL, or in a dev container. Recordings play everywhere.',
    );
  }
  if (!isArchitecture(architecture)) {
    throw new NativeUnavailable(
      `The system calls of ${architecture} are not known here; use Linux on x64 or arm64. Recordings play everywhere.`,
    );
  }
  const koffi = requireKoffi(architecture);
  return { koffi, libc: loadLibc(koffi), architecture };
}

function requireKoffi(architecture: Architecture): Koffi {
  try {
    // The literal require is what esbuild can bundle; an import would load the native module with the first file.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require('koffi') as Koffi;
  } catch (error) {
    throw new NativeUnavailable(
      `The native part for Linux ${architecture} could not be loaded (koffi: ${String(error)}). ` +
        `Install the package of the extension that is made for linux-${architecture}. Recordings play everywhere.`,
      { cause: error },
    );
  }
}

/** glibc by its file name; any other C library through the symbols that Node itself already loaded. */
function loadLibc(koffi: Koffi): Native['libc'] {
  try {
    return koffi.load('libc.so.6');
  } catch {
    return koffi.load(null);
  }
}
