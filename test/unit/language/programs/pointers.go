package main

import "fmt"

type Node struct {
	Val  int
	Next *Node
}

type S struct {
	A, B int
	Arr  [3]int
	In   struct{ Z int }
}

func set(p *int, v int) { *p = v }
func newInt() *int      { v := 7; return &v }

var g int

func main() {
	x := 1
	p := &x
	*p += 5
	set(p, *p*2)
	fmt.Println(x, p == &x)
	var s S
	pa, pb := &s.A, &s.B
	*pa, *pb = 3, 4
	fmt.Println(s, pa == &s.A, pa == pb)
	el := &s.Arr[1]
	*el = 10
	s.Arr[1]++
	fmt.Println(s.Arr, *el, el == &s.Arr[1])
	z := &s.In.Z
	in := &s.In
	in.Z = 8
	fmt.Println(*z, s)
	sl := []int{1, 2, 3}
	e0 := &sl[0]
	sl = append(sl, 4)
	*e0 = 100
	fmt.Println(sl[0], *e0)
	pp := &p
	**pp = 50
	y := 2
	*pp = &y
	fmt.Println(x, *p, p == &y)
	a, b := newInt(), newInt()
	*a++
	fmt.Println(*a, *b, a == b)
	gp := &g
	*gp = 3
	g++
	fmt.Println(g, *gp)
	list := &Node{1, &Node{2, &Node{3, nil}}}
	var rev *Node
	for n := list; n != nil; {
		n.Next, rev, n = rev, n, n.Next
	}
	for n := rev; n != nil; n = n.Next {
		fmt.Print(n.Val, " ")
	}
	fmt.Println()
	h := rev
	h, h.Next = h.Next, nil
	fmt.Println(h.Val, rev.Next == nil)
	np := new(S)
	np.A = 1
	cp := *np
	np.A = 2
	fmt.Println(cp.A, np.A, *np == cp)
	ptrs := []*int{&sl[1], &sl[1], new(int)}
	fmt.Println(ptrs[0] == ptrs[1], ptrs[1] == ptrs[2])
	ps := &[]int{1, 2}
	*ps = append(*ps, 3)
	(*ps)[0] = 9
	fmt.Println(*ps, len(*ps))
	pm := &map[string]int{}
	(*pm)["k"] = 1
	fmt.Println(*pm, (*pm)["k"])
	var ip interface{} = p
	*ip.(*int) = 77
	fmt.Println(y)
	fn := func(q **Node) { *q = &Node{Val: 42} }
	fn(&list)
	fmt.Println(list.Val)
	arr := [3]*int{}
	for i := range arr {
		arr[i] = new(int)
		*arr[i] = i
	}
	fmt.Println(*arr[0], *arr[1], *arr[2])
	pq := &[3]int{1, 2, 3}
	for i := range pq {
		pq[i] *= 2
	}
	fmt.Println(*pq, pq[1:], &pq[0] == &pq[:][0])
}
