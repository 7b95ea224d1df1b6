/**
 * Random Go programs that compile, end, and say all about themselves: every variable is printed where it goes out of sight. A program is the functions
 * `p<seed>` and what it needs; many of them make one main package (batch.ts). The same seed gives the same program.
 */
import { forms, imports, newerForms, shared, type Maker } from './forms.ts';

const integers = ['int', 'int8', 'int16', 'int32', 'int64', 'uint', 'uint8', 'uint16', 'uint32', 'uint64'] as const;
const scalars = [...integers, 'float64', 'string', 'bool'] as const;
type Scalar = (typeof scalars)[number];
const bits: Record<string, number> = { int: 64, uint: 64 };

interface Variable {
  name: string;
  type: string;
  constant?: boolean;
}

/** mulberry32: 32 bits of state are enough to tell programs apart. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Declarations that all programs share. */
export const prelude = `
type integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64
}

// The compiler must not see that something is constant.
//go:noinline
func v[T any](x T) T { return x }

// What stands beside it in an expression may change under it.
//go:noinline
func put[T any](p *T, x T) T {
	*p = x
	return x
}

func apply[T, U any](s []T, f func(T) U) (r []U) {
	for _, x := range s {
		r = append(r, f(x))
	}
	return
}

func sum[T integer](s ...T) (t T) {
	for _, x := range s {
		t += x
	}
	return
}

type pair[A, B any] struct {
	a A
	b B
}

func (p *pair[A, B]) set(a A) { p.a = a }
func (p pair[A, B]) first() A { return p.a }

func text(x any) string {
	switch x := x.(type) {
	case nil:
		return "nil"
	case int8, uint8:
		return fmt.Sprint("small ", x)
	case int64:
		return fmt.Sprint("int64 ", x+1)
	case string:
		return "string " + x
	case fmt.Stringer:
		return "Stringer " + x.String()
	case error:
		return "error " + x.Error()
	case []int:
		return fmt.Sprint("slice ", len(x))
	default:
		return fmt.Sprintf("%T", x)
	}
}

// A panic within f is printed, as Go prints it.
func guarded(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(name, "panics:", r)
		}
	}()
	f()
	fmt.Println(name, "is fine")
}
`;

export class Generator implements Maker {
  private readonly next: () => number;
  private readonly seed: number;
  readonly minor: number;
  private lines: string[] = [];
  private readonly before: string[] = [];
  private variables: Variable[] = [];
  private names = 0;
  private depth = 1;
  /** Statements that may still be made: programs end. */
  private budget: number;

  constructor(seed: number, minor: number) {
    this.seed = seed;
    this.minor = minor;
    this.next = random(seed);
    this.budget = 20 + this.below(30);
  }

  /** The Go text of the program: the function `p<seed>` and what it calls. */
  program(): string {
    this.structure();
    for (let i = this.below(3); i > 0; i--) this.helper();
    this.scope(() => {
      while (this.budget > 0) this.statement();
    });
    const body = this.lines.join('\n');
    return `${this.before.join('\n')}\nfunc p${this.seed}() {\n${body}\n}\n`;
  }

  // ---- chance

  below(n: number): number {
    return Math.floor(this.next() * n);
  }
  chance(p: number): boolean {
    return this.next() < p;
  }
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
  fresh(prefix = 'x'): string {
    return `${prefix}${++this.names}`;
  }

  // ---- text

  write(text: string): void {
    this.lines.push('\t'.repeat(this.depth) + text);
  }

  /** A block: what is declared in it is printed at its end. */
  private scope(body: () => void): void {
    const outer = this.variables;
    this.variables = [...outer];
    body();
    for (const { name, type } of this.variables.slice(outer.length)) this.print(name, type);
    this.variables = outer;
  }

  private block(head: string, body: () => void, tail = '}'): void {
    this.write(`${head} {`);
    this.depth++;
    this.scope(body);
    this.depth--;
    this.write(tail);
  }

