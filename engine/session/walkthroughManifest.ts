import { needs } from './needs.ts';
import { FaultError, parseFault } from '../linux/index.ts';
import { messageOf } from '../trace/messageOf.ts';
import {
  WalkthroughError,
  type LookAt,
  type Manifest,
  type NamedGoroutine,
  type Nature,
  type Problem,
  type Stop,
  type StopAnchor,
  type View,
} from './walkthroughFormat.ts';

const natures: readonly Nature[] = ['real', 'executed', 'mirrored', 'observed', 'inferred'];
const views: readonly View[] = [
  'variable',
  'system-call',
  'call-stack',
  'goroutines',
  'run-queue',
  'descriptor',
  'accept-queue',
  'receive-queue',
  'socket-options',
  'poll-desc',
  'epoll',
  'ready-list',
  'fd-set',
  'poll-array',
  'rings',
  'signals',
];

const name = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const version = /^1\.\d+$/;
const goFile = /^[\w./-]+\.go$/;
const goFunction = /^(\(\*[A-Za-z_]\w*\)\.|[A-Za-z_]\w*\.)?[A-Za-z_]\w*$/;
const statement = /^((call|assign|case) \S+|if( [A-Za-z_]\w*)?|return [1-9]\d*|for|switch|select|go|defer|send|func)$/;

/** Reads walkthrough.json as walkthrough.schema.json describes it; throws a WalkthroughError with every place that differs. */
export function parseManifest(file: string, json: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new WalkthroughError([{ file, message: messageOf(error) }]);
  }
  const problems: Problem[] = [];
  const manifest = readManifest(new Reader(value, '', (message, stop) => problems.push(problem(file, stop, message))));
  if (problems.length > 0) throw new WalkthroughError(problems);
  return manifest;
}

function readManifest(reader: Reader): Manifest {
  reader.only(
    '$schema',
    'id',
    'order',
    'minutes',
    'program',
    'inject',
    'stepInto',
    'needs',
    'versions',
    'goroutines',
    'chapters',
    'stops',
  );
  const versions = reader.child('versions');
  versions.only('since', 'checked');
  return {
    id: reader.text('id', name),
    order: reader.count('order') ?? 1,
    minutes: reader.count('minutes') ?? 1,
    program: reader.text('program', goFile),
    inject: reader.has('inject') ? reader.list('inject', readFault) : [],
    stepInto: reader.has('stepInto') ? reader.list('stepInto', (item) => item.itself(/^[\w./-]+$/)) : [],
    needs: reader.has('needs') ? reader.list('needs', (item) => item.itselfOf(needs)) : [],
    versions: {
      since: versions.text('since', version),
      checked: versions.list('checked', (item) => item.itself(version)),
    },
    goroutines: reader.list('goroutines', readGoroutine),
    chapters: reader.list('chapters', (chapter) => {
      chapter.only('id');
      return chapter.text('id', name);
    }),
    stops: reader.list('stops', (stop) => readStop(stop.named('id'))),
  };
}

function readFault(reader: Reader): string {
  const text = reader.itself(/^/);
  try {
    parseFault(text);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    reader.complain(error.message);
  }
  return text;
}

function readGoroutine(reader: Reader): NamedGoroutine {
  reader.only('name', 'function');
  return { name: reader.text('name', name), function: reader.text('function', /^main\./) };
}

function readStop(reader: Reader): Stop {
  reader.only(
    'id',
    'chapter',
    'goroutine',
    'nature',
    'anchor',
    'visit',
    'lookAt',
    'since',
    'until',
    'mayBeSkipped',
    'hold',
    'release',
    'beside',
  );
  return {
    id: reader.text('id', name),
    chapter: reader.text('chapter', name),
    ...reader.optional('goroutine', name),
    nature: reader.oneOf('nature', natures),
    anchors: reader.isList('anchor') ? reader.list('anchor', readAnchor) : [readAnchor(reader.child('anchor'))],
    visit: reader.count('visit', 'optional') ?? 1,
    lookAt: reader.has('lookAt') ? reader.list('lookAt', readLookAt) : [],
    ...reader.optional('since', version),
    ...reader.optional('until', version),
    mayBeSkipped: reader.flag('mayBeSkipped'),
    ...(reader.has('hold') ? { hold: reader.list('hold', (item) => item.itself(name)) } : {}),
    ...(reader.has('release') ? { release: reader.list('release', (item) => item.itself(name)) } : {}),
    ...(reader.has('beside') ? { beside: readBeside(reader) } : {}),
  };
}

