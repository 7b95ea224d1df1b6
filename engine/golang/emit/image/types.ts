/** Type descriptors from an image, without the checker's types. */
import type { MachineTypes, Method, RType } from '../../machine/types.ts';
import type { Named, Struct } from '../../types/types.ts';
import type { Linker } from '../linker.ts';
import { fieldProperty, isExported, propertyOfMethod } from '../names.ts';
import type { TypeText } from './codes.ts';
import type { NamedRecord } from './format.ts';

/** The descriptor of a type that has a code; null where the image does not know it. */
export function restoreType(linker: Linker, types: MachineTypes, code: number): RType | null {
  const { restored, codes, descriptors, recorder } = linker;
  if (restored === null) return null;
  const text = codes.typeText(code);
  const isNamed = text[0] === 'named' || text[0] === 'local';
  const record = isNamed ? restored.named(code) : undefined;
  if (isNamed && record === undefined) return null;
  const type = record === undefined ? unnamed(linker, types, text) : named(linker, types, code, record);
  descriptors.coded.set(code, type);
  recorder.named(type, `t${code}`);
  const methods = record?.methods ?? restored.embedding(code);
  if (methods !== null) type.setMethods(() => methodsOf(linker, code, methods));
  else if (hasMethods(linker, text, record)) type.setMethods(() => fromSource(linker, code));
  return type;
}

function named(linker: Linker, types: MachineTypes, code: number, record: NamedRecord): RType {
  const { name, string, pkgPath, mapped, underlying } = record;
  const { descriptors, codes } = linker;
  const resolve = (): RType => {
    if (underlying >= 0) return descriptors.byCode(underlying);
    return descriptors.of((codes.typeOf(code) as Named).underlying());
  };
  return types.named({ name, string, pkgPath, mapped, resolve });
}

function unnamed(linker: Linker, types: MachineTypes, text: TypeText): RType {
  const of = (code: number): RType => linker.descriptors.byCode(code);
  switch (text[0]) {
    case 'pointer':
      return types.pointer(of(text[1]));
    case 'slice':
      return types.slice(of(text[1]));
    case 'array':
      return types.array(of(text[2]), text[1]);
    case 'map':
      return types.map(of(text[1]), of(text[2]));
    case 'chan':
      return types.chan(of(text[2]), text[1]);
    case 'func':
      return types.func(text[1].map(of), text[2].map(of), text[3]);
    case 'struct':
      return types.struct(
        text[1].map(([name, pkgPath, type, embedded, tag], index) => {
          const property = fieldProperty({ name }, index);
          return { name, property, type: of(type), embedded, tag, exported: isExported(name), pkgPath };
        }),
      );
    case 'interface':
      return types.interface(
        text[1].map(([name, path, type]) => {
          const property = propertyOfMethod(name, path === '' ? null : { path });
          return { name, property, exported: isExported(name), type: of(type) };
        }),
      );
    default:
      return types.basic(text[1] as string);
  }
}

/** Whether a type has methods that nobody has asked for yet. */
function hasMethods(linker: Linker, text: TypeText, record: NamedRecord | undefined): boolean {
  if (text[0] === 'struct') return text[1].some(([, , , embedded]) => embedded);
  if (record === undefined || record.underlying < 0) return record !== undefined;
  const [kind] = linker.codes.typeText(record.underlying);
  return kind !== 'interface' && kind !== 'pointer';
}

function methodsOf(linker: Linker, code: number, records: NonNullable<NamedRecord['methods']>): Method[] {
  const { descriptors, codes } = linker;
  const pointer = codes.codeOf(['pointer', code]);
  let source: Method[] | null = null;
  return records.map((record): Method => {
    const { name, property, exported, pointerReceiver } = record;
    const type = (): RType => {
      if (record.type >= 0) return descriptors.byCode(record.type);
      const found = (source ??= fromSource(linker, code)).find((method) => method.property === property);
      if (found === undefined) throw new Error(`no method ${property}`);
      return found.type();
    };
    const receiver = pointerReceiver ? pointer : code;
    const holder = (): ReturnType<Method['holder']> => linker.thunks.byKey(`${receiver} ${property}`);
    return { name, property, exported, pointerReceiver, type, holder };
  });
}

const fromSource = (linker: Linker, code: number): Method[] =>
  linker.descriptors.methods(linker.codes.typeOf(code) as Named | Struct);
