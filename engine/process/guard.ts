/**
 * Who puts a process's code back when this engine is killed: ptrace ends with us, but int3 would stay, and the recorder's jumps. A shell of its own that reads what it is to
 * restore, a line each time that changes, and does so at the end of its input: it stops the process, writes, and lets it go on.
 */
import { spawn, type ChildProcess } from 'node:child_process';

const script = `
trap '' INT TERM HUP QUIT
while read -r line; do kept=$line; done
[ -n "$kept" ] || exit 0
kill -STOP "$0"
for item in $kept; do printf "\${item#*:}" | dd of="/proc/$0/mem" bs=1 seek="\${item%:*}" conv=notrunc; done
kill -CONT "$0"
`;

export class Guard {
  readonly #pid: number;
  #shell: ChildProcess | null = null;

  constructor(pid: number) {
    this.#pid = pid;
  }

  /** Replaces what is to be restored: bytes at addresses of the process. Nothing runs before there is something. */
  keep(bytes: readonly { address: number; byte: number }[]): void {
    if (this.#shell === null && bytes.length === 0) return;
    if (this.#shell === null) {
      // A group of its own: a terminal's Ctrl+C is not for it.
      this.#shell = spawn('sh', ['-c', script, String(this.#pid)], {
        detached: true,
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      this.#shell.on('error', () => undefined);
      this.#shell.stdin?.on('error', () => undefined);
      this.#shell.unref();
    }
    // What lies together is written together.
    let [items, end] = ['', -1];
    for (const { address, byte } of [...bytes].sort((a, b) => a.address - b.address)) {
      if (address === end - 1) continue;
      items += `${address === end ? '' : `${items === '' ? '' : ' '}${address}:`}\\${byte.toString(8).padStart(3, '0')}`;
      end = address + 1;
    }
    this.#shell.stdin?.write(`${items}\n`);
  }

  /** Ends it, behind what it still has to restore. */
  async close(): Promise<void> {
    const shell = this.#shell;
    if (shell === null) return;
    this.#shell = null;
    if (shell.exitCode !== null || shell.signalCode !== null) return;
    shell.ref();
    const gone = new Promise<void>((resolve) => {
      shell.once('exit', () => resolve());
      shell.once('error', () => resolve());
    });
    shell.stdin?.end();
    await gone;
  }
}
