import type { SourceFile } from '../syntax/ast.ts';
import { codeHead, type CodePlaces } from './codePlaces.ts';

/** A piece of emitted code in the making: its text refers to outside values (holders, type descriptors, variables) by parameter names. */
export class Unit {
  private readonly names = new Map<unknown, string>();
  readonly params: string[] = ['M', 'T'];
  readonly values: unknown[];
  /** Go's names of the function and of the literals in it. */
  readonly functions: string[] = [];
  private readonly places: CodePlaces;
  readonly file: SourceFile | null;
  /** What was compiled, and what it was called. */
  text = '';
  label = '';
  private counter = 0;
  private readonly hoisted: string[] = [];

  /** `file` is where the code comes from; null for code that is nowhere in Go's source. */
  constructor(machine: unknown, tracer: unknown, places: CodePlaces, file: SourceFile | null) {
    this.values = [machine, tracer];
    this.places = places;
    this.file = file;
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

  /** What takes back the functions that have been added since. */
  attempt(): () => void {
    const [functions, hoisted] = [this.functions.length, this.hoisted.length];
    return () => {
      this.functions.length = functions;
      this.hoisted.length = hoisted;
    };
  }

  /** Puts a function declaration before the expression. */
  hoist(declaration: string): void {
    this.hoisted.push(declaration);
  }

  /** Compiles `return (expression)` and gives the value; `label` shows in stack traces of the engine itself. */
  evaluate(value: string, label: string): unknown {
    const expression = this.hoisted.length === 0 ? value : `(() => {\n${this.hoisted.join('\n')}\nreturn ${value};\n})()`; // prettier-ignore
    this.text = expression;
    this.label = label;
    const emitted = { file: this.file, names: this.functions, code: null as unknown };
    const source = `${codeHead}${expression}\n)//# sourceURL=${this.places.add(emitted, label)}`;
    try {
      // The text is our own emission from Go source; this is the engine's back end.
      const make = new Function(...this.params, source) as (...values: unknown[]) => unknown;
      emitted.code = make;
      return make(...this.values);
    } catch (error) {
      if (error instanceof SyntaxError)
        throw new Error(`emitted code of ${label} does not parse: ${error.message}\n${source}`);
      throw error;
    }
  }
}