  private print(name: string, type: string): void {
    if (type.startsWith('func')) this.write(`_ = ${name}`);
    else this.write(`fmt.Printf("${name} %v\\n", ${name})`);
  }

  private declare(type: string, value: string, name = this.fresh()): Variable {
    this.write(`var ${name} ${type} = ${value}`);
    const variable = { name, type };
    this.variables.push(variable);
    return variable;
  }

  private known(type: string, assignable = false): Variable | null {
    const found = this.variables.filter((each) => each.type === type && !(assignable && each.constant === true));
    return found.length === 0 ? null : this.pick(found);
  }

  // ---- declarations

  private get struct(): string {
    return `struct${this.seed}`;
  }
  private fields: { name: string; type: Scalar }[] = [];

  private structure(): void {
    this.fields = Array.from({ length: 2 + this.below(3) }, (_, i) => ({ name: `f${i}`, type: this.pick(scalars) }));
    const fields = this.fields.map(({ name, type }) => `\t${name} ${type}\n`).join('');
    this.before.push(`type ${this.struct} struct {\n${fields}\tinner struct{ a [2]int16 }\n}\n`);
    this.before.push(`func (s ${this.struct}) String() string { return fmt.Sprint("<", s.f0, ">") }\n`);
    this.before.push(`func (s *${this.struct}) change(x ${this.fields[0]?.type}) { s.f0 = x; s.inner.a[1]++ }\n`);
  }

  private helpers: { name: string; params: Scalar[]; result: Scalar }[] = [];

  /** A function of its own, with results that a deferred one changes. */
  private helper(): void {
    const name = `h${this.seed}_${this.helpers.length}`;
    const params = Array.from({ length: 1 + this.below(3) }, () => this.pick(scalars));
    const result = this.pick(scalars);
    const { lines, variables } = this;
    this.lines = [];
    this.variables = params.map((type, i) => ({ name: `a${i}`, type }));
    if (this.chance(0.4)) {
      this.write(`defer func(old ${result}) { r = ${this.expression(result, 1)}; fmt.Println("deferred", old, r) }(r)`);
    }
    this.write(`if ${this.expression('bool', 2)} {\n\t\treturn ${this.expression(result, 2)}\n\t}`);
    this.write(`r = ${this.expression(result, 3)}`);
    this.write('return');
    const list = params.map((type, i) => `a${i} ${type}`).join(', ');
    this.before.push(`func ${name}(${list}) (r ${result}) {\n${this.lines.join('\n')}\n}\n`);
    this.lines = lines;
    this.variables = variables;
    this.helpers.push({ name, params, result });
  }

  // ---- expressions

  private literal(type: string): string {
    if (type === 'bool') return `v(${this.pick(['true', 'false'])})`;
    if (type === 'string')
      return `v(${this.pick(['""', '"a"', '"bc"', '"日本"', '"\\xff\\x00z"', '"long and longer"'])})`;
    if (type === 'float64') return `v(${this.pick(['0.0', '1.5', '-2.25', '1e9', '3.0', '-0.5'])})`;
    const size = BigInt(bits[type] ?? Number(/\d+/.exec(type)?.[0]));
    const unsigned = type.startsWith('u');
    const highest = (1n << (unsigned ? size : size - 1n)) - 1n;
    const lowest = unsigned ? 0n : -highest - 1n;
    const near = BigInt(this.below(6));
    const value = this.pick([near, near, highest - near, lowest + near, highest / 3n, BigInt(this.below(100))]);
    return `v(${type}(${value}))`;
  }

