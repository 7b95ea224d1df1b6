/**
 * Forms of the language for random programs, each complete in itself: what it makes it prints. Chance decides types, values and variants; who runs first
 * does never show. `shared` are the declarations that they need.
 */

/** What a form asks of the generator. */
export interface Maker {
  readonly minor: number;
  fresh(prefix?: string): string;
  below(n: number): number;
  chance(p: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** An expression of a type, at most so many operators deep. */
  expression(type: string, depth: number): string;
  write(text: string): void;
}

const integers = ['int', 'int8', 'int16', 'int32', 'int64', 'uint', 'uint8', 'uint16', 'uint32', 'uint64'] as const;
const scalars = [...integers, 'float64', 'string', 'bool'] as const;

export const imports = [
  'errors',
  'fmt',
  'math/bits',
  'runtime',
  'sort',
  'strings',
  'sync',
  'sync/atomic',
  'unicode/utf8',
];

export const shared = `
type shape interface {
	area() int
	grow(n int) shape
}

type square struct{ side int }

func (s square) area() int        { return s.side * s.side }
func (s square) grow(n int) shape { s.side += n; return s }
func (s *square) set(n int)       { s.side = n }

type ring struct {
	square
	hole *square
	tags [2]string
}

func (r *ring) area() int        { return r.square.area() - r.hole.area() }
func (r *ring) grow(n int) shape { r.hole.side -= n; return r }

type op uint8

const (
	add op = iota + 1
	sub
	mul
	_
	xor
)

func (o op) String() string { return [...]string{"none", "add", "sub", "mul", "?", "xor"}[o] }

type failure struct {
	code int
	from error
}

func (f *failure) Error() string { return fmt.Sprint("failure ", f.code) }
func (f *failure) Unwrap() error { return f.from }

var errBase = errors.New("base")

type node[T any] struct {
	x    T
	next *node[T]
}

type list[T any] struct {
	head, last *node[T]
	length     int
}

func (l *list[T]) push(xs ...T) *list[T] {
	for _, x := range xs {
		n := &node[T]{x: x}
		if l.head == nil {
			l.head = n
		} else {
			l.last.next = n
		}
		l.last = n
		l.length++
	}
	return l
}

func (l *list[T]) all(yield func(int, T) bool) {
	i := 0
	for n := l.head; n != nil; n = n.next {
		if !yield(i, n.x) {
			fmt.Println("left at", i)
			return
		}
		i++
	}
}

func fold[T, A any](s []T, a A, f func(A, T) A) A {
	for _, x := range s {
		a = f(a, x)
	}
	return a
}

func sorted[K ~string | ~int8 | ~uint64 | ~int, V any](m map[K]V) (keys []K) {
	for k := range m {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	return keys
}

func divide[T integer](a, b T) (q T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("divide %v: %w", a, r.(runtime.Error))
		}
	}()
	return a / b, nil
}
`;

type Form = (g: Maker) => void;

export const forms: Form[] = [
  function selects(g) {
    const [a, b, l, n, type] = [g.fresh('c'), g.fresh('c'), g.fresh('l'), g.fresh('n'), g.pick(scalars)];
    g.write(`${a}, ${b} := make(chan ${type}, 2), make(chan string, 1)
${a} <- ${g.expression(type, 2)}
${l}: for ${n} := 0; ; ${n}++ {
	select {
	case x, ok := <-${a}:
		fmt.Println("first", x, ok)
		if !ok { break ${l} }
		${b} <- ${g.expression('string', 1)}
	case y := <-${b}:
		fmt.Println("second", y)
		if ${n} > ${g.below(3)} { close(${a}); continue ${l} }
		${g.chance(0.5) ? `${a} <- ${g.expression(type, 1)}` : ''}
	default:
		fmt.Println("nothing", ${n}, len(${a}), cap(${b}))
		close(${a})
	}
}`);
  },
  function workers(g) {
    const [r, t, type] = [g.fresh('r'), g.fresh('t'), g.pick(integers)];
    g.write(`${r}, ${t} := make([]${type}, ${1 + g.below(4)}), ${type}(0)
func() {
	var all sync.WaitGroup
	var mutex sync.Mutex
	y := ${g.expression(type, 2)}
	for i := range ${r} {
		all.Add(1)
		go func(i int) {
			defer all.Done()
			${r}[i] = y ${g.pick(['+', '-', '^', '*'])} ${type}(i)
			mutex.Lock()
			defer mutex.Unlock()
			${t} += ${r}[i]
			${g.chance(0.3) ? 'runtime.Gosched()' : ''}
		}(i)
	}
	all.Wait()
}()
fmt.Println(${r}, ${t})`);
  },
  function pipeline(g) {
    const [type, other] = [g.pick(scalars), g.pick(scalars)];
    const [a, b, done] = [g.fresh('p'), g.fresh('p'), g.fresh('d')];
    g.write(`${a}, ${b}, ${done} := make(chan ${type}), make(chan ${other}, ${g.below(2)}), make(chan struct{})
go func(y ${type}) {
	defer close(${a})
	for i := 0; i < ${2 + g.below(3)}; i++ {
		select {
		case ${a} <- y:
		case <-${done}:
			return
		}
	}
}(${g.expression(type, 2)})
go func(y ${other}) {
	defer close(${b})
	for x := range ${a} {
		_ = x
		${b} <- y
	}
}(${g.expression(other, 2)})
for y := range ${b} { fmt.Println("out", y) }
close(${done})`);
  },
  function shapes(g) {
    const [s, r, m] = [g.fresh('s'), g.fresh('r'), g.fresh('m')];
    g.write(`${r} := &ring{square: square{${2 + g.below(9)}}, hole: &square{${g.below(4)}}}
${s} := []shape{square{${g.below(9)}}, ${r}, &square{side: int(${g.expression('int8', 1)})}}
${m} := ${r}.set
${s}[0] = ${s}[0].grow(int(${g.expression('uint8', 1)}))
${m}(${g.below(20)})
${r}.square.set(${r}.side + 1)
for i, x := range ${s} {
	switch x := x.(type) {
	case *ring:
		fmt.Println(i, "ring", x.area(), x.side, x.hole.side, x.tags)
		fmt.Println(x.grow(1).area(), *x.hole)
	case square, *square:
		fmt.Printf("%d %T %v %v\\n", i, x, x.(shape).area(), x.(shape) == ${s}[i])
	}
}
fmt.Println(square.area(square{3}), (*square).area(&${r}.square), shape.area(${r}), ${r}.square == square{${g.below(20)}})`);
  },
  function structCopies(g) {
    const [type, t, c, p] = [g.pick(scalars), g.fresh('t'), g.fresh('c'), g.fresh('p')];
    g.write(`type ${t} struct { x ${type}; in struct{ a [2]${type}; s []${type} } }
${c} := [2]${t}{{x: ${g.expression(type, 2)}}}
${c}[1] = ${c}[0]
${c}[0].in.a[v(1)] = ${g.expression(type, 2)}
${c}[1].in.s = append(${c}[1].in.s, ${g.expression(type, 1)})
${p} := map[string]${t}{"k": ${c}[0], "l": ${c}[1]}
for _, each := range ${c} { each.in.a[0] = ${g.expression(type, 1)}; each.in.s = nil }
for i := range ${c} { ${c}[i].x, ${c}[1-i].x = ${c}[1-i].x, ${c}[i].x }
fmt.Printf("%v %+v %v\\n", ${c}, ${p}["k"], ${c}[0].in.a == ${p}["k"].in.a)
func(x ${t}, y *${t}) { x.x = ${g.expression(type, 1)}; *y = x; y.in.a[0] = x.x }(${c}[0], &${c}[1])
fmt.Printf("%+v\\n", ${c})`);
  },
  function words(g) {
    const [s, n] = [g.fresh('s'), g.fresh('n')];
    g.write(`${s} := ${g.expression('string', 3)}
if len(${s}) > 40 { ${s} = ${s}[:40] }
${n} := 0
switch ${s}[:min2(len(${s}), ${1 + g.below(2)})] {
case "a", "b":
	${n} += 1
	${g.chance(0.5) ? 'fallthrough' : ''}
default:
	${n} += 10
	${g.chance(0.5) ? 'fallthrough' : ''}
case "", "bc":
	${n} += 100
	if len(${s}) > 3 { break }
	${n} += 1000
}
func() {
	runes := []rune(${s})
	for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 { runes[i], runes[j] = runes[j], runes[i] }
	var b strings.Builder
	for i, r := range string(runes) { fmt.Fprintf(&b, "%d:%q,", i, r) }
	bytes := []byte(${s})
	for i := range bytes { bytes[i] ^= byte(i) }
	fmt.Printf("%d %s %x %q %d %v\\n", ${n}, b.String(), bytes, strings.ToUpper(${s}), utf8.RuneCountInString(${s}), strings.Fields(${s}))
}()`);
  },
  function orders(g) {
    const [i, s, m, type] = [g.fresh('i'), g.fresh('s'), g.fresh('m'), g.pick(integers)];
    g.write(`${i}, ${s}, ${m} := 0, make([]${type}, 3), map[string]${type}{}
${i}, ${s}[${i}] = 2, ${g.expression(type, 2)}
${s}[${i}], ${s}[0] = ${s}[0], ${s}[${i}] + 1
${m}["x"] ${g.pick(['+=', '-=', '|=', '^='])} ${g.expression(type, 2)}
${m}["x"]++
${m}["y"] ${g.pick(['<<=', '>>='])} ${g.expression('uint8', 1)} % 70
${s}[${i}] ${g.pick(['+=', '*=', '&^=', '<<='])} ${g.expression('uint8', 1).replace(/^(.*)$/, `${type}($1 & 63)`)}
for k, x := range ${s}[:2] { ${s}[k+1] += x; ${s} = append(${s}, x) }
for _, k := range sorted(${m}) { fmt.Print(k, "=", ${m}[k], " ") }
fmt.Println(${i}, ${s}, len(${m}))`);
  },
  function errorChains(g) {
    const [e, type] = [g.fresh('e'), g.pick(integers)];
    g.write(`for i, f := range []func() error{
	func() error { _, err := divide(${g.expression(type, 2)}, ${g.expression(type, 1)} & 1); return err },
	func() (err error) { defer func() { err = &failure{${g.below(5)}, err} }(); return errBase },
	func() (err error) {
		defer func() { if r := recover(); r != nil { err = fmt.Errorf("again: %w", &failure{code: len(fmt.Sprint(r))}) } }()
		defer func() { panic(fmt.Sprint(recover(), "!")) }()
		panic(${g.expression(g.pick(['int', 'string', 'float64']), 2)})
	},
} {
	${e} := f()
	var own *failure
	var running runtime.Error
	fmt.Println(i, ${e}, errors.Is(${e}, errBase), errors.As(${e}, &own), errors.As(${e}, &running))
	if own != nil { fmt.Println(own.code, own.from) }
}`);
  },
  function results(g) {
    const [f, type, other] = [g.fresh('f'), g.pick(scalars), g.pick(scalars)];
    g.write(`${f} := func(n int, rest ...${type}) (r ${type}, s ${other}) {
	defer func(before ${type}) { fmt.Println("deferred", n, before, r, s) }(r)
	for i := range rest {
		defer func() { r = rest[i]; n++ }()
		if i == ${g.below(3)} { return rest[i], ${g.expression(other, 2)} }
	}
	if n > 1 { return r, ${g.expression(other, 1)} }
	r = ${g.expression(type, 2)}
	return
}
fmt.Println(${f}(${g.below(3)}))
fmt.Println(${f}(1, []${type}{${g.expression(type, 1)}, ${g.expression(type, 1)}}...))
func(a ${type}, b ${other}) { fmt.Println("passed", a, b) }(${f}(${g.below(3)}, ${g.expression(type, 2)}))`);
  },
  function recursion(g) {
    const [f, type, m] = [g.fresh('f'), g.pick(integers), g.fresh('m')];
    g.write(`var ${f} func(n int, x ${type}) ${type}
${m} := map[int8]${type}{}
${f} = func(n int, x ${type}) ${type} {
	${m}[int8(n)] += x
	if n <= 0 { return x }
	switch n % 3 {
	case 0: return ${f}(n-1, x ${g.pick(['+', '-', '*', '^'])} ${g.expression(type, 1)})
	case 1: return ${f}(n-2, x>>1) + 1
	}
	return ${f}(n-1, -x)
}
fmt.Println(${f}(${3 + g.below(9)}, ${g.expression(type, 2)}), ${m})`);
  },
  function labels(g) {
    const [l, o, n] = [g.fresh('l'), g.fresh('l'), g.fresh('n')];
    g.write(`func() {
	${n} := 0
${l}:
	${n}++
${o}:
	for i := 0; i < 3; i++ {
		switch {
		case i == ${g.below(3)} && ${n} < 3:
			goto ${l}
		case ${g.expression('bool', 2)}:
			for {
				if ${n}++; ${n} > ${2 + g.below(6)} { break ${o} }
				continue ${o}
			}
		default:
			if i > ${g.below(2)} { break }
			${n} += 2
		}
		fmt.Print(i, " ")
	}
	fmt.Println(${n})
}()`);
  },
  function floats(g) {
    const [a, z] = [g.fresh('f'), g.fresh('z')];
    g.write(`${a} := float32(${g.expression('int16', 2)}) / float32(${g.expression('uint8', 1)} | 1)
${z} := complex(${g.expression('float64', 2)}, float64(${a}))
${a} *= ${a}; ${z} = ${z}*${z} - complex(1, 2)
fmt.Println(${a}, float64(${a}), ${z}, real(${z}) == imag(${z}), complex64(${z}) == complex64(${z}), int32(float32(${g.expression('int16', 1)})/3))
fmt.Printf("%.3f %8.2e %g %v\\n", ${a}, ${a}, float64(${g.expression('int32', 2)})/7, ${a} != ${a})`);
  },
  function enumerations(g) {
    const [o, type] = [g.fresh('o'), g.pick(integers)];
    g.write(`for _, ${o} := range []op{add, sub, mul, xor, op(v(0))} {
	a, b := ${g.expression(type, 2)}, ${g.expression(type, 1)}
	switch ${o} {
	case add: a += b
	case sub, mul:
		if ${o} == sub { a -= b; break }
		a *= b
	case xor: a ^= b
	default: const c = 1<<62>>60; a = c
	}
	fmt.Printf("%v %d %v;", ${o}, ${o}, a)
}
fmt.Println()`);
  },
  function formats(g) {
    const [type, t] = [g.pick(integers), g.fresh('t')];
    g.write(`type ${t} struct { A ${type}; B string; C []int8; D map[string]bool; E *int; F any }
fmt.Printf("%+v %#v\\n", ${t}{A: ${g.expression(type, 2)}, B: ${g.expression('string', 1)}}, ${t}{C: []int8{1}, D: map[string]bool{"k": true}, F: ${type}(7)})
fmt.Printf("%x %08b %o %c|%-6d|%6d|%+d %t %q %T\\n", ${g.expression(type, 2)}, ${g.expression('uint8', 1)}, ${g.expression(type, 1)}, rune(65+${g.expression('uint8', 1)}%26), ${g.expression('int8', 1)}, ${g.expression('int16', 1)}, ${g.expression(type, 1)}, ${g.expression('bool', 2)}, ${g.expression('string', 2)}, ${g.expression(type, 1)})
fmt.Printf("%v %d %s|%5.1f|%!|%d\\n", []string{${g.expression('string', 1)}}, [2]${type}{}, errBase, ${g.expression('float64', 1)}, ${g.expression('string', 1)})`);
  },
  function counting(g) {
    g.write(`fmt.Println(bits.OnesCount64(${g.expression('uint64', 2)}), bits.LeadingZeros32(${g.expression('uint32', 2)}), bits.RotateLeft8(${g.expression('uint8', 2)}, int(${g.expression('int8', 1)})), bits.Reverse16(${g.expression('uint16', 2)}), bits.Len(${g.expression('uint', 2)}))
fmt.Println(bits.Mul64(${g.expression('uint64', 2)}, ${g.expression('uint64', 2)}))
fmt.Println(bits.Add64(${g.expression('uint64', 2)}, ${g.expression('uint64', 2)}, 1))`);
  },
  function slicing(g) {
    const [s, t, type] = [g.fresh('s'), g.fresh('t'), g.pick(integers)];
    g.write(
      `${s} := []${type}{1, 2, ${g.expression(type, 2)}, 4, 5, 6}
${t} := ${s}[${g.below(3)}:${3 + g.below(2)}:${5 + g.below(2)}]
${t} = append(${t}, ${g.expression(type, 2)}, 9)
copy(${s}[v(1):], ${s})
${s}[5]--
fmt.Println(${s}, ${t}, len(${t}), cap(${t}), cap(${s}[2:4]))
${t} = append(${t}[:1], ${t}[2:]...)
func(p *[2]${type}) { p[1] += ${g.expression(type, 1)} }((*[2]${type})(${t}))
grid := [][]${type}{${s}[:2], ${s}[1:3], nil}
grid[0][1]++
grid[2] = append(grid[2], grid[1]...)
fmt.Println(grid, ${s}, ${t}, ${t} == nil, len(${s}[6:]))`.replace(/grid/g, g.fresh('g')),
    );
  },
  function genericLists(g) {
    const [l, type, other] = [g.fresh('l'), g.pick(scalars), g.pick(scalars)];
    g.write(`${l} := (&list[${type}]{}).push(${g.expression(type, 2)}, ${g.expression(type, 1)})
${l}.push(${g.expression(type, 2)}).all(func(i int, x ${type}) bool { fmt.Print(i, "=", x, " "); return i < ${g.below(4)} })
fmt.Printf("%d %T %v\\n", ${l}.length, ${l}, ${l}.last.x)
fmt.Println(fold([]${type}{${g.expression(type, 1)}, ${g.expression(type, 1)}}, ${g.expression(other, 1)}, func(a ${other}, x ${type}) ${other} { _ = x; return ${g.expression(other, 2)} }))
fmt.Println(apply([]pair[${type}, ${other}]{{a: ${g.expression(type, 1)}}, {b: ${g.expression(other, 1)}}}, pair[${type}, ${other}].first))`);
  },
];

/** Forms that need a newer language. */
export const newerForms: { since: number; form: Form }[] = [
  {
    since: 21,
    form(g) {
      const [m, type] = [g.fresh('m'), g.pick([...integers, 'string'] as const)];
      g.write(`${m} := map[string]${type}{"a": ${g.expression(type, 2)}}
fmt.Println(min(${g.expression(type, 2)}, ${g.expression(type, 1)}), max(${m}["a"], ${g.expression(type, 2)}, ${g.expression(type, 1)}))
clear(${m})
fmt.Println(len(${m}))`);
    },
  },
  {
    since: 23,
    form(g) {
      const [l, o, type] = [g.fresh('l'), g.fresh('l'), g.pick(scalars)];
      g.write(`${l} := (&list[${type}]{}).push(${g.expression(type, 2)}, ${g.expression(type, 1)}, ${g.expression(type, 2)})
fmt.Println(func() (r ${type}) {
	defer func() { fmt.Println("end", r) }()
${o}:
	for i, x := range ${l}.all {
		defer fmt.Println("deferred", i, x)
		for j, y := range ${l}.all {
			switch {
			case j > ${g.below(3)}: continue ${o}
			case ${g.expression('bool', 2)}: break ${o}
			case i+j == ${1 + g.below(4)}: return y
			}
			r = x
		}
		if i == ${g.below(4)} { break }
	}
	return
}())
for i := range ${l}.all { if i == ${g.below(3)} { continue }; fmt.Print(i, " ") }
for range ${l}.all { fmt.Print(".") }
guarded("iterator", func() { for i, x := range ${l}.all { if i == 1 { panic(fmt.Sprint(x)) } } })`);
    },
  },
];
