// Since Go 1.23.
package main

import (
	"fmt"
	"iter"
	"maps"
	"slices"
)

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer fmt.Print("[closed]")
		for i := 0; i < n; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

func pairs[K, V any](ks []K, vs []V) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for i := range ks {
			if !yield(ks[i], vs[i]) {
				return
			}
		}
	}
}

func none(yield func() bool) {
	for yield() {
	}
}

func find(want int) (found int, err error) {
	defer func() { found *= 10 }()
	for v := range count(10) {
		if v == want {
			return v, nil
		}
	}
	return -1, fmt.Errorf("no %d", want)
}

func nested() string {
outer:
	for i := range count(5) {
		for j := range count(5) {
			if j == 1 {
				continue outer
			}
			if i == 2 {
				break outer
			}
			if i == 9 {
				return "never"
			}
			fmt.Print(i, j, " ")
		}
	}
	for i := range count(3) {
		for j := range count(3) {
			if i == 1 && j == 1 {
				return fmt.Sprint("returned ", i, j)
			}
		}
	}
	return "end"
}

type Tree struct {
	l, r *Tree
	v    int
}

func (t *Tree) All() iter.Seq[int] {
	return func(yield func(int) bool) { t.push(yield) }
}
func (t *Tree) push(yield func(int) bool) bool {
	return t == nil || t.l.push(yield) && yield(t.v) && t.r.push(yield)
}

func deferred() {
	for i := range count(3) {
		defer fmt.Println("deferred", i)
	}
	fmt.Println("loop over")
}

func main() {
	for i := range 3 {
		fmt.Print(i, " ")
	}
	var n uint8 = 2
	for i := range n {
		fmt.Printf("%T%v ", i, i)
	}
	for range 2 {
		fmt.Print("x ")
	}
	fmt.Println()
	for k, v := range pairs([]string{"a", "b"}, []int{1, 2}) {
		fmt.Print(k, v, " ")
	}
	fmt.Println(find(4))
	fmt.Println(find(40))
	fmt.Println(nested())
	i := 0
	for range none {
		if i++; i == 3 {
			break
		}
	}
	fmt.Println(i)
	t := &Tree{&Tree{nil, nil, 1}, &Tree{nil, nil, 3}, 2}
	for v := range t.All() {
		fmt.Print(v, " ")
		if v == 2 {
			break
		}
	}
	fmt.Println(slices.Collect(t.All()))
	deferred()
	next, stop := iter.Pull(count(3))
	fmt.Println(next())
	fmt.Println(next())
	stop()
	fmt.Println(next())
	fmt.Println(slices.Sorted(maps.Keys(map[string]int{"b": 1, "a": 2})))
	for i, v := range slices.Backward([]int{1, 2, 3}) {
		fmt.Print(i, v, " ")
	}
	fmt.Println()
	var fs []func() int
	for v := range count(2) {
		fs = append(fs, func() int { v++; return v })
	}
	fmt.Println(fs[0](), fs[0](), fs[1]())
	func() {
		defer func() { fmt.Println("recovered", recover()) }()
		for v := range count(3) {
			if v == 1 {
				panic("in body")
			}
		}
	}()
	c := make(chan int)
	go func() {
		for v := range count(3) {
			c <- v
		}
		close(c)
	}()
	for v := range c {
		fmt.Print(v, " ")
	}
	fmt.Println()
	for c := range slices.Chunk([]int{1, 2, 3}, 2) {
		fmt.Print(c)
	}
	fmt.Println()
}