  expression(type: string, depth: number): string {
    if (depth <= 0 || this.chance(0.2)) return this.known(type)?.name ?? this.literal(type);
    const part = (other = type): string => this.expression(other, depth - 1);
    const choices: (() => string)[] = [() => this.known(type)?.name ?? this.literal(type)];
    const changed = this.known(type, true);
    if (changed !== null) choices.push(() => `put(&${changed.name}, ${part()})`);
    const helper = this.helpers.find((each) => each.result === type);
    if (helper !== undefined)
      choices.push(() => `${helper.name}(${helper.params.map((param) => part(param)).join(', ')})`);
    if ((integers as readonly string[]).includes(type)) {
      const other = this.pick(integers);
      choices.push(
        () => `(${part()} ${this.pick(['+', '-', '*', '&', '|', '^', '&^'])} ${part()})`,
        () => `(${part()} ${this.pick(['+', '-', '*'])} ${part()})`,
        () => `(${part()} ${this.pick(['/', '%'])} (${part()} | 1))`,
        () => `(${part()} ${this.pick(['<<', '>>'])} (${part('uint8')} % 70))`,
        () => `${this.pick(['-', '^'])}(${part()})`,
        () => `${type}(${part(other)})`,
        () => `sum(${part()}, ${part()})`,
        () => `${type}(len(${part('string')}))`,
      );
    } else if (type === 'float64') {
      choices.push(
        () => `(${part()} ${this.pick(['+', '-', '*', '/'])} ${part()})`,
        () => `float64(${part(this.pick(integers))})`,
      );
    } else if (type === 'string') {
      choices.push(
        () => `(${part()} + ${part()})`,
        () => `fmt.Sprint(${part(this.pick(scalars))})`,
        () => `text(${part(this.pick(scalars))})`,
        () => `string([]byte(${part()}))`,
        () => `strings.Repeat(${part()}, int(${part('uint8')} % 3))`,
      );
    } else if (type === 'bool') {
      const other = this.pick(scalars.filter((each) => each !== 'bool'));
      choices.push(
        () => `(${part(other)} ${this.pick(['==', '!=', '<', '<=', '>', '>='])} ${part(other)})`,
        () => `(${part()} ${this.pick(['&&', '||'])} ${part()})`,
        () => `!${part()}`,
      );
    }
    return this.pick(choices)();
  }

  private value(type: string): string {
    return this.expression(type, 3);
  }

  private structValue(): string {
    const fields = this.fields
      .filter(() => this.chance(0.7))
      .map(({ name, type }) => `${name}: ${this.expression(type, 2)}`);
    return `${this.struct}{${fields.join(', ')}}`;
  }

  // ---- statements

  private statement(): void {
    this.budget--;
    this.pick(this.statements)();
  }

  private few(): void {
    for (let i = 1 + this.below(3); i > 0 && this.budget > 0; i--) this.statement();
  }

  private readonly statements: (() => void)[] = [
    () => this.scalar(),
    () => this.scalar(),
    () => this.assignment(),
    () => this.assignment(),
    () => this.branch(),
    () => this.loop(),
    () => this.slices(),
    () => this.arrays(),
    () => this.maps(),
    () => this.structs(),
    () => this.closures(),
    () => this.panics(),
    () => this.channels(),
    () => this.generics(),
    () => this.switches(),
    () => this.stringLoop(),
    () => this.defers(),
    ...Array.from({ length: 14 }, () => () => this.form()),
  ];

  /** A form of the language, its types and values by chance (forms.ts). */
  private form(): void {
    const newer = newerForms.filter(({ since }) => this.minor >= since).map(({ form }) => form);
    this.budget -= 2;
    this.pick([...forms, ...newer, ...newer])(this);
  }

  private scalar(): void {
    const type = this.pick(scalars);
    this.declare(type, this.value(type));
  }

  private assignment(): void {
    const type = this.pick(scalars);
    const target = this.known(type, true);
    if (target === null) {
      this.declare(type, this.value(type));
      return;
    }
    const number = type !== 'string' && type !== 'bool';
    const other = this.variables.find((each) => each.type === type && each !== target && each.constant !== true);
    if (other !== undefined && this.chance(0.3)) {
      this.write(`${target.name}, ${other.name} = ${other.name}, ${this.value(type)}`);
    } else if (number && this.chance(0.2)) this.write(`${target.name}${this.pick(['++', '--'])}`);
    else if (number || type === 'string')
      this.write(`${target.name} ${this.pick(type === 'string' ? ['=', '+='] : ['=', '+=', '-=', '*='])} ${this.value(type)}`); // prettier-ignore
    else this.write(`${target.name} = ${this.value(type)}`);
  }

