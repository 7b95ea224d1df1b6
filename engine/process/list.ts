/** The Go processes of this machine, for who chooses one to attach to. */
import fs from 'node:fs';
import { readBuildInfo } from './buildInfo.ts';
import { ElfFile } from './elf.ts';
import { minorOf } from './goProgram.ts';
import { layouts } from './layout.ts';
import { socketsOf } from './sockets.ts';
import { processStatus } from './target.ts';

export interface ListedProcess {
  pid: number;
  /** Its executable, and what it was started with. */
  program: string;
  arguments: string[];
  /** `1.22.12`. */
  goVersion: string;
  /** The package that was built. */
  path: string;
  /** Where it listens: `tcp 127.0.0.1:8080`. */
  listening: string[];
  /** Its connections, and some of their other ends. */
  connections: number;
  peers: string[];
  /** Who traces it already; 0: nobody. */
  tracer: number;
  /** Netwalk knows the inside of its version. */
  isSupported: boolean;
}

const mostPeers = 3;
/** p_type of a program header. */
const ptNote = 4;
/** Go's linker leaves a note with its name, in stripped executables too. */
const noteName = Buffer.from('Go\0\0');

/** Those of a user, by their numbers; the tables of others cannot be read without being root. */
export function goProcesses(user: number): ListedProcess[] {
  const pids = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number); // prettier-ignore
  return pids.sort((a, b) => a - b).flatMap((pid) => (pid === process.pid ? [] : (listed(pid, user) ?? [])));
}

function listed(pid: number, user: number): ListedProcess | null {
  const status = processStatus(pid);
  if (status === null || status.uid !== user) return null;
  try {
    if (!hasGoNote(`/proc/${pid}/exe`)) return null;
    const build = buildOf(pid);
    if (build === null) return null;
    const sockets = [...socketsOf(pid).values()];
    const peers = sockets.filter(({ peer }) => peer !== '');
    return {
      pid,
      program: fs.readlinkSync(`/proc/${pid}/exe`),
      arguments: fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(1, -1),
      goVersion: build.version.replace(/^go/, ''),
      path: build.path,
      listening: sockets.filter(({ state }) => state === 'LISTEN').map(({ network, local }) => `${network} ${local}`),
      connections: peers.length,
      peers: peers.slice(0, mostPeers).map(({ peer }) => peer),
      tracer: status.tracer,
      isSupported: layouts[minorOf(build.version)] !== undefined,
    };
  } catch {
    // It has ended, or is not ours to look into.
    return null;
  }
}

function buildOf(pid: number): { version: string; path: string } | null {
  const elf = new ElfFile(`/proc/${pid}/exe`);
  try {
    return readBuildInfo(elf);
  } finally {
    elf.close();
  }
}

/** Reads a few bytes only: most processes are no Go programs, and their executables are large. */
function hasGoNote(file: string): boolean {
  const fd = fs.openSync(file, 'r');
  try {
    const header = Buffer.alloc(4096);
    const length = fs.readSync(fd, header, 0, header.length, 0);
    if (length < 64 || header.toString('latin1', 0, 5) !== '\x7fELF\x02') return false;
    const [at, size, count] = [Number(header.readBigUInt64LE(32)), header.readUInt16LE(54), header.readUInt16LE(56)];
    for (let entry = at; entry + size <= Math.min(length, at + size * count); entry += size) {
      if (header.readUInt32LE(entry) !== ptNote) continue;
      const note = Buffer.alloc(Math.min(Number(header.readBigUInt64LE(entry + 32)), 4096));
      fs.readSync(fd, note, 0, note.length, Number(header.readBigUInt64LE(entry + 8)));
      if (note.includes(noteName)) return true;
    }
    return false;
  } finally {
    fs.closeSync(fd);
  }
}
