package main

import "fmt"

type V struct {
	N   int
	Arr [2]int
}
type W struct {
	V
	P *V
}

func ret(v V) V             { return v }
func two(v V) (V, V)        { return v, v }
func vari(vs ...V) []V      { return vs }
func ptr(v V) *V            { return &v }
func iface(x interface{}) V { v := x.(V); v.N++; return v }

var pkg = V{N: 1}

func main() {
	v := V{1, [2]int{1, 2}}
	sl := []V{v, v}
	v.N = 2
	fmt.Println(sl, v)
	sl2 := append([]V(nil), sl...)
	sl2[0].N = 50
	fmt.Println(sl[0].N, sl2[0].N)
	sl3 := make([]V, 2)
	copy(sl3, sl)
	sl3[1].Arr[0] = 99
	fmt.Println(sl[1], sl3[1])
	m := map[string]V{"a": v}
	v.Arr[0] = 7
	x := m["a"]
	x.Arr[1] = 8
	fmt.Println(m, x, v)
	a, b := two(v)
	a.N = 100
	fmt.Println(b.N, v.N, ret(v).N)
	vs := vari(v, v)
	vs[0].N = -1
	fmt.Println(vs, v)
	p := ptr(v)
	p.N = 55
	fmt.Println(v.N, p.N)
	var i interface{} = v
	v.N = 66
	fmt.Println(iface(i), i, v.N)
	j := i
	w := i.(V)
	w.N = 1
	fmt.Println(i, j, w)
	switch t := i.(type) {
	case V:
		t.N = 5
		fmt.Println(t, i)
	}
	ww := W{V: v, P: &v}
	ww.N = 9
	ww.P.N = 10
	fmt.Println(ww.V, v, *ww.P)
	cp := ww
	cp.Arr[0] = 1000
	cp.P.Arr[1] = 2000
	fmt.Println(ww.V.Arr, v.Arr)
	g := pkg
	g.N = 3
	pkg.N += 10
	fmt.Println(g, pkg)
	fn := func() V { return v }
	y := fn()
	y.N = 0
	fmt.Println(v.N, fn().N)
	defer func(d V) { fmt.Println("deferred", d.N, v.N) }(v)
	v.N = 777
	ch := make(chan V, 1)
	ch <- v
	v.N = 1
	for k := range map[V]int{v: 1} {
		k.N = 2
		fmt.Println(k.N, v.N)
	}
	z := <-ch
	fmt.Println(z.N)
	arr := [2]V{v, z}
	brr := arr
	brr[0].N = 42
	arr[1] = arr[0]
	arr[0].N = 43
	fmt.Println(arr, brr)
	st := struct{ A, B V }{v, v}
	st.A.N = 4
	fmt.Println(st)
	sl[0], sl[1] = sl[1], V{N: 3}
	sl[1].N++
	fmt.Println(sl)
	mp := map[string]*V{"p": &sl[0]}
	mp["p"].N = 11
	*mp["p"] = V{N: 12}
	fmt.Println(sl[0], mp["p"] == &sl[0])
	ms := map[string][]V{"s": {v}}
	ms["s"][0].N = 13
	fmt.Println(ms, v.N)
	var e1, e2 interface{} = v, v
	fmt.Println(e1 == e2, e1 == interface{}(v))
	go func(g V) { g.N = 0 }(v)
	f := V.show
	f(v)
	h := v.show
	v.N = 31
	h()
	*(&v) = V{N: 8}
	(&v).N++
	fmt.Println(v)
}

func (v V) show() { v.N++; fmt.Println("show", v.N) }