  private branch(): void {
    const other = this.chance(0.5);
    this.block(`if ${this.value('bool')}`, () => this.few(), other ? '} else {' : '}');
    if (!other) return;
    this.depth++;
    this.scope(() => this.few());
    this.depth--;
    this.write('}');
  }

  /** Loops within loops, left and gone on with by label. */
  private loop(): void {
    const label = this.fresh('l');
    const i = this.fresh('i');
    const j = this.fresh('j');
    const n = 1 + this.below(3);
    const ofNumber = this.minor >= 22 && this.chance(0.5);
    this.write(`${label}:`);
    this.block(ofNumber ? `for ${i} := range ${n}` : `for ${i} := 0; ${i} < ${n}; ${i}++`, () => {
      this.variables.push({ name: i, type: 'int', constant: true });
      this.block(`for ${j} := ${n}; ${j} > 0; ${j}--`, () => {
        this.variables.push({ name: j, type: 'int', constant: true });
        this.write(`if ${this.expression('bool', 2)} {\n${'\t'.repeat(this.depth + 1)}${this.pick(['break ', 'continue ']) + label}\n${'\t'.repeat(this.depth)}}`); // prettier-ignore
        if (this.chance(0.5)) this.assignment();
      });
      if (this.chance(0.5)) this.few();
    });
  }

  private slices(): void {
    const type = this.pick(scalars);
    const name = this.fresh('s');
    const values = Array.from({ length: 1 + this.below(4) }, () => this.expression(type, 2));
    this.declare(`[]${type}`, `[]${type}{${values.join(', ')}}`, name);
    const alias = this.fresh('s');
    this.declare(`[]${type}`, `${name}[:v(${this.below(values.length + 1)})]`, alias);
    this.write(`${alias} = append(${alias}, ${this.value(type)})`);
    if (this.chance(0.5)) this.write(`${name}[v(${this.below(values.length)})] = ${this.value(type)}`);
    if (this.chance(0.5)) this.write(`${name} = append(${name}, ${alias}...)`);
    this.write(`fmt.Println(len(${name}), len(${alias}), cap(${alias}), copy(${name}, ${alias}[:v(1)]))`);
  }

  private arrays(): void {
    const type = this.pick(integers);
    const first = this.declare(
      `[3]${type}`,
      `[3]${type}{${this.value(type)}, 2: ${this.value(type)}}`,
      this.fresh('a'),
    );
    const second = this.declare(`[3]${type}`, first.name, this.fresh('a'));
    const pointer = this.fresh('q');
    this.write(`${pointer} := &${first.name}`);
    this.write(`${pointer}[v(1)] = ${this.value(type)}`);
    this.write(`fmt.Println(${first.name} == ${second.name}, *${pointer})`);
    const i = this.fresh('i');
    this.write(`for ${i}, x := range ${second.name} {\n${'\t'.repeat(this.depth + 1)}${second.name}[2] += x + ${type}(${i})\n${'\t'.repeat(this.depth)}}`); // prettier-ignore
  }

  private maps(): void {
    const key = this.pick(['string', 'int8', 'uint64', 'bool'] as const);
    const type = this.pick(scalars);
    const name = this.fresh('m');
    this.declare(`map[${key}]${type}`, `map[${key}]${type}{}`, name);
    for (let i = 1 + this.below(4); i > 0; i--)
      this.write(`${name}[${this.expression(key, 2)}] = ${this.expression(type, 2)}`);
    if (this.chance(0.5)) this.write(`delete(${name}, ${this.expression(key, 1)})`);
    const [value, ok] = [this.fresh('e'), this.fresh('ok')];
    this.write(`${value}, ${ok} := ${name}[${this.expression(key, 1)}]`);
    this.write(`fmt.Println(len(${name}), ${value}, ${ok})`);
  }

