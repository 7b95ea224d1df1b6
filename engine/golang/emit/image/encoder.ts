/** Makes an image of what was recorded; what was restored from an earlier image goes into it as it was. */
import type { FunctionInfo } from '../../../trace/tracer.ts';
import type { RType } from '../../machine/rtype.ts';
import type { SourceFile } from '../../syntax/ast.ts';
import type { FileSet } from '../../syntax/fileSet.ts';
import { codeHead } from '../codePlaces.ts';
import type { Unit } from '../unit.ts';
import type { Codes } from './codes.ts';
import {
  emptyPart, type HolderKey, type ImageData, type InfoRecord, type InitialisationStep, type NamedRecord, type Part, type Reference, type UnitRecord,
} from './format.ts'; // prettier-ignore
import type { Recorder } from './recorder.ts';
import type { StoredImage } from './restored.ts';

/** What the encoder asks of the program. */
export interface Linked {
  codes: Codes;
  fileSet: FileSet;
  /** All packages that have been loaded, with their files. */
  packages: Iterable<{ path: string; files: SourceFile[] }>;
  /** The descriptors that were made, by code. */
  descriptors: ReadonlyMap<number, RType>;
}

/** The image of a run, as data and the text of each part of its script. */
export function encode(
  recorder: Recorder,
  linked: Linked,
  before: StoredImage | null,
): { data: ImageData; parts: string[] } {
  return new Encoder(recorder, linked, before).encode();
}

/** What an image gains from a run: how many of those things that were made from source it takes, and how long they took to be made, in milliseconds. */
export function gain(recorder: Recorder, codes: Codes): { count: number; milliseconds: number } {
  const gained = { count: 0, milliseconds: 0 };
  recorder.made.forEach(({ key, unit, before }, i) => {
    if (key === null || (unit !== undefined && !isNamed(unit, recorder, codes))) return;
    gained.count++;
    gained.milliseconds += (recorder.made[i + 1]?.before ?? recorder.milliseconds) - before;
  });
  return gained;
}

/** Whether all that a unit refers to has a name. */
function isNamed(unit: Unit, recorder: Recorder, codes: Codes): boolean {
  return unit.values.slice(2).every((value) => {
    const frame = recorder.frames.get(value as object);
    if (frame === undefined) return recorder.references.has(value as object);
    return frame.info.locals.every((local) => {
      const type = recorder.localTypes.get(local.type as object);
      return type !== undefined && codes.type(type) >= 0;
    });
  });
}

class Encoder {
  private readonly recorder: Recorder;
  private readonly linked: Linked;
  private readonly codes: Codes;
  private readonly data: ImageData;
  private readonly parts: string[];
  private readonly files = new Map<string, number>();

  constructor(recorder: Recorder, linked: Linked, before: StoredImage | null) {
    this.recorder = recorder;
    this.linked = linked;
    this.codes = linked.codes;
    this.data = {
      types: this.codes.typeTexts,
      funcs: this.codes.funcTexts,
      files: before?.data.files ?? [],
      library: before?.data.library ?? emptyPart(),
      own: before?.ownHolds === true ? before.data.own : emptyPart(),
    };
    this.parts = before === null ? [] : partsOf(before);
    this.data.files.forEach(([path], index) => this.files.set(path, index));
  }

  encode(): { data: ImageData; parts: string[] } {
    for (const pkg of this.linked.packages) {
      for (const { path, text } of pkg.files) this.addFile(path, text.length, pkg.path);
    }
    this.functions();
    this.rests();
    this.thunks();
    this.globals();
    this.packages();
    this.types();
    const { mirrored, anchors } = this.recorder;
    for (const [name, info] of mirrored) this.data.library.mirrored[name] = info === null ? null : this.info(info, -1);
    for (const [key, { file, pos, end }] of anchors) {
      const index = this.files.get(file);
      if (index === undefined) continue;
      const base = this.baseOf(file);
      this.part(this.fileIsOwn(index)).anchors[key] = [index, pos - base, end - base];
    }
    return { data: this.data, parts: this.parts };
  }

  /** A person's own file may have changed since the last image. */
  private addFile(path: string, length: number, pkg: string): void {
    const known = this.files.get(path);
    if (known !== undefined) this.data.files[known] = [path, length, pkg];
    else this.files.set(path, this.data.files.push([path, length, pkg]) - 1);
  }

