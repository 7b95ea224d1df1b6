// Since Go 1.23.
package main

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
)

func seq(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				fmt.Print("[stopped ", i, "]")
				return
			}
		}
		fmt.Print("[done]")
	}
}

func bad(yield func(int) bool) {
	yield(1)
	yield(2)
}

func filter[T any](s iter.Seq[T], keep func(T) bool) iter.Seq[T] {
	return func(yield func(T) bool) {
		for v := range s {
			if keep(v) && !yield(v) {
				return
			}
		}
	}
}

func mapped[T, U any](s iter.Seq[T], f func(T) U) iter.Seq[U] {
	return func(yield func(U) bool) {
		s(func(v T) bool { return yield(f(v)) })
	}
}

func named() (a int, b string) {
	for i := range seq(5) {
		if i == 2 {
			a, b = i, "bare"
			return
		}
	}
	return -1, ""
}

func three() (int, string, error) {
	for i := range seq(9) {
		for j := range seq(9) {
			for k := range 4 {
				if i+j+k == 7 {
					return i, fmt.Sprint(j, k), nil
				}
			}
		}
	}
	return 0, "", nil
}

func main() {
	fmt.Println(named())
	fmt.Println(three())
	even := filter(seq(10), func(i int) bool { return i%2 == 0 })
	for s := range mapped(even, func(i int) string { return strings.Repeat("x", i) }) {
		if len(s) > 4 {
			break
		}
		fmt.Print(s, ";")
	}
	fmt.Println()
	func() {
		defer func() { fmt.Println(recover()) }()
		for v := range bad {
			fmt.Print(v, " ")
			break
		}
	}()
	var keep func(int) bool
	for v := range func(yield func(int) bool) { keep = yield; yield(7) } {
		fmt.Print(v, " ")
	}
	func() {
		defer func() { fmt.Println(recover()) }()
		keep(1)
	}()
	total := 0
	var x int
	for x = range seq(4) {
		total += x
		switch {
		case x == 1:
			continue
		case x == 2:
			break
		}
	}
	fmt.Println(total, x)
outer:
	for i := range 3 {
		for j := range seq(3) {
			select {
			default:
				if j == 1 {
					continue outer
				}
			}
			fmt.Print(i, j, " ")
		}
	}
	fmt.Println()
	m := map[string]int{"a": 1, "b": 2, "c": 3}
	for _, k := range slices.Sorted(maps.Keys(m)) {
		fmt.Print(k, m[k], " ")
	}
	fmt.Println(slices.Collect(maps.Values(map[int]int{1: 2})))
	next, stop := iter.Pull2(maps.All(map[string]int{"k": 9}))
	fmt.Println(next())
	fmt.Println(next())
	stop()
}
