// Since Go 1.21.
package main

import "fmt"

// Lengths, and what else has a value of its own before the calls behind it.

func a4(a, b, c, d int) string { return fmt.Sprint(a, b, c, d) }

func b3(a, b, c, d bool) string { return fmt.Sprint(a, b, c, d) }

type T struct {
	s []int
	m map[int]int
	c chan int
	z string
	a *[3]int
}

func main() {
	s := []int{1, 2, 3}
	m := map[int]int{1: 1, 2: 2, 3: 3}
	c := make(chan int, 5)
	c <- 1
	z := "abc"
	t := &T{s: s, m: m, c: c, z: z}
	x := complex(1, 2)
	pop := func() int {
		s = s[:len(s)-1]
		delete(m, len(m))
		c <- 1
		z += "x"
		x += 1
		t.s, t.z = t.s[1:], t.z+"yy"
		t.c, t.m = make(chan int, 9), map[int]int{}
		return 0
	}
	fmt.Println(a4(len(s), pop(), len(s), 0), s)
	fmt.Println(a4(len(m), pop(), len(m), 0))
	fmt.Println(a4(len(c), pop(), len(c), cap(c)))
	s = []int{1, 2, 3, 4, 5, 6, 7, 8}
	m = map[int]int{1: 1, 2: 2, 3: 3}
	c = make(chan int, 50)
	t.s = s
	fmt.Println(a4(len(z), pop(), len(z), 0))
	fmt.Println(a4(cap(s), pop(), cap(s), 0))
	fmt.Println(a4(len(t.s), pop(), len(t.z), cap(t.c)))
	fmt.Println(a4(len(t.z), cap(t.s), cap(t.c), pop()))
	fmt.Println(a4(len(s)+1, len(z)*2, cap(s)-1, pop()), len(s), len(z), cap(s))
	fmt.Println(len(s), len(m), len(c), cap(c), len(z), len(t.s), pop(), len(s))
	fmt.Println(real(x), imag(x), -x, pop(), real(x))
	s = make([]int, 30)
	t.s = s
	y := len(s) + pop() + len(s)
	fmt.Println(y, len(s) == 2+pop())
	s = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
	t.s = s
	fmt.Println(s, t.z)
	arr := [3]int{1, 2, 3}
	t.a = &arr
	fmt.Println(len(t.a), len(arr), pop(), min(len(s), 5), pop(), len(s))
	fmt.Println(s[len(s)-1:], pop(), string(z[len(z)-1]), z[len(z)-1], pop(), z[1:2] == "b", z < "b", pop())
	z = "ay"
	fmt.Println(b3(z[:1] == "a", z[len(z)-1:] == "y", pop() == 0, z[len(z)-1:] == "x"))
	v, w := len(s), pop()
	fmt.Println(v, w, len(s))
	var e interface{}
	e, v = len(s), pop()
	fmt.Println(e, v, len(s))
}
