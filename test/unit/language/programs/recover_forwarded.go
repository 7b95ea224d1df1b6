package main

import "fmt"

type I interface{ m() }
type T struct{ n int }

func (t T) m()  { fmt.Println("T.m", recover()) }
func (t *T) p() { fmt.Println("T.p", recover()) }

type E struct{ I }
type P struct{ *T }
type Q struct{ E }
type PI interface {
	m()
	p()
}

func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(name, "outer got", r)
		}
	}()
	f()
}

func (t T) res(a int, b string) (string, error) {
	return fmt.Sprint("res ", a, b, recover()), nil
}

type R interface {
	res(int, string) (string, error)
}

func main() {
	e := E{T{1}}
	q := Q{e}
	p := P{&T{2}}
	var i I = e
	var iq I = q
	var ip PI = p
	try("embedded", func() { defer e.m(); panic(1) })
	try("embedded twice", func() { defer q.m(); panic(2) })
	try("interface of embedded", func() { defer i.m(); panic(3) })
	try("interface of embedded twice", func() { defer iq.m(); panic(4) })
	try("promoted through pointer", func() { defer p.m(); panic(5) })
	try("promoted through pointer p", func() { defer p.p(); panic(6) })
	try("ip.m", func() { defer ip.m(); panic(7) })
	try("ip.p", func() { defer ip.p(); panic(8) })
	try("value", func() { f := i.m; defer f(); panic(9) })
	try("value e", func() { f := e.m; defer f(); panic(10) })
	try("expression", func() { f := I.m; defer f(i); panic(11) })
	try("expression direct", func() { defer I.m(i); panic(12) })
	try("expression E", func() { defer E.m(e); panic(13) })
	try("expression *E", func() { defer (*E).m(&e); panic(14) })
	try("expression (*T).m", func() { defer (*T).m(&T{}); panic(15) })
	try("expression T.m", func() { defer T.m(T{}); panic(16) })
	try("expression Q", func() { f := Q.m; defer f(q); panic(17) })
	try("expression PI", func() { f := PI.p; defer f(ip); panic(18) })
	try("res", func() { f := R.res; defer f(T{}, 1, "x"); panic(19) })
	try("wrapped", func() { defer func() { i.m() }(); panic(20) })
	try("wrapped e", func() { defer func() { e.m() }(); panic(21) })
	try("wrapped value", func() { f := i.m; defer func() { f() }(); panic(22) })
	try("wrapped expression", func() { f := I.m; defer func() { f(i) }(); panic(23) })
	try("local struct", func() { defer struct{ I }{T{3}}.m(); panic(24) })
	try("any method", func() {
		var a any = e
		defer a.(interface{ m() }).m()
		panic(25)
	})
	try("defer value ptr", func() { t := &T{}; f := t.m; defer f(); panic(26) })
	try("defer recover", func() { defer recover(); panic(27) })
	try("defer print recover", func() { defer fmt.Println(recover()); panic(28) })
	try("generic", func() { defer call[T](T{}); panic(29) })
	try("generic method", func() { defer G[int]{1}.m(); panic(30) })
	try("generic via iface", func() { var x I = G[string]{"s"}; defer x.m(); panic(31) })
	try("generic embedded", func() { var x I = H{G[string]{"s"}}; defer x.m(); panic(32) })
	try("type param", func() { viaParam(e) })
	try("type param value", func() { viaParamValue(e) })
	try("twice removed", func() { f := i.m; g := func() { f() }; defer g(); panic(35) })
	try("nil iface value", func() { var n I; defer n.m(); panic(36) })
	try("nil func", func() { var n func(); defer n(); panic(37) })
}

func viaParam[X I](x X)      { defer x.m(); panic(33) }
func viaParamValue[X I](x X) { f := x.m; defer f(); panic(34) }

type G[X any] struct{ x X }

func (g G[X]) m() { fmt.Println("G.m", g.x, recover()) }

type H struct{ G[string] }

func call[X any](x X) { fmt.Println("call", recover()) }
