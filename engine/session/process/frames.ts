/** Frames of a real process with numbers for a client, and what is known in them: the system call, and what the kernel holds. */
import type { ShownValue } from '../../process/dwarf/values.ts';
import type { Line } from '../../process/pclntab.ts';
import type { FrameVariables } from '../../process/protocol.ts';
import type { Descriptor, Scope, StackFrame, SystemCall, Variable } from '../../trace/source.ts';
import type { ProcessFiles } from './files.ts';
import { plumbingOf } from './outside.ts';

type Reference =
  { kind: 'call'; call: SystemCall } | { kind: 'kernel' } | { kind: 'values'; values: ShownValue[]; problem: string };

/** Where a function is on the stack of a goroutine of a process that stands. */
export interface Level {
  goid: number;
  level: number;
  function: string;
}

export class Frames {
  readonly #files: ProcessFiles;
  /** By the number of the frame: where it is, whether its variables can be asked for, and the goroutine's last call. */
  readonly #frames = new Map<number, { level: Level; isReadable: boolean; call: SystemCall | null }>();
  readonly #references = new Map<number, { goid: number; reference: Reference }>();
  #next = 1;

  constructor(files: ProcessFiles) {
    this.#files = files;
  }

  /** Those of a goroutine, null: all. Numbers are never given out again: a late question is known as one. */
  forget(goid: number | null): void {
    for (const [id, { level }] of this.#frames) if (goid === null || level.goid === goid) this.#frames.delete(id);
    for (const [id, of] of this.#references) if (goid === null || of.goid === goid) this.#references.delete(id);
  }

  /** The stack of a goroutine: it begins at the line that a call is shown on, unless it stands at an instruction. */
  of(
    goid: number,
    lines: readonly Line[],
    call: SystemCall | null,
    { isAtInstruction = false, isReadable = false } = {},
  ): StackFrame[] {
    const first = isAtInstruction ? 0 : plumbingOf(lines);
    return lines.slice(first).map((line, index) => {
      const id = this.#next++;
      const level = { goid, level: first + index, function: line.function };
      this.#frames.set(id, { level, isReadable, call });
      return { id, function: line.function, place: this.#files.place(line), nature: 'executed' };
    });
  }

  async scopes(frame: number, read: (level: Level) => Promise<FrameVariables>): Promise<Scope[]> {
    const found = this.#frames.get(frame);
    if (found === undefined) return [];
    const { level, isReadable, call } = found;
    const { goid } = level;
    const own = isReadable ? this.#variableScopes(goid, await read(level)) : [];
    const kernel: Scope = { name: 'Kernel', reference: this.#refer(goid, { kind: 'kernel' }), expensive: true };
    if (call === null) return [...own, kernel];
    const reference = this.#refer(goid, { kind: 'call', call });
    return [...own, { name: 'System call', reference, expensive: false }, kernel];
  }

  #variableScopes(goid: number, { parameters, locals, problem }: FrameVariables): Scope[] {
    const scope = (name: Scope['name'], values: ShownValue[]): Scope => ({
      name,
      reference: this.#refer(goid, { kind: 'values', values, problem }),
      expensive: false,
    });
    return [scope('Arguments', parameters), ...(locals.length > 0 ? [scope('Locals', locals)] : [])];
  }

  #refer(goid: number, reference: Reference): number {
    this.#references.set(this.#next, { goid, reference });
    return this.#next++;
  }

  async variables(number: number, descriptors: () => Promise<Descriptor[]>): Promise<Variable[]> {
    const found = this.#references.get(number);
    if (found === undefined) return [];
    const { goid, reference } = found;
    if (reference.kind === 'kernel')
      return (await descriptors()).map((each) => observed(`fd ${each.fd}`, descriptorText(each), each.kind));
    if (reference.kind === 'values') return this.#values(goid, reference);
    const { name, text, result, errnoName, duration, fds } = reference.call;
    return [
      observed('call', text, name),
      observed('result', String(result), ''),
      ...(errnoName === '' ? [] : [observed('errno', errnoName, '')]),
      observed('duration', `${Math.round(duration)} µs`, ''),
      ...fds.map((fd, index) => observed(`fd${index === 0 ? '' : ` ${index + 1}`}`, String(fd), '')),
    ];
  }

  #values(goid: number, { values, problem }: { values: ShownValue[]; problem: string }): Variable[] {
    if (problem !== '') return [said(problem)];
    return values.map(({ name, type, value, children }): Variable => ({
      name,
      value,
      type,
      reference: children.length > 0 ? this.#refer(goid, { kind: 'values', values: children, problem: '' }) : 0,
      indexed: 0,
      named: children.length,
      evaluateName: '',
      changed: false,
      nature: 'executed',
    }));
  }
}

/** Why there is nothing, in place of what there would be. */
const said = (problem: string): Variable => ({ ...observed('…', problem, ''), nature: 'inferred' });

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
