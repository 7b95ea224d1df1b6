package main

import "fmt"

func grow(s []int) []int {
	s = append(s, 99)
	s[0] = -1
	return s
}

// What is stored here lies on the heap: the capacities are those of the runtime, not of the compiler's stack.
var sinkInts []int
var sinkBytes []byte

func main() {
	a := []int{1, 2, 3, 4, 5}
	b := a[1:3]
	fmt.Println(b, len(b), cap(b))
	b[0] = 20
	b = append(b, 40)
	fmt.Println(a, b)
	c := a[1:3:3]
	c = append(c, 400)
	c[0] = 200
	fmt.Println(a, c, len(c), cap(c) >= 3)
	d := grow(a)
	fmt.Println(a[0], d[0], len(d))
	e := make([]int, 3, 10)
	f := grow(e)
	fmt.Println(e, f, e[:5])
	copy(a[1:], a)
	fmt.Println(a)
	copy(a, a[2:])
	fmt.Println(a, copy(a, []int{}), copy(a[4:], []int{7, 8}))
	var nilS []int
	empty := []int{}
	fmt.Println(nilS == nil, empty == nil, len(nilS), nilS[:0] == nil, empty[:0] == nil, nilS, empty)
	nilS = append(nilS, nilS...)
	fmt.Println(nilS == nil, append(nilS, 1))
	caps := []int{}
	s := []int{}
	last := -1
	for i := 0; i < 2000; i++ {
		s = append(s, i)
		sinkInts = s
		if cap(s) != last {
			last = cap(s)
			caps = append(caps, last)
		}
	}
	fmt.Println(caps)
	bs := []byte{}
	last = -1
	for i := 0; i < 3000; i++ {
		bs = append(bs, 'x')
		sinkBytes = bs
		if cap(bs) != last {
			last = cap(bs)
			fmt.Print(last, " ")
		}
	}
	fmt.Println()
	fmt.Println(cap(append([]byte("abc"), "defgh"...)), cap(append([]string(nil), "a", "b", "c")), cap(append([]int32{1}, 2, 3, 4, 5)))
	m := [][]int{{1}, {2, 3}, nil}
	m[2] = append(m[2], m[1]...)
	m[1][0] = 0
	fmt.Println(m, len(m[2]))
	i := 2
	s2 := []string{"a", "b", "c", "d"}
	s2 = append(s2[:i], s2[i+1:]...)
	fmt.Println(s2, len(s2), cap(s2), s2[:4])
	arr := [5]int{1, 2, 3, 4, 5}
	sl := arr[:]
	sl[2] = 33
	fmt.Println(arr, sl[4:], arr[1:2], cap(arr[1:2]))
	k := []string{4: "e", 1: "b", "c"}
	fmt.Printf("%q %d\n", k, len(k))
}
