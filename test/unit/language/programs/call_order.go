package main

import (
	"fmt"
	"strings"
)

// In which order the calls of a statement are made.

var order []string

func t[T any](name string, x T) T {
	order = append(order, name)
	return x
}

func told(what string, x ...interface{}) {
	fmt.Println(what, strings.Join(order, " "), x)
	order = nil
}

type pair struct{ a, b int }

func (p pair) sum(x, y int) int  { return t("sum", p.a+p.b+x+y) }
func (p *pair) set(x int) *pair  { p.a = t("set", x); return p }
func two(a, b int) (int, int)    { return t("two", a), b }
func join(xs ...interface{}) int { return t("join", len(xs)) }

type adder interface{ sum(x, y int) int }

func results() (int, string, []int) {
	return t("r1", 1), t("r2", "x"), t("r3", []int{t("r4", 4)})
}

// Each statement is in a function of its own.
func main() {
	s := []int{0, 1, 2, 3, 4, 5}
	p := &pair{1, 2}
	m := map[string]int{"a": 1, "b": 2}
	a := [4]int{1, 2, 3, 4}
	c := make(chan int, 3)
	var ok bool
	for _, each := range []func(){
		func() {
			told("slice", t("s", s)[t("low", 1):t("high", 3)])
		},
		func() {
			told("slice of three", t("s", s)[t("low", 1):t("high", 3):t("max", 4)])
		},
		func() {
			told("string", t("s", "hello")[t("low", 1):t("high", 3)], t("b", "hello")[t("i", 1)])
		},
		func() {
			told("array", t("p", &a)[t("low", 1):t("high", 3)], t("q", &a)[t("i", 2)])
		},
		func() {
			told("append", append(t("s", s[:1:1]), t("x", 1), t("y", 2)))
		},
		func() {
			told("append all", append(t("s", s[:1:1]), t("all", s)...))
		},
		func() {
			told("copy", copy(t("to", make([]int, 3)), t("from", s)))
		},
		func() {
			told("make", len(make([]int, t("len", 2), t("cap", 4))))
		},
		func() {
			told("lengths", len(t("a", s))+cap(t("b", s))*len(t("c", "x")))
		},
		func() {
			told("complex", complex(t("re", 1.5), t("im", 2.5)))
		},
		func() {
			told("binary", t("x", 1)+t("y", 2)*t("z", 3)<<t("n", uint(1)))
		},
		func() {
			told("compare", t("x", 1) < t("y", 2), t("v", "a") == t("w", "b"), t("f", pair{1, 2}) != t("g", pair{2, 1}))
		},
		func() {
			told("concat", t("x", "a")+t("y", "b")+string(t("z", []byte("c"))))
		},
		func() {
			told("literal", []int{t("x", 1), 3: t("y", 2), t("z", 3)}[t("i", 0)])
		},
		func() {
			told("struct literal", pair{b: t("b", 1), a: t("a", 2)}, &pair{t("c", 1), t("d", 2)} != nil)
		},
		func() {
			told("map literal", map[string]int{t("k", "k"): t("v", 1), t("l", "l"): t("w", 2)})
		},
		func() {
			told("method", t("p", pair{1, 2}).sum(t("x", 3), t("y", 4)))
		},
		func() {
			told("pointer method", t("p", p).set(t("x", 3)).set(t("y", 4)).a)
		},
		func() {
			told("interface method", t("i", adder(p)).sum(t("x", 3), t("y", 4)))
		},
		func() {
			told("func value", t("f", two) != nil, t("g", join)(t("x", 3), t("y", 4)), join(two(t("z", 1), t("w", 2))))
		},
		func() {
			told("index", t("a", [][]int{s, s})[t("i", 1)][t("j", 2)])
		},
		func() {
			told("map index", t("m", m)[t("k", "a")]+t("n", m)[t("l", "b")])
		},
		func() {
			told("pointers", *t("p", &a[0])+*t("q", &a[1]))
		},
		func() {
			told("assertion", t("x", interface{}(1)).(int)+t("y", interface{}(2)).(int))
		},
		func() {
			told("variadic", join(t("x", 1), t("y", 2), join(t("z", 3))), join(t("all", []interface{}{1, 2})...))
		},
		func() {
			told("not", !t("x", true) == t("y", false), -t("z", 1)-t("w", -2))
		},
		func() {
			told("and", t("x", true) && t("y", false) || t("z", true), t("w", 1))
		},
		func() {
			t("s", s)[t("i", 1)] = t("x", 7)
			told("store", s)
		},
		func() {
			t("m", m)[t("k", "c")] = t("x", 7)
			told("store in a map", len(m))
		},
		func() {
			t("p", p).b = t("x", 8)
			told("store in a field", *p)
		},
		func() {
			*t("p", &s[2]) = t("x", 9)
			told("store by pointer", s)
		},
		func() {
			t("s", s)[t("i", 1)] += t("x", 7)
			t("m", m)[t("k", "c")] -= t("y", 7)
			t("p", p).b *= t("z", 8)
			told("operate", s, m["c"], *p)
		},
		func() {
			t("s", s)[t("i", 1)]++
			t("p", p).b--
			t("m", m)[t("k", "c")]++
			told("increment", s, m["c"], *p)
		},
		func() {
			t("s", s)[t("i", 1)], t("m", m)[t("k", "d")], t("p", p).a = t("x", 1), t("y", 2), t("z", 3)
			told("store several", s, len(m), *p)
		},
		func() {
			t("s", s)[t("i", 1)], t("m", m)[t("k", "d")] = two(t("x", 1), t("y", 2))
			told("store results", s, m["d"])
		},
		func() {
			x, ok := t("m", m)[t("k", "d")]
			told("ok", x, ok)
		},
		func() {
			t("s", s)[t("i", 0)], ok = t("m", m)[t("k", "e")]
			told("store ok", s, ok)
		},
		func() {
			_, ok = t("x", interface{}(1)).(string)
			t("s", s)[t("i", 3)], _ = t("y", interface{}(11)).(int)
			told("store an assertion", s, ok)
		},
		func() {
			delete(t("m", m), t("k", "d"))
			told("delete", len(m))
		},
		func() {
			told("results", fmt.Sprint(results()))
		},
		func() {
			t("c", c) <- t("x", 1)
			t("c", c) <- t("y", 2)
			told("send", <-t("d", c)*10+<-t("e", c))
		},
		func() {
			c <- 5
			t("s", s)[t("i", 4)] = <-t("c", c)
			told("receive", s)
		},
		func() {
			select {
			case t("c", c) <- t("x", 3):
			case <-t("d", make(chan int)):
			case t("e", chan int(nil)) <- t("y", 4):
			}
		},
		func() {
			told("select", len(c))
		},
		func() {
			select {
			case t("s", s)[t("i", 5)], ok = <-t("c", c):
			}
		},
		func() {
			told("select receives", s, ok)
		},
		func() {
			switch t("x", 3) {
			case t("one", 1), t("two", 2):
			case t("three", 3), t("four", 4):
				told("switch")
			}
		},
		func() {
			for i := range t("s", s)[t("low", 1):t("high", 2)] {
				told("range", i)
			}
		},
		func() {
			var i int
			for t("s", s)[t("i", 1)], i = range t("r", []int{7, 8}) {
				told("range into", s[1], i)
			}
		},
		func() {
			defer t("p", p).set(t("x", 1)).set(t("y", 2))
			defer t("f", join)(t("z", 3), t("w", 4))
			told("defer")
		},
		func() {
			told("deferred", *p)
		},
		func() {
			done := make(chan bool)
			go func(x, y int) { done <- true }(t("x", 1), t("y", 2))
			<-done
			told("go")
		},
		func() {
			if x, y := t("x", 1), t("y", 2); t("less", x < y) {
				told("if")
			}
		},
		func() {
			defer func() { told("panics", recover()) }()
			t("s", s)[t("i", 17)] = t("x", 1)
		},
		func() {
			defer func() { told("panics with a map", recover()) }()
			t("m", map[string]int(nil))[t("k", "x")] = t("x", 1)
		},
		func() {
			defer func() { told("panics with a slice", recover()) }()
			told("not", t("s", s)[t("low", 4):t("high", 3)][t("i", 2)])
		},
		func() {
			defer func() { told("panics with nil", recover()) }()
			t("p", (*pair)(nil)).a = t("x", 1)
		},
		func() {
			defer func() { told("panics", recover()) }()
			panic(t("x", "x") + t("y", "y"))
		},
	} {
		each()
	}
	changes()
}

