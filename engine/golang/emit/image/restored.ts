/** An image at work: finds what it holds by key, and makes functions of its units. */
import type { FunctionInfo } from '../../../trace/tracer.ts';
import type { RType } from '../../machine/rtype.ts';
import type { FileSet } from '../../syntax/fileSet.ts';
import type { CodePlaces } from '../codePlaces.ts';
import {
  emptyPart, type FunctionRecord, type GlobalKey, type GlobalRecord, type HolderKey, type ImageData, type InfoRecord, type NamedRecord, type PackageRecord,
  type Part, type Reference, type ThunkKey, type ThunkRecord, type UnitRecord,
} from './format.ts'; // prettier-ignore

/** An image as it was read, and what of it holds: the sources that it was made from are the same. */
export interface StoredImage {
  data: ImageData;
  /** The script's text, and where its parts begin. */
  script: string;
  starts: number[];
  /** What running the script gave: a function a part. */
  parts: unknown[];
  ownHolds: boolean;
}

/** What an image needs of the program that it is restored into. */
export interface Restoring {
  machine: object;
  tracer: object;
  fileSet: FileSet;
  places: CodePlaces;
  resolve(reference: Reference): object;
  descriptor(code: number): RType;
  /** Takes functions into the program's list; their statements can be stepped on from now on. */
  announce(functions: FunctionInfo[]): void;
}

type Part_ = (...values: unknown[]) => unknown;
type FrameMaker = (info: FunctionInfo) => object;

/** V8's name of the script, as codePlaces.ts sees it. */
export const scriptName = 'go:image';

export class Restored {
  readonly stored: StoredImage;
  readonly own: Part;
  private readonly program: Restoring;
  /** By part of the script: the unit that it makes. */
  private readonly units = new Map<number, UnitRecord>();
  reused = 0;

  constructor(stored: StoredImage, program: Restoring) {
    this.stored = stored;
    this.own = stored.ownHolds ? stored.data.own : emptyPart();
    this.program = program;
    program.places.addScript(scriptName, {
      text: stored.script,
      unitAt: (offset) => this.unitAt(offset),
    });
  }

  private get library(): Part {
    return this.stored.data.library;
  }

  function(key: HolderKey): FunctionRecord | undefined {
    return this.own.functions[key] ?? this.library.functions[key];
  }
  rest(key: HolderKey, offset: number): UnitRecord | undefined {
    const name = `${key}@${offset}`;
    return this.own.rests[name] ?? this.library.rests[name];
  }
  thunk(key: ThunkKey): ThunkRecord | undefined {
    return this.own.thunks[key] ?? this.library.thunks[key];
  }
  global(key: GlobalKey): GlobalRecord | undefined {
    return this.own.globals[key] ?? this.library.globals[key];
  }
  package(path: string): PackageRecord | undefined {
    return this.own.packages[path] ?? this.library.packages[path];
  }
  named(code: number): NamedRecord | undefined {
    return this.own.named[code] ?? this.library.named[code];
  }
  embedding(code: number): NamedRecord['methods'] {
    return this.own.embedding[code] ?? this.library.embedding[code] ?? null;
  }
  name(func: number): string | undefined {
    return this.own.names[func] ?? this.library.names[func];
  }
  mayPark(func: number): boolean | undefined {
    return this.own.parks[func] ?? this.library.parks[func];
  }
  anchor(key: string): { file: string; pos: number; end: number } | undefined {
    const found = this.own.anchors[key] ?? this.library.anchors[key];
    if (found === undefined) return undefined;
    const [path] = this.stored.data.files[found[0]] ?? [''];
    const base = this.program.fileSet.posOfOffset(path, 0);
    return { file: path, pos: base + found[1], end: base + found[2] };
  }
  /** A mirrored function; null when it has no lines, undefined when nobody knows. */
  mirrored(name: string): FunctionInfo | null | undefined {
    const record = this.library.mirrored[name];
    return record === undefined || record === null ? record : this.info(record);
  }

  /** What evaluating the unit's text gives. */
  make(unit: UnitRecord): unknown {
    this.reused++;
    this.units.set(unit.at, unit);
    const { program } = this;
    const infos: FunctionInfo[] = [];
    const values = unit.references.map((reference) => {
      if (!reference.startsWith('F')) return program.resolve(reference);
      const record = unit.infos[Number(reference.slice(1))] as InfoRecord;
      const info = this.info(record);
      infos.push(info);
      return (this.stored.parts[record.frame] as FrameMaker)(info);
    });
    if (infos.length > 0) program.announce(infos);
    return (this.stored.parts[unit.at] as Part_)(program.machine, program.tracer, ...values);
  }

  private info(record: InfoRecord): FunctionInfo {
    const { program } = this;
    const [file] = this.stored.data.files[record.file] ?? [''];
    const base = program.fileSet.posOfOffset(file, 0);
    const at = (offset: number): number => (offset < 0 ? 0 : base + offset);
    const steps: FunctionInfo['steps'] = [];
    for (let i = 0; i < record.steps.length; i += 2) {
      const [pos = 0, end = 0] = [record.steps[i], record.steps[i + 1]];
      steps.push(
        pos === -2 ? (undefined as never) : { pos: at(pos), end: at(end), writes: record.writes[i / 2] ?? [] },
      );
    }
    return {
      id: -1,
      name: record.name,
      file,
      pos: at(record.pos),
      end: at(record.end),
      isGenerator: record.isGenerator,
      steps,
      locals: record.locals.map((local) => ({
        name: local.name,
        property: local.property,
        type: () => program.descriptor(local.type),
        from: at(local.from),
        to: at(local.to),
        cell: local.cell,
        argument: local.argument,
      })),
    };
  }

  /** The unit that a place in the script belongs to. */
  private unitAt(
    offset: number,
  ): { start: number; names: string[]; file: { path: string; base: number } | null } | null {
    const { starts, data } = this.stored;
    let part = starts.findIndex((start) => start > offset) - 1;
    if (part === -2) part = starts.length - 1;
    const unit = this.units.get(part);
    if (unit === undefined) return null;
    const [path] = data.files[unit.file] ?? [null];
    const file = path === null ? null : { path, base: this.program.fileSet.posOfOffset(path, 0) };
    return { start: starts[part] ?? 0, names: unit.names, file };
  }
}
