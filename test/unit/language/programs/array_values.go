package main

import "fmt"

type Grid [2][3]int

func (g Grid) With(v int) Grid { g[1][1] = v; return g }
func (g *Grid) Set(v int)      { g[0][0] = v }

type Box struct {
	Cells [3]int
	Inner struct{ A [2]string }
}

func change(a [3]int) [3]int { a[0] = 100; return a }

func main() {
	a := [3]int{1, 2, 3}
	b := a
	b[0] = 9
	fmt.Println(a, b, a == b, a == [3]int{1, 2, 3}, change(a), a)
	var g Grid
	h := g.With(5)
	g.Set(7)
	fmt.Println(g, h, g == h)
	row := h[1]
	row[0] = 1
	h[0] = row
	fmt.Println(h, row)
	x := Box{Cells: a}
	y := x
	y.Cells[1] = 50
	y.Inner.A[0] = "y"
	fmt.Println(x, y, x == y)
	m := map[string][2]int{"k": {1, 2}}
	v := m["k"]
	v[0] = 9
	fmt.Println(m, v)
	var i interface{} = a
	a[2] = 77
	fmt.Println(i, i == interface{}([3]int{1, 2, 3}), i.([3]int)[2])
	for i, v := range a {
		a[2] = 10
		fmt.Print(i, v, " ")
	}
	for i, v := range &a {
		a[2] = 11
		fmt.Print(i, v, " ")
	}
	fmt.Println()
	ch := make(chan [3]int, 1)
	ch <- a
	a[0] = -1
	fmt.Println(<-ch, a)
	p := &a
	q := *p
	p[1] = 500
	fmt.Println(a, q, len(p))
	arrs := [][2]int{{1, 2}, {3, 4}}
	arrs[0], arrs[1] = arrs[1], arrs[0]
	fmt.Println(arrs)
	g[0], g[1] = g[1], g[0]
	fmt.Println(g)
	f := func() [3]int { return a }
	c := f()
	c[0] = 3
	fmt.Println(a, c, f()[0], [...]string{2: "c", 0: "a"}, [0]int{})
	keys := map[[2]int]string{{1, 2}: "x"}
	k := [2]int{1, 2}
	fmt.Println(keys[k])
	keys[k] = "y"
	k[0] = 5
	fmt.Println(keys, len(keys))
	bytes := [4]byte{1, 2}
	by := bytes
	by[0] = 0xff
	fmt.Println(bytes, by, bytes == by)
	var ar2 [2]struct{ N int }
	ar3 := ar2
	ar3[0].N++
	fmt.Println(ar2, ar3)
}
