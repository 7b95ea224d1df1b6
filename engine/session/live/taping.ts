/** A live program that is recorded, or a recording that is played: what belongs to the tape beside the program itself. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  descriptorsMade,
  isArchitecture,
  type Architecture,
  type Linux,
  type ReplayedLinux,
} from '../../linux/index.ts';
import type { KernelSnapshot } from '../../linux/replayed.ts';
import { messageOf } from '../../trace/messageOf.ts';
import {
  formatName,
  formatVersion,
  isOfProcess,
  readRecording,
  RecordingError,
  RecordingWriter,
  type Header,
} from '../../trace/recording/file.ts';
import { overview, Player, Recorder, type Answer, type Held, type Tape } from '../../trace/recording/tape.ts';

/** What the header says beyond what the thread itself knows. */
export interface RecordOptions {
  file: string;
  engine: string;
  program: Header['program'];
}

/** So many snapshots are taken behind each call that changes something; those behind them for one part in `share` of the program's time. */
const freely = 1000;
const share = 10;
/** What waits longer than this to be written is written when the program waits. */
const patience = 200;

/** Calls behind which the kernel shows something new only if they have found something: it has come meanwhile. */
const waits = new Set(['epoll_pwait', 'epoll_wait']);
/** Calls behind which the kernel shows nothing new. */
const changesNothing = new Set(['getsockname', 'getpeername', 'getsockopt', 'fcntl', 'fstat', 'getpid', 'getrandom']); // prettier-ignore

export class Recording implements Tape {
  readonly #recorder: Recorder;
  readonly #linux: Linux;
  readonly #failed: (problem: string) => void;
  readonly #descriptors = new Set<number>();
  #writer: RecordingWriter | null;
  #snapshots = 0;
  #nextSnapshot = 0;
  #flushed = 0;

  /** `failed` is told once why nothing more is recorded; the program goes on. @throws Error when the file cannot be made */
  constructor(header: Header, { file }: RecordOptions, linux: Linux, failed: (problem: string) => void) {
    this.#linux = linux;
    this.#failed = failed;
    this.#writer = new RecordingWriter(file, header);
    this.#recorder = new Recorder(
      (block) => this.#write(block),
      (problem) => this.#fail(problem),
    );
  }

  call(number: number, make: () => Answer): Answer {
    const answer = this.#recorder.call(number, make);
    if (this.#writer !== null) this.#afterCall(answer);
    return answer;
  }

  number(kind: Parameters<Tape['number']>[0], make: () => number): number {
    return this.#recorder.number(kind, make);
  }

  placed(): void {
    this.#recorder.placed();
  }

  aside<T>(look: () => T): T {
    return this.#recorder.aside(look);
  }

  held(goid: number, held: boolean, steps: number): void {
    this.#recorder.held(goid, held, steps);
  }

  /** The program is about to wait in the kernel: what it has done should not be lost with it. */
  waiting(): void {
    const now = performance.now();
    if (now - this.#flushed < patience || this.#recorder.pending === 0) return;
    this.#recorder.flush();
    this.#flushed = now;
  }

  end(status: number): void {
    this.#recorder.end(status);
    this.#writer?.close();
    this.#writer = null;
  }

  #afterCall({ number, result, errno, written }: Answer): void {
    const name = this.#linux.kernel.numbers.nameOf(number);
    if (errno === 0) {
      const made = descriptorsMade({ name, args: [], result }, () => written[0]?.bytes ?? new Uint8Array(8));
      // Which fcntl it was is not told; a number that is no descriptor is not found.
      for (const fd of name === 'fcntl' ? [result] : made) this.#descriptors.add(fd);
    }
    if (changesNothing.has(name) || (waits.has(name) && result <= 0)) return;
    const begin = performance.now();
    if (this.#snapshots++ >= freely && begin < this.#nextSnapshot) return;
    this.#recorder.snapshot(this.#look());
    const end = performance.now();
    this.#nextSnapshot = end + (share - 1) * (end - begin);
  }

  #look(): KernelSnapshot {
    const snapshot: KernelSnapshot = { descriptors: [], interest: {} };
    for (const fd of this.#descriptors) {
      const descriptor = this.#linux.describeDescriptor(fd);
      if (descriptor === null) {
        this.#descriptors.delete(fd);
        continue;
      }
      snapshot.descriptors.push(descriptor);
      if (descriptor.kind === 'epoll') snapshot.interest[fd] = this.#linux.epollInterest(fd);
    }
    return snapshot;
  }

  #write(block: Uint8Array): void {
    try {
      this.#writer?.block(block);
    } catch (error) {
      this.#fail(messageOf(error));
    }
  }

  #fail(problem: string): void {
    if (this.#writer === null) return;
    this.#recorder.stop();
    this.#writer.close();
    this.#writer = null;
    this.#failed(`recording stops here: ${problem}`);
  }
}

export function newHeader(facts: Omit<Header, 'format' | 'version' | 'made' | 'system' | 'architecture'>): Header {
  return {
    format: formatName,
    version: formatVersion,
    made: Date.now(),
    system: `${os.type()} ${os.release()}`,
    architecture: process.arch,
    ...facts,
  };
}

/** What files a program was made of, by name and content. */
export function programFiles(files: readonly string[]): { name: string; sha256: string }[] {
  return files.map((file) => ({
    name: path.basename(file),
    sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
  }));
}

/** A recording that is played on a kernel of its own. */
export class Replay {
  readonly header: Header;
  readonly player: Player;
  /** How it ended; null when it was cut off. */
  readonly status: number | null;
  /** What is said where the recording ends. */
  readonly cutOff: string;
  /** What was held and released, the next first. */
  readonly held: Held[];
  /** What the kernel showed, with the number of the step during which it did. */
  readonly snapshots: { step: number; snapshot: KernelSnapshot }[] = [];
  readonly #linux: ReplayedLinux;

  constructor(file: string, linux: (architecture: Architecture) => ReplayedLinux, step: () => number) {
    const { header, blocks, lost } = readRecording(file);
    if (isOfProcess(header))
      throw new RecordingError(`${file} is a recording of a real process: there is nothing to execute`);
    const { held, status } = overview(blocks);
    this.header = header;
    this.held = held;
    this.status = status;
    const bytes = lost === 0 ? '' : `: its last ${lost} bytes are no whole block, and are lost`;
    this.cutOff = `the recording ends here, before the program${bytes}`;
    if (!isArchitecture(header.architecture))
      throw new RecordingError(`${file} was made on ${header.architecture}, which is not known`);
    this.#linux = linux(header.architecture);
    this.player = new Player(blocks, (buffer, address) => this.#linux.place(buffer, address));
    this.player.onSnapshot = (snapshot) => {
      this.snapshots.push({ step: step(), snapshot: snapshot as KernelSnapshot });
      this.#linux.show(snapshot as KernelSnapshot);
    };
  }

  get linux(): Linux {
    return this.#linux;
  }

  /** Shows what the kernel showed at a step. */
  showAt(step: number): void {
    const found = this.snapshots.findLast((candidate) => candidate.step <= step);
    this.#linux.show(found?.snapshot ?? { descriptors: [], interest: {} });
  }
}