func show(xs ...interface{}) string { return fmt.Sprintf("%v", xs) }

func mixed(n int, s []int, text string, b bool, x interface{}, q pair, f float64, r int) string {
	return fmt.Sprint(n, s, text, b, x, q, f, r)
}

// What a call changes that stands behind what is changed.
func changes() {
	count := 1
	n, s, text, b, x, q, f := 1, []int{1, 2, 3}, "a", true, interface{}(1), pair{1, 2}, 1.5
	p, m, bytes := &q, map[string]int{"a": 1}, []byte("abc")
	change := func() int {
		count++
		n, s, text, b = count%3+1, []int{count, count + 1, count + 2, count + 3}, fmt.Sprint("text", count), !b
		x, q, f = count, pair{count, n}, float64(count)
		p, bytes[0] = &pair{n, count}, byte('a'+count%26)
		m[text] = count * 10
		m["a"] = count
		delete(m, fmt.Sprint("text", count-2))
		return count
	}
	for _, each := range []func() string{
		func() string { return show(n, change(), n) },
		func() string { return show(text, q, x, f, change()) },
		func() string { return show(p == &q, *p, change()) },
		func() string { return mixed(n, s, text, b, x, q, f, change()) },
		func() string { return mixed(n+1, s[:n], text[1:], b && n > 0, x.(int), *p, f*2, change()) },
		func() string { return mixed(m[text], s[1:2:3], text+"-", b || n < 0, n, *p, float64(n), change()) },
		func() string { return mixed(len(s), append(s, n), string(bytes), !b, q, q, -f, change()) },
		func() string { return mixed(p.a, nil, string(bytes[:2]), b == true, *p, pair{n, p.b}, 0, change()) },
		func() string {
			return mixed(s[0], []int{n, s[0]}, fmt.Sprint(n), n == 2, &n != nil, pair{}, 0, change())
		},
		func() string { return mixed(int(f), make([]int, n%5), strings.ToUpper(text), b, text, q, 0, change()) },
		func() string { return show([]byte(text), []rune(text), change()) },
		func() string { return show(string(bytes), string([]rune(text)), string(rune(n+64)), change()) },
		func() string { return show(x.(int), x, x == nil, change(), x.(int)) },
		func() string { _, ok := x.(string); return show(ok, len(text), cap(s), len(m), change()) },
		func() string { return show(-n, !b, n == 2, n+n, n/2, uint8(n), change()) },
		func() string { return show(*p, p.a, q.b, s[1], m[text], &n != nil, change()) },
		func() string { return show(s[1:], text[1:], s[:n], q, [2]int{n, n}, []int{n}, change()) },
		func() string { return show(complex(f, f), real(complex(f, 1)), append(s, 1), make([]int, n), change()) },
		func() string { return show(b && n > 0, b || n < 0, !b && !b, change()) },
		func() string { g := q.sum; return show(q.sum(n, 0), change(), g(0, 0), q.sum(0, 0)) },
		func() string { return show(b && change() > 0, b, n, b || change() > 0, n, change()) },
		func() string { return show(text+"x", text+fmt.Sprint(change())+text, text, change()) },
		func() string {
			return show(func(a int, b []int, c pair) string { return fmt.Sprint(a, b, c) }(n, s, q), change(), n)
		},
		func() string { return show(func() int { return n }(), change(), func() int { return n }()) },
		func() string { y := n + change(); return show(y, n) },
		func() string { y := s[0] + change()*s[1]; return show(y, s) },
		func() string { y := m["abc"] + change(); return show(y, m) },
		func() string { y := text + fmt.Sprint(change()) + text; return y },
		func() string { y := b && change() > 0 || b; return show(y, b) },
		func() string { y := []int{n, change(), n}; return show(y) },
		func() string { y := pair{n, change()}; return show(y) },
		func() string { y := [2]pair{q, {change(), n}}; return show(y) },
		func() string { y := map[string]int{text: n, "x": change(), "y": n}; return show(y) },
		func() string { y := x == interface{}(change()); return show(y) },
		func() string { y := q == pair{change(), 4}; return show(y) },
		func() string { y := n < change(); return show(y) },
		func() string { s[n%3] = change(); return show(s, n) },
		func() string { m[text] = change(); return show(m) },
		func() string { p.a = change(); return show(*p, q) },
		func() string { *p = pair{change(), n}; return show(*p, q) },
		func() string { n += change(); return show(n) },
		func() string { s[0] += change(); return show(s) },
		func() string { m["abc"] += change(); return show(m) },
		func() string { y, z := n, change(); return show(y, z) },
		func() string { y, z := s[0], change(); return show(y, z) },
		func() string { var y interface{}; y, n = n, change(); return show(y, n) },
		func() string { return show(min2(n, change()), copy(s, []int{change()}), s, n) },
		func() string { y, z := <-ints(n), change(); return show(y, z) },
		func() string { return show(<-ints(n), n, change(), <-ints(n)) },
		func() string { m[fmt.Sprint(n)], s[0] = n, change(); return show(len(m), s, n) },
		func() string { s[n-1], n = change(), n+1; return show(s, n) },
		func() string { n, s[0] = s[0]+n, change()+n; return show(s, n) },
		func() string { p.a, p = change(), &q; return show(*p) },
		func() string { s, n = append(s, n), change(); return show(s, n) },
		func() string { s = append(s, n, change(), n); return show(s, n) },
		func() string { bytes = append(bytes[:1], show(n, change())...); return string(bytes) },
		func() (r string) { defer func() { r += show(n) }(); return show(n, change()) },
		func() string { defer show(n, change()); return show(n) },
		func() string { return two2(n, change(), text) },
		func() string {
			switch n {
			case change():
				return "same"
			default:
				return show(n)
			}
		},
		func() string {
			if n < change() && n > 0 {
				return show(n)
			}
			return "not " + show(n)
		},
		func() string {
			for i := n; i < change() && i < n+3; i++ {
				text += fmt.Sprint(i)
			}
			return show(text, n)
		},
		func() string { return show(two(n, change())) },
		func() string { return show(struct{ a, b interface{} }{n, change()}) },
		func() string { return show(p.sum(change(), 0), q.sum(change(), n), p.set(change()).a) },
		func() string { v := pair{1, 2}; return show(v, bump(&v), v.a, bump(&v), v) },
		func() string { v := pair{1, 2}; return two2(v.a, bump(&v), show(v, v.sum(bump(&v), v.a))) },
		func() string {
			v := [2]int{1, 2}
			w := &v
			y := v[0] + bump2(w) + v[0]
			return show(y, v, bump2(&v), v[1])
		},
		func() string { v := pair{1, 2}; v, w := pair{bump(&v), v.a}, v; return show(v, w) },
		func() string { v := 1; w := &v; y := v*10 + put(w, 5) + v; return show(v, put(w, 7), y, v) },
		func() string { v := pair{1, 2}; w := v.sum; return show(w(bump(&v), v.a), v == pair{bump(&v), 2}, v) },
		func() string {
			v := pair{1, 2}
			f := func(x pair, n int) string { return show(x, n) }
			return f(v, bump(&v))
		},
		func() string { global = n; return show(global, raise(), global+raise(), global) },
	} {
		fmt.Println(each())
	}
}

var global int

func raise() int            { global++; return global }
func bump(p *pair) int      { p.a++; return p.a }
func bump2(p *[2]int) int   { p[0]++; p[1]--; return p[0] }
func put(p *int, x int) int { *p = x; return x }

func ints(n int) chan int {
	c := make(chan int, 1)
	c <- n
	return c
}

func two2(n, m int, text string) string { return fmt.Sprint(n, m, text) }

func min2(a, b int) int {
	if a < b {
		return a
	}
	return b
}
