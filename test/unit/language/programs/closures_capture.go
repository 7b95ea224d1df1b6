package main

import "fmt"

type acc struct{ total int }

func (a *acc) adder() func(int) int { return func(n int) int { a.total += n; return a.total } }

func params(n int, s []int, st acc) (func(), func() string) {
	return func() { n++; s[0] = n; st.total = n }, func() string { return fmt.Sprint(n, s, st) }
}

func results() (n int, get func() int) {
	n = 1
	get = func() int { return n }
	n = 2
	return 3, get
}

func generator(n int) func() (int, bool) {
	i := 0
	return func() (v int, ok bool) {
		if i >= n {
			return
		}
		v, ok = i*i, true
		i++
		return
	}
}

func main() {
	a := acc{}
	add := a.adder()
	add(5)
	fmt.Println(add(6), a.total)
	s := []int{0}
	inc, show := params(10, s, a)
	inc()
	inc()
	fmt.Println(show(), s, a)
	n, get := results()
	fmt.Println(n, get())
	for next, ok := generator(3), true; ok; {
		var v int
		if v, ok = next(); ok {
			fmt.Print(v, " ")
		}
	}
	fmt.Println()
	arr := [3]int{1, 2, 3}
	change := func() { arr[0] = 100 }
	cp := arr
	change()
	fmt.Println(arr, cp)
	m := map[string]int{}
	count := func(k string) func() { return func() { m[k]++ } }
	ca, cb := count("a"), count("b")
	ca()
	ca()
	cb()
	fmt.Println(m)
	x, y := 1, 2
	swap := func() { x, y = y, x }
	swap()
	fmt.Println(x, y)
	p := &x
	func() { x = 50 }()
	fmt.Println(*p)
	depth := 0
	var rec func(int) func() int
	rec = func(n int) func() int {
		depth++
		local := n
		if n > 0 {
			inner := rec(n - 1)
			return func() int { local++; return local + inner() }
		}
		return func() int { return local }
	}
	r := rec(3)
	fmt.Println(r(), r(), depth)
	var handlers []func(string)
	for _, name := range []string{"x", "y"} {
		name := name
		seen := 0
		handlers = append(handlers, func(e string) { seen++; fmt.Print(name, e, seen, " ") })
	}
	for i := 0; i < 2; i++ {
		for _, h := range handlers {
			h("!")
		}
	}
	fmt.Println()
	if v := 3; v > 2 {
		defer func() { fmt.Println("deferred", v, x) }()
		v = 4
	}
	x = 60
	type node struct {
		name string
		kids []*node
	}
	tree := &node{"root", []*node{{"a", nil}, {"b", []*node{{"c", nil}}}}}
	var walk func(*node, int, func(*node, int) bool)
	walk = func(n *node, d int, visit func(*node, int) bool) {
		if !visit(n, d) {
			return
		}
		for _, k := range n.kids {
			walk(k, d+1, visit)
		}
	}
	names := ""
	walk(tree, 0, func(n *node, d int) bool { names += fmt.Sprint(n.name, d, " "); return n.name != "b" })
	fmt.Println(names)
}
