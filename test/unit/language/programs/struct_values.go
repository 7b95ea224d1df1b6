package main

import "fmt"

type Inner struct{ N int }
type Outer struct {
	Inner
	Named Inner
	Ptr   *Inner
	Tags  []string
}

func modify(o Outer) Outer {
	o.N = 1
	o.Named.N = 2
	o.Ptr.N = 3
	o.Tags[0] = "changed"
	return o
}

var global = Outer{Ptr: &Inner{}, Tags: []string{"t"}}

func get() Outer { return global }

func main() {
	o := Outer{Ptr: &Inner{}, Tags: []string{"a"}}
	m := modify(o)
	fmt.Println(o.N, o.Named, *o.Ptr, o.Tags, m.N, m.Named)
	p := &o
	c := *p
	p.N = 10
	fmt.Println(c.N, o.N)
	*p = m
	m.N = 55
	fmt.Println(o.N, p.Named.N)
	g := get()
	g.N = 8
	fmt.Println(global.N, g.N)
	list := []Inner{{1}, {2}, {3}}
	for _, v := range list {
		v.N *= 10
	}
	fmt.Println(list)
	for i := range list {
		list[i].N *= 10
	}
	fmt.Println(list)
	e := list[0]
	ep := &list[0]
	list[0].N = 0
	fmt.Println(e, *ep)
	list = append(list, list[1])
	list[1].N = -1
	fmt.Println(list, ep.N)
	var i interface{} = e
	e.N = 4
	fmt.Println(i, i.(Inner).N, i == interface{}(Inner{10}))
	mm := map[string]Inner{"a": {1}}
	v := mm["a"]
	v.N = 2
	fmt.Println(mm, v)
	ch := make(chan Inner, 2)
	ch <- v
	v.N = 3
	r := <-ch
	fmt.Println(r, v)
	a, b := Inner{1}, Inner{2}
	a, b = b, a
	fmt.Println(a, b)
	f := func() { a.N++ }
	d := a
	f()
	fmt.Println(a, d)
	s := struct {
		X int
		Y string
	}{1, "y"}
	t := s
	t.X = 2
	fmt.Println(s, t, s == t, s == struct {
		X int
		Y string
	}{1, "y"})
	fmt.Printf("%v %+v %#v %T\n", o.Named, o.Named, o.Named, o.Named)
	nested := struct{ In struct{ Deep Inner } }{}
	n2 := nested
	n2.In.Deep.N = 5
	nested.In = n2.In
	n2.In.Deep.N = 6
	fmt.Println(nested, n2)
	ret := func() (x Inner) { defer func() { x.N++ }(); x = a; return x }
	fmt.Println(ret(), a)
}
