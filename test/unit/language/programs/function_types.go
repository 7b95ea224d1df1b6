package main

import (
	"fmt"
	"sort"
	"strings"
)

type Op func(float64, float64) float64
type Middleware func(Handler) Handler
type Handler func(string) string
type Visitor interface{ Visit(int) bool }
type VisitFunc func(int) bool

func (f VisitFunc) Visit(i int) bool { return f(i) }

func walk(v Visitor, n int) (visited int) {
	for i := 0; i < n; i++ {
		visited++
		if !v.Visit(i) {
			return
		}
	}
	return
}

func chain(h Handler, ms ...Middleware) Handler {
	for i := len(ms) - 1; i >= 0; i-- {
		h = ms[i](h)
	}
	return h
}

func tag(name string) Middleware {
	return func(next Handler) Handler {
		return func(s string) string { return "<" + name + ">" + next(s) + "</" + name + ">" }
	}
}

func memo(f func(int) int) func(int) int {
	cache := map[int]int{}
	return func(n int) int {
		if v, ok := cache[n]; ok {
			return v
		}
		cache[n] = f(n)
		return cache[n]
	}
}

type Option func(*config)
type config struct {
	port int
	name string
}

func WithPort(p int) Option { return func(c *config) { c.port = p } }
func newConfig(opts ...Option) config {
	c := config{80, "default"}
	for _, o := range opts {
		o(&c)
	}
	return c
}

func multi() (func() int, error, [2]func() string) {
	return func() int { return 1 }, nil, [2]func() string{1: func() string { return "second" }}
}

func main() {
	ops := map[string]Op{"+": func(a, b float64) float64 { return a + b }, "*": func(a, b float64) float64 { return a * b }}
	names := []string{}
	for n := range ops {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		fmt.Print(n, ops[n](3, 4), " ")
	}
	fmt.Println(ops["-"] == nil)
	fmt.Println(walk(VisitFunc(func(i int) bool { return i < 3 }), 10))
	fmt.Println(chain(strings.ToUpper, tag("a"), tag("b"))("x"))
	calls := 0
	var fib func(int) int
	fib = memo(func(n int) int {
		calls++
		if n < 2 {
			return n
		}
		return fib(n-1) + fib(n-2)
	})
	fmt.Println(fib(80), calls)
	fmt.Println(newConfig(), newConfig(WithPort(8080), func(c *config) { c.name = "x" }))
	f, err, arr := multi()
	fmt.Println(f(), err, arr[0] == nil, arr[1]())
	compose := func(fs ...func(int) int) func(int) int {
		return func(x int) int {
			for _, f := range fs {
				x = f(x)
			}
			return x
		}
	}
	fmt.Println(compose(func(x int) int { return x + 1 }, func(x int) int { return x * x })(4))
	func() { fmt.Println("immediate") }()
	fmt.Println(func(a, b int) int { return a - b }(5, 3))
	s := struct{ cb func(string) }{}
	s.cb = func(m string) { fmt.Println("callback", m) }
	s.cb("called")
	var curry func(int) func(int) func(int) int = func(a int) func(int) func(int) int {
		return func(b int) func(int) int { return func(c int) int { return a*100 + b*10 + c } }
	}
	fmt.Println(curry(1)(2)(3))
}