function readBeside(reader: Reader): readonly [string, string] {
  const [older, newer, ...more] = reader.list('beside', (item) => item.itself(version));
  if (older === undefined || newer === undefined || more.length > 0) reader.complain('"beside" names two versions');
  return [older ?? '', newer ?? ''];
}

function readAnchor(reader: Reader): StopAnchor {
  reader.only('file', 'func', 'statement', 'occurrence', 'since', 'until');
  const occurrence = reader.count('occurrence', 'optional');
  const anchor = {
    file: reader.text('file', goFile),
    func: reader.text('func', goFunction),
    statement: reader.text('statement', statement),
    ...(occurrence === undefined ? {} : { occurrence }),
    ...reader.optional('since', version),
    ...reader.optional('until', version),
  };
  if (occurrence !== undefined && /^(return|func)/.test(anchor.statement)) {
    reader.complain(`"${anchor.statement}" takes no occurrence`);
  }
  return anchor;
}

function readLookAt(reader: Reader): LookAt {
  reader.only('view', 'expression');
  return { view: reader.oneOf('view', views), ...reader.optional('expression', /\S/) };
}

function problem(file: string, stop: string | undefined, message: string): Problem {
  return stop === undefined ? { file, message } : { file, stop, message };
}

type Complain = (message: string, stop: string | undefined) => void;

/** A value of unknown shape with its place, which complains instead of throwing, so that all problems are seen at once. */
class Reader {
  readonly #value: unknown;
  readonly #place: string;
  readonly #report: Complain;
  readonly #stop: string | undefined;

  constructor(value: unknown, place: string, report: Complain, stop?: string) {
    this.#value = value;
    this.#place = place;
    this.#report = report;
    this.#stop = stop;
  }

  complain(message: string): void {
    this.#report(this.#place === '' ? message : `${this.#place}: ${message}`, this.#stop);
  }

  /** The same value, its problems reported under the stop of that name. */
  named(key: string): Reader {
    const id = this.#get(key);
    return typeof id === 'string' ? new Reader(this.#value, '', this.#report, id) : this;
  }

  only(...keys: string[]): void {
    if (typeof this.#value !== 'object' || this.#value === null || Array.isArray(this.#value)) {
      this.complain('an object is expected');
      return;
    }
    for (const key of Object.keys(this.#value)) if (!keys.includes(key)) this.complain(`"${key}" is not known here`);
  }

  has(key: string): boolean {
    return this.#get(key) !== undefined;
  }

  isList(key: string): boolean {
    return Array.isArray(this.#get(key));
  }

  child(key: string): Reader {
    return this.#at(this.#get(key), key);
  }

  list<T>(key: string, read: (item: Reader) => T): T[] {
    const value = this.#get(key);
    if (Array.isArray(value) && value.length > 0) {
      return value.map((item, index) => read(this.#at(item, `${key}[${index}]`)));
    }
    this.complain(`"${key}" must be a list that is not empty`);
    return [];
  }

  text(key: string, pattern: RegExp): string {
    return this.child(key).itself(pattern);
  }

  itself(pattern: RegExp): string {
    if (typeof this.#value === 'string' && pattern.test(this.#value)) return this.#value;
    this.complain(this.#value === undefined ? 'it is missing' : `${JSON.stringify(this.#value)} is not valid`);
    return '';
  }

  optional<K extends string>(key: K, pattern: RegExp): Partial<Record<K, string>> {
    return this.has(key) ? ({ [key]: this.text(key, pattern) } as Record<K, string>) : {};
  }

  oneOf<T extends string>(key: string, values: readonly T[]): T {
    return this.child(key).itselfOf(values);
  }

  itselfOf<T extends string>(values: readonly T[]): T {
    const found = values.find((candidate) => candidate === this.#value);
    if (found === undefined) this.complain(`it must be one of ${values.join(', ')}`);
    return found ?? (values[0] as T);
  }

  count(key: string, presence?: 'optional'): number | undefined {
    const value = this.#get(key);
    if (value === undefined && presence === 'optional') return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
    this.child(key).complain('it must be a whole number above 0');
    return undefined;
  }

  flag(key: string): boolean {
    const value = this.#get(key);
    if (value !== undefined && value !== true) this.child(key).complain('it must be true or missing');
    return value === true;
  }

  #get(key: string): unknown {
    return typeof this.#value === 'object' && this.#value !== null
      ? (this.#value as Record<string, unknown>)[key]
      : undefined;
  }

  #at(value: unknown, key: string): Reader {
    return new Reader(value, this.#place === '' ? key : `${this.#place}.${key}`, this.#report, this.#stop);
  }
}
