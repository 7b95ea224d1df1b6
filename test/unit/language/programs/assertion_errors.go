package main

import (
	"errors"
	"fmt"
	"runtime"
)

type I interface{ M() }
type T struct{ n int }

func get(f func()) (r any) {
	defer func() { r = recover() }()
	f()
	return nil
}

func main() {
	var x any = "s"
	r := get(func() { _ = x.(int) })
	err, ok := r.(error)
	fmt.Println(err, ok)
	var te *runtime.TypeAssertionError
	fmt.Println(errors.As(err, &te))
	_, ok = r.(*runtime.TypeAssertionError)
	fmt.Println(ok)
	fmt.Printf("%T\n", r)
	_, ok = r.(runtime.Error)
	fmt.Println(ok)
	r = get(func() { _ = x.(I) })
	fmt.Println(r)
	fmt.Printf("%T\n", get(func() { var m map[string]int; m["a"] = 1 }))
	fmt.Printf("%T\n", get(func() { s := []int{}; i := 3; _ = s[i] }))
	fmt.Printf("%T\n", get(func() { var p *T; _ = p.n }))
	fmt.Printf("%T\n", get(func() { a, b := 1, 0; _ = a / b }))
	p, q := &T{1}, &T{2}
	a, b := fmt.Sprintf("%p", p), fmt.Sprintf("%p", q)
	fmt.Println(a != b, a == fmt.Sprintf("%p", p), len(a) > 5, a[:2])
	s := []int{1, 2, 3}
	fmt.Println(fmt.Sprintf("%p", s) == fmt.Sprintf("%p", &s[0]), fmt.Sprintf("%p", s[1:]) == fmt.Sprintf("%p", &s[1]))
	m := map[int]int{}
	c := make(chan int)
	fmt.Println(fmt.Sprintf("%p", m)[:2], fmt.Sprintf("%p", c)[:2], fmt.Sprintf("%p", main)[:2], fmt.Sprintf("%p", 5), fmt.Sprintf("%p", nil), fmt.Sprintf("%p", (*int)(nil)))
}
