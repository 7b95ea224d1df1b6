package main

import "fmt"

// Calls that go and defer make later, beside those that are made at once.

type T struct{ n int }

func (t *T) P(x int) { fmt.Println("P", t.n, x) }
func (t T) V(x int)  { fmt.Println("V", t.n, x) }

type I interface{ P(int) }

func f(s string) int { fmt.Println(s); return 1 }

// When it is evaluated what is called, and with what.
func changes() {
	n := 0
	p := &T{0}
	v := T{0}
	var i I = &T{0}
	fn := func(x int) { fmt.Println("fn", 0, x) }
	change := func() int {
		n++
		p, v, i = &T{n}, T{n}, &T{n}
		m := n
		fn = func(x int) { fmt.Println("fn", m, x) }
		return n
	}
	for _, g := range []func(){
		func() { defer p.P(change()) },
		func() { defer p.V(change()) },
		func() { defer v.V(change()) },
		func() { defer v.P(change()) },
		func() { defer i.P(change()) },
		func() { defer fn(change()) },
		func() { defer fmt.Println("args", n, v, change()) },
		func() { p.P(change()) },
		func() { p.V(change()) },
		func() { v.V(change()) },
		func() { v.P(change()) },
		func() { i.P(change()) },
		func() { fn(change()) },
		func() { h := p.V; h(change()) },
		func() { h, x := p.V, change(); h(x) },
		func() { func(f func(int), x int) { f(x) }(p.V, change()) },
		func() { func(f func(int), x int) { f(x) }(v.P, change()) },
		func() { func(f func(int), x int) { f(x) }(i.P, change()) },
	} {
		g()
	}
}

func try(name string, g func()) {
	defer func() { fmt.Println(name, recover()) }()
	g()
}

// Whether a nil receiver or func is met before the arguments are evaluated.
func nils() {
	var i I
	var p *T
	var fn func(int)
	try("go interface", func() { go i.P(f("f")) })
	try("defer interface", func() { defer i.P(f("f")) })
	try("call interface", func() { i.P(f("f")) })
	try("go value", func() { go p.V(f("f")) })
	try("defer value", func() { defer p.V(f("f")) })
	try("call value", func() { p.V(f("f")) })
	try("defer func", func() { defer fn(f("f")) })
	try("call func", func() { fn(f("f")) })
	try("method value", func() { h := i.P; h(f("f")) })
	try("method value of value", func() { h := p.V; h(f("f")) })
	try("pointer", func() { defer p.P(f("f")); fmt.Println("in") })
}

func main() {
	changes()
	nils()
}
