package main

import "fmt"

type V struct {
	N   int
	Arr [2]int
}

func captured() (v V, get func() V, set func(int)) {
	get = func() V { return v }
	set = func(n int) { v.N = n }
	v.N = 1
	return
}
func explicit() (v V, get func() V) {
	get = func() V { return v }
	v.N = 1
	return V{N: 2}, get
}
func addressed() (v V, p *V) {
	p = &v
	p.N = 5
	return
}
func deferred() (v V, p *V) {
	defer func() { v.N++ }()
	p = &v
	return V{N: 10}, p
}
func scalar() (n int, p *int) {
	p = &n
	*p = 3
	return n + 1, p
}
func swapped() (a, b int) {
	defer func() { a, b = a*10, b*10 }()
	a, b = 1, 2
	return b, a
}
func self() (f func() bool) {
	return func() bool { return f != nil }
}
func inLoop() (sum int, fs []func() int) {
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { sum += i; return sum })
		if i == 1 {
			return i * 100, fs
		}
	}
	return
}
func forward() (int, []func() int)    { return inLoop() }
func array() (a [2]int, get func() int) { get = func() int { return a[0] }; a[0] = 1; return a, get }

func main() {
	v, get, set := captured()
	v.N = 50
	set(7)
	fmt.Println(v, get())
	w, get2 := explicit()
	w.N = 60
	fmt.Println(w, get2())
	x, p := addressed()
	x.N = 70
	p.Arr[0] = 1
	fmt.Println(x, *p)
	y, q := deferred()
	y.N++
	fmt.Println(y, *q)
	n, np := scalar()
	fmt.Println(n, *np)
	fmt.Println(swapped())
	fmt.Println(self()())
	s, fs := forward()
	fmt.Println(s, fs[0]() >= 100, len(fs))
	a, geta := array()
	a[0] = 9
	fmt.Println(a, geta())
}