  private part(own: boolean): Part {
    return own ? this.data.own : this.data.library;
  }

  // ---- what was compiled

  private functions(): void {
    for (const [key, holder] of this.recorder.holders) {
      const func = parseInt(key);
      const part = this.part(this.codes.funcIsOwn(func));
      part.names[func] = holder.name;
      if (holder.known !== null) part.parks[func] = holder.known;
    }
    for (const [key, { unit, alias, usesRecover }] of this.recorder.functions) {
      const own = this.holderIsOwn(key);
      if (unit !== undefined) {
        const record = this.unit(unit, own);
        if (record !== null) this.part(record.own).functions[key] = { unit: record.unit, usesRecover };
      } else if (alias !== undefined) {
        const reference = this.recorder.references.get(alias);
        if (reference?.startsWith('h') !== true) continue;
        this.part(own).functions[key] = { alias: reference.slice(1), usesRecover };
      }
    }
  }

  private rests(): void {
    for (const [name, { key, unit }] of this.recorder.rests) {
      const record = this.unit(unit, this.holderIsOwn(key));
      if (record !== null) this.part(record.own).rests[name] = record.unit;
    }
  }

  private thunks(): void {
    for (const [key, { unit, direct, name, mayPark, target }] of this.recorder.thunks) {
      const keyOf = (holder: object): HolderKey | null => {
        const reference = this.recorder.references.get(holder);
        return reference?.startsWith('h') === true ? reference.slice(1) : null;
      };
      const own = this.codes.typeIsOwn(parseInt(key));
      const targetKey = target === null ? null : keyOf(target);
      if (target !== null && targetKey === null) continue;
      if (direct !== undefined) {
        const directKey = keyOf(direct);
        if (directKey === null) continue;
        this.part(own || this.holderIsOwn(directKey)).thunks[key] = {
          direct: directKey,
          name,
          mayPark,
          target: null,
        };
      } else if (unit !== undefined) {
        const record = this.unit(unit, own);
        if (record !== null)
          this.part(record.own).thunks[key] = { unit: record.unit, name, mayPark, target: targetKey };
      }
    }
  }

  private globals(): void {
    for (const [key, { type, packageName, initialiser }] of this.recorder.globals) {
      const code = this.codes.type(type);
      const own = this.codes.packageIsOwn(packageOf(key));
      const made = initialiser === null ? null : this.unit(initialiser, own);
      if (code < 0 || (initialiser !== null && made === null)) continue;
      const isOwn = own || this.codes.typeIsOwn(code) || made?.own === true;
      this.part(isOwn).globals[key] = { type: code, packageName, initialiser: made?.unit ?? null };
    }
  }

  private packages(): void {
    for (const [path, { imports, steps }] of this.recorder.packages) {
      const own = this.codes.packageIsOwn(path);
      const records: InitialisationStep[] = [];
      for (const step of steps) {
        const record = typeof step === 'string' ? step : this.unit(step, own)?.unit;
        if (record !== undefined) records.push(record);
      }
      if (records.length === steps.length) this.part(own).packages[path] = { imports, steps: records };
    }
  }

  private types(): void {
    const { descriptors } = this.linked;
    for (const [code, type] of descriptors) {
      const part = this.part(this.codes.typeIsOwn(code));
      if (!type.named) continue;
      const methods = this.methods(code);
      const known = part.named[code];
      if (known !== undefined) {
        known.methods ??= methods;
        continue;
      }
      const checked = this.codes.typeOf(code);
      const under = checked.kind === 'named' ? this.codes.type(checked.underlying()) : -1;
      const { string, name, pkgPath, mapped } = type;
      part.named[code] = { string, name, pkgPath, mapped, underlying: under, methods };
    }
    for (const code of this.recorder.methodSets.keys()) {
      const methods = this.methods(code);
      if (descriptors.get(code)?.named === false && methods !== null) {
        this.part(this.codes.typeIsOwn(code)).embedding[code] = methods;
      }
    }
  }

  private methods(code: number): NamedRecord['methods'] {
    const methods = this.recorder.methodSets.get(code);
    if (methods === undefined) return null;
    return methods.map((method) => {
      const { name, property, exported, pointerReceiver } = method;
      const asked = this.recorder.methodTypes.get(method);
      const type = asked === undefined ? -1 : this.codeOf(asked);
      return { name, property, exported, pointerReceiver, type };
    });
  }

