/** A piece of emitted code in the making: its text refers to outside values (holders, type descriptors, variables) by parameter names. */
export class Unit {
  private readonly names = new Map<unknown, string>();
  readonly params: string[] = ['M', 'T'];
  readonly values: unknown[];
  private counter = 0;

  constructor(machine: unknown, tracer: unknown) {
    this.values = [machine, tracer];
  }

  /** The name under which the text can use `value`. */
  reference(value: object, prefix: string): string {
    let name = this.names.get(value);
    if (name === undefined) {
      name = `${prefix}${this.params.length}`;
      this.names.set(value, name);
      this.params.push(name);
      this.values.push(value);
    }
    return name;
  }

  /** A number unique within this unit. */
  next(): number {
    return ++this.counter;
  }

  /** Compiles `return (expression)` and gives the value; `label` shows in stack traces of the engine itself. */
  evaluate(expression: string, label: string): unknown {
    const source = `"use strict";return (${expression}\n)//# sourceURL=go:${encodeURI(label)}`;
    try {
      // The text is our own emission from Go source; this is the engine's back end.
      const make = new Function(...this.params, source) as (...values: unknown[]) => unknown;
      return make(...this.values);
    } catch (error) {
      if (error instanceof SyntaxError)
        throw new Error(`emitted code of ${label} does not parse: ${error.message}\n${source}`);
      throw error;
    }
  }
}
