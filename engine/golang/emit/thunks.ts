/** Methods as functions whose receiver is of another type than they are declared for: promoted ones, and those of values called by pointers. */
import type { FuncValue } from '../machine/goroutine.ts';
import { lookupFieldOrMethod } from '../types/lookup.ts';
import type { Package, Type } from '../types/types.ts';
import { propertyOfMethod } from './descriptors.ts';
import type { Holder } from './holder.ts';
import type { ThunkKey, ThunkRecord, UnitRecord } from './image/format.ts';
import type { Linker } from './linker.ts';
import { receiverAdapter } from './methods.ts';
import { isInterface } from './typeQueries.ts';
import { Unit } from './unit.ts';

export class Thunks {
  private readonly linker: Linker;
  private readonly thunks = new Map<Type, Map<string, Holder>>();
  private readonly keyed = new Map<ThunkKey, Holder>();

  constructor(linker: Linker) {
    this.linker = linker;
  }

  /** A function that takes a receiver of exactly `receiver` first and calls its method `name`, promoted or not. */
  of(receiver: Type, name: string, pkg: Package | null): Holder {
    const key = propertyOfMethod(name, pkg);
    let thunks = this.thunks.get(receiver);
    if (thunks === undefined) this.thunks.set(receiver, (thunks = new Map<string, Holder>()));
    let thunk = thunks.get(key);
    if (thunk === undefined) {
      const code = this.linker.codes.type(receiver);
      thunk = code < 0 ? this.make(receiver, name, pkg, null) : this.byKey(`${code} ${key}`);
      thunks.set(key, thunk);
    }
    return thunk;
  }

  /** The thunk that goes by a key. */
  byKey(key: ThunkKey): Holder {
    let thunk = this.keyed.get(key);
    if (thunk === undefined) {
      const record = this.linker.restored?.thunk(key);
      if (record !== undefined) thunk = this.restore(record);
      else {
        const property = key.slice(key.indexOf(' ') + 1);
        const dot = property.lastIndexOf('.');
        const pkg = dot < 0 ? null : this.linker.program.load(property.slice(0, dot));
        thunk = this.make(this.linker.codes.typeOf(parseInt(key)), property.slice(dot + 1), pkg, key);
      }
      this.keyed.set(key, thunk);
      if (!this.linker.recorder.references.has(thunk)) this.linker.recorder.named(thunk, `k${key}`);
    }
    return thunk;
  }

  private restore({ direct, unit, name, mayPark, target }: ThunkRecord): Holder {
    if (direct !== undefined) return this.linker.holderOf(direct);
    const f = this.linker.restored?.make(unit as UnitRecord) as Holder['f'];
    return finishThunk(f, name, mayPark, target === null ? null : this.linker.holderOf(target));
  }

  private make(receiver: Type, name: string, pkg: Package | null, key: ThunkKey | null): Holder {
    const selection = lookupFieldOrMethod(receiver, true, pkg, name);
    if (selection === undefined || selection.object.kind !== 'func') throw new Error(`no method ${name}`);
    const method = selection.object;
    const dynamic = method.decl === null || (method.receiver !== null && isInterface(method.receiver.type));
    const wantsPointer = method.receiver?.type.kind === 'pointer';
    if (!dynamic && selection.path.length === 0 && wantsPointer === (receiver.kind === 'pointer')) {
      const direct = this.linker.holder(method, []);
      this.linker.recorder.thunk(key, { direct, name, mayPark: false, target: null });
      return direct;
    }
    const unit = new Unit(this.linker.machine, this.linker.tracer, this.linker.places, null);
    const adapted = receiverAdapter(
      receiver,
      selection,
      (step) => this.linker.property(step.field, step.index),
      (type) => unit.reference(this.linker.descriptors.of(type), 't'),
    );
    const property = JSON.stringify(this.linker.methodName(method));
    const target = dynamic ? null : this.linker.holder(method, []);
    const mayPark = target === null || target.mayPark;
    const params = method.signature.params.map((_, i) => `, a${i}`).join('');
    const text =
      target === null
        ? `function (r, ...a) { const i = ${adapted}; M.handOnRecover(i, ${property}); return i[${property}](...a); }`
        : `function (r${params}) { return ${unit.reference(target, 'h')}.f(${adapted}${params}); }`;
    const f = unit.evaluate(text, `${name} (promoted)`) as Holder['f'];
    this.linker.recorder.thunk(key, { unit, name, mayPark, target });
    return finishThunk(f, name, mayPark, target);
  }
}

function finishThunk(f: Holder['f'], name: string, mayPark: boolean, target: Holder | null): Holder {
  // Deferred, it recovers where the method does; which one that is may be known in the call only (handOnRecover).
  Object.defineProperty(f, 'usesRecover', {
    get: () => target === null || (target.value as FuncValue).usesRecover,
  });
  return { f, name, mayPark, known: mayPark, value: f };
}
