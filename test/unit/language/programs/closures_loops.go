package main

import "fmt"

func counter() (func() int, func()) {
	n := 0
	return func() int { n++; return n }, func() { n = 100 }
}

func fib() func() int {
	a, b := 0, 1
	return func() int {
		defer func() { a, b = b, a+b }()
		return a
	}
}

func main() {
	var fs []func() int
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { i += 10; return i })
	}
	for _, f := range fs {
		fmt.Print(f(), " ")
	}
	fmt.Println()
	var ps []*int
	for i := 0; i < 3; i++ {
		ps = append(ps, &i)
	}
	fmt.Println(*ps[0], *ps[1], *ps[2], ps[0] == ps[1])
	fs = nil
	for i, v := range []int{10, 20, 30} {
		fs = append(fs, func() int { return i*1000 + v })
	}
	for _, f := range fs {
		fmt.Print(f(), " ")
	}
	fmt.Println()
	fs = nil
	for i := 0; i < 3; i++ {
		i := i
		fs = append(fs, func() int { i++; return i })
	}
	for _, f := range fs {
		fmt.Print(f(), f(), " ")
	}
	fmt.Println()
	for i := 0; i < 6; i++ {
		f := func() { i++ }
		f()
		fmt.Print(i, " ")
	}
	fmt.Println()
	next, reset := counter()
	next()
	reset()
	fmt.Println(next())
	f := fib()
	for i := 0; i < 10; i++ {
		fmt.Print(f(), " ")
	}
	fmt.Println()
	done := make(chan int, 3)
	for i := range []int{0, 1, 2} {
		go func() { done <- i }()
	}
	fmt.Println(<-done + <-done + <-done)
	for i := 0; i < 3; i++ {
		defer func() { fmt.Print("d", i, " ") }()
		if i == 1 {
			continue
		}
	}
	x := 1
	inner := func() func() {
		x := x + 1
		return func() { x++; fmt.Println("inner", x) }
	}()
	inner()
	inner()
	fmt.Println(x)
	var fact func(int) int
	fact = func(n int) int {
		if n == 0 {
			return 1
		}
		return n * fact(n-1)
	}
	fmt.Println(fact(20))
	type pt struct{ x int }
	var ptrs []*pt
	for _, p := range []pt{{1}, {2}} {
		ptrs = append(ptrs, &p)
	}
	fmt.Println(ptrs[0].x, ptrs[1].x)
	m := map[string]func(){}
	for _, k := range []string{"a", "b"} {
		m[k] = func() { fmt.Print(k) }
	}
	m["a"]()
	m["b"]()
	fmt.Println()
}
