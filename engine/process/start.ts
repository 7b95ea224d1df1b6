/** Starts a command that stands before its first instruction, as a child of this thread alone: Node must not hear of it, or it would take what ptrace is told. */
import { readFileSync } from 'node:fs';
import { loadLinux } from '../linux/index.ts';
import { loadNative } from '../linux/native.ts';
import { ProcessError } from './errors.ts';

/** Bytes of glibc's and musl's posix_spawnattr_t, posix_spawn_file_actions_t and sigset_t. */
const [attributesSize, fileActionsSize, signalSetSize] = [336, 80, 128];
const [F_GETFL, F_SETFL, O_NONBLOCK] = [3, 4, 0o4000];
const [setSignalDefaults, SIGPIPE] = [4, 13]; // POSIX_SPAWN_SETSIGDEF

/**
 * Starts `sh`, which stops itself, and becomes the command when it is let go on. It has this process's environment, folder and standard streams.
 * Gives its process id. @throws ProcessError
 */
export function startStopped(command: readonly string[]): number {
  const { memory } = loadLinux();
  const { libc } = loadNative();
  const pointers = ['uintptr_t', 'uintptr_t', 'uintptr_t', 'uintptr_t', 'uintptr_t', 'uintptr_t'];
  const spawn = libc.func('posix_spawnp', 'int', pointers);
  const attributes = memory.allocate(attributesSize);
  libc.func('posix_spawnattr_init', 'int', ['uintptr_t'])(memory.addressOf(attributes));
  // Node ignores SIGPIPE; the command is to have it as from a shell.
  const signals = memory.allocate(signalSetSize);
  new DataView(signals.buffer).setBigUint64(0, 1n << BigInt(SIGPIPE - 1), true);
  const attributeSetter = ['uintptr_t', 'uintptr_t'];
  libc.func('posix_spawnattr_setsigdefault', 'int', attributeSetter)(memory.addressOf(attributes), memory.addressOf(signals)); // prettier-ignore
  libc.func('posix_spawnattr_setflags', 'int', ['uintptr_t', 'short'])(memory.addressOf(attributes), setSignalDefaults);

  // Node keeps its standard streams from its children, unless it starts them itself: a descriptor that is made of itself is given all the same.
  const actions = memory.allocate(fileActionsSize);
  libc.func('posix_spawn_file_actions_init', 'int', ['uintptr_t'])(memory.addressOf(actions));
  const addDuplicate = libc.func('posix_spawn_file_actions_adddup2', 'int', ['uintptr_t', 'int', 'int']);
  for (const fd of [0, 1, 2]) addDuplicate(memory.addressOf(actions), fd, fd);

  blockAgain();

  const args = strings(['sh', '-c', 'kill -STOP $$; exec "$@"', 'sh', ...command]);
  const environment = strings(Object.entries(process.env).map(([name, value]) => `${name}=${value ?? ''}`));
  const pid = new Int32Array(memory.allocate(4).buffer, 0, 1);
  const error = spawn(
    memory.addressOf(pid),
    args.first,
    memory.addressOf(actions),
    memory.addressOf(attributes),
    args.address,
    environment.address,
  ) as number;
  const started = pid[0] ?? 0;
  // Nothing of these may be collected before.
  if (error !== 0 || args.kept.length + environment.kept.length === 0) {
    throw new ProcessError('broken', 'sh could not be started');
  }
  waitUntilStopped(started);
  return started;
}

/** Node makes pipes of its standard streams non-blocking, and so those of the command, which are the same: Go would register them with epoll. */
function blockAgain(): void {
  const { kernel } = loadLinux();
  const fcntl = kernel.numbers.numberOf('fcntl');
  for (const fd of [0, 1, 2]) {
    const flags = kernel.unwatchedSyscall(fcntl, fd, F_GETFL);
    if (flags >= 0 && (flags & O_NONBLOCK) !== 0) kernel.unwatchedSyscall(fcntl, fd, F_SETFL, flags & ~O_NONBLOCK);
  }
}

/** An array of C strings that ends with a null pointer. */
function strings(texts: readonly string[]): { address: number; first: number; kept: Uint8Array[] } {
  const { memory } = loadLinux();
  const kept = texts.map((text) => {
    const bytes = Buffer.from(`${text}\0`);
    const copy = memory.allocate(bytes.length);
    copy.set(bytes);
    return copy;
  });
  const table = memory.allocate(8 * (texts.length + 1));
  const words = new BigUint64Array(table.buffer);
  kept.forEach((bytes, index) => (words[index] = BigInt(memory.addressOf(bytes))));
  return { address: memory.addressOf(table), first: Number(words[0] ?? 0n), kept: [table, ...kept] };
}

function waitUntilStopped(pid: number): void {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let tries = 0; tries < 5000; tries++) {
    if (/\) T/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))) return;
    Atomics.wait(clock, 0, 0, 1);
  }
  throw new ProcessError('broken', `process ${pid} does not stop`);
}
