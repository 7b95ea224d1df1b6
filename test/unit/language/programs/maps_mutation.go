package main

import "fmt"

func main() {
	m := map[int]int{}
	for i := 0; i < 100; i++ {
		m[i] = i
	}
	seen := 0
	for k := range m {
		delete(m, k)
		delete(m, k+1)
		seen++
	}
	fmt.Println(len(m), seen >= 50)
	for i := 0; i < 10; i++ {
		m[i] = 0
	}
	rounds := 0
	for k := range m {
		m[k]++
		rounds++
	}
	fmt.Println(rounds, len(m), m[9])
	var n map[string]int
	fmt.Println(n == nil, len(n), n["x"])
	delete(n, "x")
	for range n {
		fmt.Println("never")
	}
	func() {
		defer func() {
			r := recover()
			fmt.Println(r)
			err, ok := r.(error)
			fmt.Println(ok, err)
		}()
		n["x"] = 1
	}()
	a := map[string]int{"a": 1}
	b := a
	b["b"] = 2
	fmt.Println(a, len(a))
	i := 0
	mi := map[int]int{}
	i, mi[i] = 1, 5
	fmt.Println(i, mi)
	idx := func() int { i++; return i }
	mi[idx()] += 10
	mi[idx()]++
	fmt.Println(i, mi)
	type counter struct{ hits, misses int }
	cs := map[string]*counter{}
	get := func(k string) *counter {
		if c, ok := cs[k]; ok {
			c.hits++
			return c
		}
		cs[k] = &counter{misses: 1}
		return cs[k]
	}
	get("a")
	get("a")
	fmt.Println(*cs["a"], get("b").misses)
	sets := map[string]map[int]struct{}{"x": {1: {}, 2: {}}}
	_, in := sets["x"][2]
	_, out := sets["y"][2]
	fmt.Println(in, out, len(sets["x"]))
	ms := map[string][]int{}
	ms["a"] = append(ms["a"], 1)
	ms["a"][0]++
	fmt.Println(ms, make(map[string]int, 100))
	delete(a, "a")
	delete(a, "a")
	fmt.Println(a)
}
