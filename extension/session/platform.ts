import type { Translate } from '../words.ts';

/** The machine that the extension host runs on. */
export interface Machine {
  readonly platform: string;
  readonly architecture: string;
  /** Whether koffi's native module for it lies beside the bundle. */
  readonly hasNativeModule: boolean;
}

/** Why programs cannot run on a machine and what can be done about it; undefined when they can. */
export function whatIsMissing(machine: Machine, t: Translate): string | undefined {
  if (machine.platform === 'darwin' || machine.platform === 'win32') {
    const system = machine.platform === 'darwin' ? 'macOS' : 'Windows';
    const ways =
      machine.platform === 'darwin'
        ? t('Open the folder on Linux: Remote - SSH, a dev container or a virtual machine.')
        : t('Open the folder on Linux: WSL, Remote - SSH or a dev container.');
    return `${t('Netwalk makes real Linux system calls, and this is {0}.', system)} ${ways} ${t('Reading the walkthroughs works here.')}`;
  }
  if (machine.platform !== 'linux') {
    return `${t('Netwalk makes real Linux system calls, and this is {0}.', machine.platform)} ${t('Reading the walkthroughs works here.')}`;
  }
  if (!machine.hasNativeModule) {
    return t(
      'The native module for linux-{0} is missing, so no system call can be made. Install the Netwalk package made for this machine (linux-x64 or linux-arm64). Reading the walkthroughs works.',
      machine.architecture,
    );
  }
  return undefined;
}
