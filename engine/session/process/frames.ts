/** Frames of a real process with numbers for a client, and what is known in them: the system call, and what the kernel holds. */
import type { Line } from '../../process/pclntab.ts';
import type { Descriptor, Scope, StackFrame, SystemCall, Variable } from '../../trace/source.ts';
import type { ProcessFiles } from './files.ts';
import { plumbingOf } from './outside.ts';

type Reference = { kind: 'call'; call: SystemCall } | { kind: 'kernel' };

export class Frames {
  readonly #files: ProcessFiles;
  /** The goroutine's last call, by the number of the frame. */
  readonly #frames = new Map<number, SystemCall | null>();
  readonly #references = new Map<number, Reference>();
  #next = 1;

  constructor(files: ProcessFiles) {
    this.#files = files;
  }

  /** Numbers are never given out again: a late question is known as one. */
  forget(): void {
    this.#frames.clear();
    this.#references.clear();
  }

  /** A stack begins at the line that a call is shown on, unless it stands at an instruction. */
  of(lines: readonly Line[], call: SystemCall | null, isAtInstruction: boolean): StackFrame[] {
    return lines.slice(isAtInstruction ? 0 : plumbingOf(lines)).map((line) => {
      const id = this.#next++;
      this.#frames.set(id, call);
      return { id, function: line.function, place: this.#files.place(line), nature: 'executed' };
    });
  }

  scopes(frame: number): Scope[] {
    if (!this.#frames.has(frame)) return [];
    const call = this.#frames.get(frame) ?? null;
    const kernel: Scope = { name: 'Kernel', reference: this.#refer({ kind: 'kernel' }), expensive: true };
    if (call === null) return [kernel];
    return [{ name: 'System call', reference: this.#refer({ kind: 'call', call }), expensive: false }, kernel];
  }

  #refer(reference: Reference): number {
    this.#references.set(this.#next, reference);
    return this.#next++;
  }

  async variables(number: number, descriptors: () => Promise<Descriptor[]>): Promise<Variable[]> {
    const reference = this.#references.get(number);
    if (reference === undefined) return [];
    if (reference.kind === 'kernel')
      return (await descriptors()).map((each) => observed(`fd ${each.fd}`, descriptorText(each), each.kind));
    const { name, text, result, errnoName, duration, fds } = reference.call;
    return [
      observed('call', text, name),
      observed('result', String(result), ''),
      ...(errnoName === '' ? [] : [observed('errno', errnoName, '')]),
      observed('duration', `${Math.round(duration)} µs`, ''),
      ...fds.map((fd, index) => observed(`fd${index === 0 ? '' : ` ${index + 1}`}`, String(fd), '')),
    ];
  }
}

function descriptorText({
  role,
  state,
  local,
  peer,
  interest,
  acceptQueue,
  backlog,
  receiveQueue,
  sendQueue,
}: Descriptor): string {
  const queues =
    acceptQueue !== null
      ? `accept queue ${acceptQueue}/${backlog ?? '?'}`
      : receiveQueue !== null
        ? `receive ${receiveQueue} B, send ${sendQueue ?? 0} B`
        : '';
  const ends = peer === '' ? local : `${local} → ${peer}`;
  return [role, state, ends, queues, interest === '' ? '' : `epoll ${interest}`]
    .filter((part) => part !== '')
    .join(' · ');
}

const observed = (name: string, value: string, type: string): Variable => ({
  name, value, type, reference: 0, indexed: 0, named: 0, evaluateName: '', changed: false, nature: 'observed',
}); // prettier-ignore