  private codeOf(type: RType): number {
    const reference = this.recorder.references.get(type);
    return reference?.startsWith('t') === true ? Number(reference.slice(1)) : -1;
  }

  // ---- units

  /** Null for one that refers to something without a name. */
  private unit(unit: Unit, own: boolean): { unit: UnitRecord; own: boolean } | null {
    const { recorder } = this;
    if (!isNamed(unit, recorder, this.codes)) return null;
    let isOwn = own;
    const references: Reference[] = [];
    const infos: InfoRecord[] = [];
    for (const value of unit.values.slice(2)) {
      const frame = recorder.frames.get(value as object);
      if (frame !== undefined) {
        const info = this.info(frame.info, this.parts.length);
        if (info === null) return null;
        this.parts.push(frameText(frame.properties));
        references.push(`F${infos.push(info) - 1}`);
        isOwn ||= this.fileIsOwn(info.file);
        continue;
      }
      const reference = recorder.references.get(value as object);
      if (reference === undefined) return null;
      isOwn ||= this.referenceIsOwn(reference);
      references.push(reference);
    }
    const file = unit.file === null ? -1 : (this.files.get(unit.file.path) ?? -1);
    const at = this.parts.push(`(function(${unit.params.join(',')}){${codeHead}${unit.text}\n)})`) - 1;
    return { unit: { at, references, names: unit.functions, file, label: unit.label, infos }, own: isOwn };
  }

  private info(info: FunctionInfo, frame: number): InfoRecord | null {
    const file = this.files.get(info.file);
    if (file === undefined) return null;
    const base = this.baseOf(info.file);
    const offset = (pos: number): number => (pos === 0 ? -1 : pos - base);
    const writes: Record<number, string[]> = {};
    const steps: number[] = [];
    for (let i = 0; i < info.steps.length; i++) {
      const step = info.steps[i];
      if (step === undefined) steps.push(-2, -2);
      else {
        steps.push(offset(step.pos), offset(step.end));
        if (step.writes.length > 0) writes[i] = step.writes;
      }
    }
    const locals: InfoRecord['locals'] = [];
    for (const local of info.locals) {
      const type = this.recorder.localTypes.get(local.type as object);
      const code = type === undefined ? -1 : this.codes.type(type);
      if (code < 0) return null;
      const { name, property, cell, argument } = local;
      locals.push({ name, property, type: code, from: offset(local.from), to: offset(local.to), cell, argument });
    }
    const { name, isGenerator } = info;
    return { name, file, pos: offset(info.pos), end: offset(info.end), isGenerator, steps, writes, locals, frame };
  }

  private baseOf(path: string): number {
    return this.linked.fileSet.posOfOffset(path, 0);
  }

  // ---- whose it is

  private referenceIsOwn(reference: Reference): boolean {
    const key = reference.slice(1);
    switch (reference[0]) {
      case 'h':
        return this.holderIsOwn(key);
      case 'g':
        return this.codes.packageIsOwn(packageOf(key));
      default:
        return this.codes.typeIsOwn(parseInt(key));
    }
  }

  private holderIsOwn(key: HolderKey): boolean {
    const [func = '', types = ''] = key.split(':');
    if (this.codes.funcIsOwn(Number(func))) return true;
    return types !== '' && types.split(',').some((type) => this.codes.typeIsOwn(Number(type)));
  }

  private fileIsOwn(index: number): boolean {
    return this.codes.packageIsOwn(this.data.files[index]?.[2] ?? '');
  }
}

const packageOf = (key: string): string => key.slice(0, key.indexOf(' '));

/** A frame's class: the links, where it is, then a property a variable. Made, it is the innermost frame of its goroutine. Linker.frameClass makes the same. */
export function frameText(properties: readonly string[]): string {
  const fields = properties.map((property) => `this.${property} = undefined;`).join(' ');
  return `(function(fn){"use strict";return class Frame { constructor(g) { this.fn = fn; this.caller = g.frame; this.g = g; this.pc = 0; this.shownPc = 0; ${fields} g.frame = this; } }})`;
}

function partsOf({ script, starts }: StoredImage): string[] {
  // A comma follows each part, a bracket the last.
  return starts.map((start, i) => script.slice(start, (starts[i + 1] ?? script.length) - 1));
}
