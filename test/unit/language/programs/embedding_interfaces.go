package main

import (
	"fmt"
	"io"
	"sort"
	"strings"
)

type ReadCounter struct {
	io.Reader
	n int
}

func (r *ReadCounter) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.n += n
	return n, err
}

type reverse struct{ sort.Interface }

func (r reverse) Less(i, j int) bool { return r.Interface.Less(j, i) }

type level3 struct{ name string }

func (l *level3) Name() string     { return "L3:" + l.name }
func (l level3) Value() string     { return l.name }
func (l *level3) SetName(n string) { l.name = n }

type level2 struct{ level3 }
type level1 struct{ *level2 }
type top struct {
	level1
	Value2 int
}

type override struct{ level1 }

func (o override) Name() string { return "O(" + o.level1.Name() + ")" }

type Namer interface{ Name() string }
type Setter interface{ SetName(string) }
type NameSetter interface {
	Namer
	Setter
}

type withFunc struct {
	Name func() string
	level3
}

type strs []string

func (s strs) Join() string { return strings.Join(s, "+") }

type holder struct {
	strs
	fmt.Stringer
	error
}

type gen[T any] struct{ v T }

func (g gen[T]) Get() T   { return g.v }
func (g *gen[T]) Put(v T) { g.v = v }

type useGen struct {
	gen[int]
	s *gen[string]
}

func main() {
	rc := &ReadCounter{Reader: strings.NewReader("count these bytes")}
	b, err := io.ReadAll(rc)
	fmt.Println(len(b), rc.n, err)
	s := sort.StringSlice{"b", "c", "a"}
	sort.Sort(reverse{s})
	fmt.Println(s)
	t := top{level1: level1{&level2{level3{"x"}}}}
	t.SetName("y")
	fmt.Println(t.Name(), t.Value(), t.name, t.level3.name, t.level1.level2.level3.Value())
	copied := t
	copied.SetName("shared")
	fmt.Println(t.Name())
	var ns NameSetter = t
	ns.SetName("through interface")
	fmt.Println(ns.Name(), ns.(Namer).Name())
	o := override{t.level1}
	var n Namer = o
	fmt.Println(n.Name(), o.level1.Name())
	_, isSetter := n.(Setter)
	_, val := interface{}(level3{}).(Setter)
	_, ptr := interface{}(&level3{}).(Setter)
	_, l2 := interface{}(level2{}).(Setter)
	fmt.Println(isSetter, val, ptr, l2)
	w := withFunc{Name: func() string { return "field" }, level3: level3{"m"}}
	fmt.Println(w.Name(), w.level3.Name())
	h := holder{strs: strs{"a", "b"}}
	h.strs = append(h.strs, "c")
	fmt.Println(h.Join(), len(h.strs), h.Stringer == nil, h.error == nil)
	f := t.SetName
	f("method value")
	g := (*level3).SetName
	g(&t.level3, "expression")
	e := top.Name
	fmt.Println(t.Value(), e(t))
	u := useGen{gen[int]{1}, &gen[string]{"s"}}
	u.Put(5)
	u.s.Put("changed")
	var getter interface{ Get() int } = u
	fmt.Println(u.Get(), u.s.Get(), getter.Get())
	var nilTop top
	func() {
		defer func() { fmt.Println(recover()) }()
		fmt.Println(nilTop.Value2, nilTop.level2 == nil)
		nilTop.Value()
	}()
	fmt.Printf("%+v %v\n", *t.level2, struct{ level3 }{level3{"anon"}})
}
