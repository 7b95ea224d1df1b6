package main

import (
	"errors"
	"fmt"
)

type P struct {
	A int
	B string
	_ int
	C interface{}
}
type E struct{}

func (E) Error() string { return "E" }

func main() {
	fmt.Println(P{1, "x", 0, 1}, P{A: 1, B: "x", C: 1} == P{A: 1, B: "x", C: 1}, P{C: 1} == P{C: int8(1)})
	var a, b interface{}
	fmt.Println(a == b, a == nil)
	a, b = 1, 1.0
	fmt.Println(a == b)
	a, b = int64(1)<<60, int64(1)<<60
	fmt.Println(a == b, a == int64(1)<<60)
	x, y := 1, 1
	fmt.Println(&x == &y, &x == &x)
	var e1, e2 error = E{}, E{}
	fmt.Println(e1 == e2, errors.New("a") == errors.New("a"))
	c1, c2 := make(chan int), make(chan int)
	fmt.Println(c1 == c2, c1 == c1, (<-chan int)(c1) == c1)
	fmt.Println([2]interface{}{1, "a"} == [2]interface{}{1, "a"}, struct{}{} == struct{}{})
	var p1, p2 *P
	fmt.Println(p1 == p2, p1 == nil, interface{}(p1) == nil, interface{}(p1) == interface{}((*P)(nil)))
	fmt.Println(complex(1, 2) == complex(1, 2), 1+2i != 1+3i)
	test := func(name string, f func() bool) {
		defer func() {
			if r := recover(); r != nil {
				fmt.Println(name, r, r.(error).Error() != "")
			}
		}()
		fmt.Println(name, f())
	}
	test("slice", func() bool { return interface{}([]int{1}) == interface{}([]int{1}) })
	test("differ", func() bool { return interface{}([]int{1}) == interface{}(map[string]int{}) })
	test("map", func() bool { m := interface{}(map[string]int{}); return m == m })
	test("func", func() bool { return interface{}(func() {}) == interface{}(func() {}) })
	test("struct", func() bool { return P{C: []int{}} == P{C: []int{}} })
	test("short", func() bool { return P{A: 1, C: []int{}} == P{A: 2, C: []int{}} })
	test("key", func() bool { m := map[interface{}]int{}; m[[]int{1}] = 2; return true })
	test("array", func() bool { return [1]interface{}{[]int{}} == [1]interface{}{[]int{}} })
}