  private structs(): void {
    const first = this.declare(this.struct, this.structValue(), this.fresh('t'));
    const copy = this.declare(this.struct, first.name, this.fresh('t'));
    const field = this.pick(this.fields);
    this.write(`${first.name}.${field.name} = ${this.value(field.type)}`);
    this.write(`${copy.name}.change(${this.value(this.fields[0]?.type ?? 'int')})`);
    this.write(`fmt.Println(${first.name} == ${copy.name}, text(${copy.name}), ${copy.name}.inner)`);
    const list = this.fresh('u');
    this.write(`${list} := []${this.struct}{${first.name}, ${copy.name}}`);
    this.write(`${list}[0].inner.a[0] -= 7`);
    this.write(`fmt.Printf("%+v %v\\n", ${list}[0].inner, ${first.name}.inner)`);
  }

  private closures(): void {
    const type = this.pick(integers);
    const name = this.fresh('c');
    const count = this.declare(type, this.literal(type));
    this.write(`${name} := func(x ${type}) ${type} {\n${'\t'.repeat(this.depth + 1)}${count.name} += x\n${'\t'.repeat(this.depth + 1)}return ${count.name} * 2\n${'\t'.repeat(this.depth)}}`); // prettier-ignore
    this.write(`fmt.Println(${name}(${this.value(type)}), ${name}(${name}(3)), ${count.name})`);
    const list = this.fresh('fs');
    const i = this.fresh('i');
    this.write(`var ${list} []func() int`);
    this.write(`for ${i} := 0; ${i} < 3; ${i}++ {\n${'\t'.repeat(this.depth + 1)}${list} = append(${list}, func() int { ${i} += 10; return ${i} })\n${'\t'.repeat(this.depth)}}`); // prettier-ignore
    this.write(`fmt.Println(${list}[0](), ${list}[1](), ${list}[0]())`);
  }

  private panics(): void {
    const name = this.fresh('g');
    const type = this.pick(integers);
    const causes = [
      () => `fmt.Println(${this.value(type)} / (${this.value(type)} & 1))`,
      () => `fmt.Println([]int{1, 2, 3}[${this.expression(this.pick(integers), 2)}])`,
      () => `fmt.Println(${this.value('string')}[${this.expression('uint8', 1)}:])`,
      () => `var m map[string]int\n${'\t'.repeat(this.depth + 1)}m[${this.value('string')}]++`,
      () => `var t *${this.struct}\n${'\t'.repeat(this.depth + 1)}fmt.Println(t.f0)`,
      () => `var x any = ${this.value(type)}\n${'\t'.repeat(this.depth + 1)}fmt.Println(x.(${this.pick(scalars)}))`,
      () => `panic(fmt.Sprint(${this.value('string')}))`,
      () => `fmt.Println(len(make([]int8, ${this.expression('int8', 2)})))`,
      () => `fmt.Println(new([4]int)[${this.expression('uint8', 1)}%6:][0])`,
      () => `fmt.Println((*[2]int)([]int{1, 2, 3}[:${this.expression('uint8', 1)}%4]))`,
    ];
    this.write(`guarded("${name}", func() {`);
    this.write(`\t${this.pick(causes)()}`);
    this.write('})');
  }

  private channels(): void {
    const type = this.pick(scalars);
    const [channel, x] = [this.fresh('ch'), this.fresh('r')];
    this.write(`${channel} := make(chan ${type}${this.chance(0.5) ? '' : ', 2'})`);
    // An expression may print: it is evaluated where nothing runs beside it.
    const sent = Array.from({ length: 1 + this.below(4) }, () => this.expression(type, 1));
    this.write(
      `go func(all []${type}) { defer close(${channel}); for _, x := range all { ${channel} <- x } }([]${type}{${sent.join(', ')}})`,
    );
    this.write(
      `for ${x} := range ${channel} {\n${'\t'.repeat(this.depth + 1)}fmt.Println("received", ${x})\n${'\t'.repeat(this.depth)}}`,
    );
    if (this.chance(0.3))
      this.write(`select { case y, ok := <-${channel}: fmt.Println(y, ok); default: fmt.Println("nothing") }`);
  }

