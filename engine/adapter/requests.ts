/** Arguments of requests as they come from a client: nothing in them is certain. */

/** A request that cannot be done; the message is shown to the person when `show` is set, as VS Code does with `showUser`. */
export class RequestError extends Error {
  readonly show: boolean;

  constructor(message: string, show = false) {
    super(message);
    this.show = show;
  }
}

/** Reads fields of a request's arguments; says which one is missing or of another type. */
export class Fields {
  readonly #value: Record<string, unknown>;
  readonly #where: string;

  constructor(value: unknown, where: string) {
    if (value !== undefined && value !== null && (typeof value !== 'object' || Array.isArray(value))) {
      throw new RequestError(`${where}: an object is expected`);
    }
    this.#value = (value ?? {}) as Record<string, unknown>;
    this.#where = where;
  }

  number(name: string): number {
    const value = this.#value[name];
    if (typeof value === 'number' && Number.isInteger(value)) return value;
    throw this.#wrong(name, 'a whole number');
  }

  text(name: string): string {
    const value = this.#value[name];
    if (typeof value === 'string') return value;
    throw this.#wrong(name, 'a text');
  }

  optionalNumber(name: string): number | undefined {
    return this.#has(name) ? this.number(name) : undefined;
  }

  optionalText(name: string): string | undefined {
    return this.#has(name) ? this.text(name) : undefined;
  }

  flag(name: string): boolean {
    return this.optionalFlag(name) ?? false;
  }

  optionalFlag(name: string): boolean | undefined {
    if (!this.#has(name)) return undefined;
    const value = this.#value[name];
    if (typeof value !== 'boolean') throw this.#wrong(name, 'true or false');
    return value;
  }

  child(name: string): Fields {
    if (!this.#has(name)) throw this.#wrong(name, 'an object');
    return new Fields(this.#value[name], `${this.#where}.${name}`);
  }

  /** A list of objects; empty when it is not there. */
  list(name: string): Fields[] {
    return this.#array(name).map((item, index) => new Fields(item, `${this.#where}.${name}[${index}]`));
  }

  texts(name: string): string[] {
    return this.#array(name).map((item) => {
      if (typeof item !== 'string') throw this.#wrong(name, 'a list of texts');
      return item;
    });
  }

  numbers(name: string): number[] {
    return this.#array(name).map((item) => {
      if (typeof item !== 'number' || !Number.isInteger(item)) throw this.#wrong(name, 'a list of whole numbers');
      return item;
    });
  }

  /** Names with texts: an environment. */
  textMap(name: string): Record<string, string> {
    if (!this.#has(name)) return {};
    const entries = Object.entries(this.#value[name] as object);
    if (entries.some(([, value]) => typeof value !== 'string')) throw this.#wrong(name, 'an object of texts');
    return Object.fromEntries(entries) as Record<string, string>;
  }

  has(name: string): boolean {
    return this.#has(name);
  }

  #has(name: string): boolean {
    return this.#value[name] !== undefined && this.#value[name] !== null;
  }

  #array(name: string): unknown[] {
    if (!this.#has(name)) return [];
    const value = this.#value[name];
    if (!Array.isArray(value)) throw this.#wrong(name, 'a list');
    return value as unknown[];
  }

  #wrong(name: string, expected: string): RequestError {
    const what = this.#has(name) ? `must be ${expected}` : 'is missing';
    return new RequestError(`${this.#where}: ${name} ${what}`);
  }
}