  private generics(): void {
    const [type, other] = [this.pick(scalars), this.pick(scalars)];
    const name = this.fresh('p');
    this.declare(`pair[${type}, ${other}]`, `pair[${type}, ${other}]{${this.value(type)}, ${this.value(other)}}`, name);
    this.write(`${name}.set(${this.value(type)})`);
    this.write(`fmt.Printf("%v %T\\n", ${name}.first(), ${name})`);
    const integer = this.pick(integers);
    this.write(`fmt.Println(apply([]${integer}{${this.value(integer)}, 2}, func(x ${integer}) ${other} { return ${this.expression(other, 2)} }))`); // prettier-ignore
  }

  private switches(): void {
    const type = this.pick(integers);
    this.write(`switch x := ${this.value(type)} % 4; {`);
    this.write(`case x == 0:\n${'\t'.repeat(this.depth + 1)}fmt.Println("zero")`);
    this.write(`case x > 1:\n${'\t'.repeat(this.depth + 1)}fmt.Println("more", x)${this.chance(0.5) ? '\n' + '\t'.repeat(this.depth + 1) + 'fallthrough' : ''}`); // prettier-ignore
    this.write(
      `default:\n${'\t'.repeat(this.depth + 1)}fmt.Println(text(x), text(any(${this.value(this.pick(scalars))})))`,
    );
    this.write('}');
  }

  private stringLoop(): void {
    const [i, r] = [this.fresh('i'), this.fresh('r')];
    const text = this.value('string');
    this.write(`for ${i}, ${r} := range ${text} {\n${'\t'.repeat(this.depth + 1)}if ${i} > 6 { break }\n${'\t'.repeat(this.depth + 1)}fmt.Print(${i}, " ", ${r}, " ", string(${r}), ";")\n${'\t'.repeat(this.depth)}}`); // prettier-ignore
    this.write('fmt.Println()');
  }

  private defers(): void {
    const name = this.fresh('d');
    const type = this.pick(scalars);
    this.write(`guarded("${name}", func() {`);
    this.write(`\tfor i := 0; i < 3; i++ { defer fmt.Println("deferred", i, ${this.expression(type, 1)}) }`);
    if (this.chance(0.5)) this.write(`\tdefer func() { panic(fmt.Sprint("again: ", recover())) }()`);
    if (this.chance(0.5)) this.write(`\tif ${this.expression('bool', 2)} { panic(${this.value('string')}) }`);
    this.write('})');
  }
}

/**
 * What stands in nearly every expression gives the processor away, by chance, so that each place is some time the first where its function waits. The
 * same is printed.
 */
const parking = (text: string): string => {
  const parks = text.replace('return x }', '\n\tif atomic.AddUint32(&calls, 1)*2654435761>>30 == 0 {\n\t\truntime.Gosched()\n\t}\n\treturn x\n}\n\nvar calls uint32'); // prettier-ignore
  if (parks === text) throw new Error('v is not there');
  return parks;
};

/** One main package of many programs, each after a line `== seed`; where it `parks`, their functions wait everywhere. */
export function batch(seeds: readonly number[], minor: number, parks = false): string {
  const programs = seeds.map((seed) => new Generator(seed, minor).program());
  const table = seeds.map((seed) => `\t\tguardedProgram(${seed}, p${seed})\n`).join('');
  return `package main

import (
${imports.map((path) => `\t"${path}"\n`).join('')})
${parks ? parking(prelude) : prelude}${shared}
var _, _, _, _, _, _, _ = strings.Repeat, utf8.RuneError, bits.UintSize, runtime.Gosched, sort.Ints, errors.New, atomic.AddUint32
var _ sync.Mutex

func min2(a, b int) int {
	if a < b {
		return a
	}
	return b
}

func guardedProgram(seed int, f func()) {
	fmt.Println("==", seed)
	guarded("program", f)
}

func main() {
${table.replace(/^\t/gm, '')}}

${programs.join('\n')}`;
}
