package main

import (
	"fmt"
	"strings"
)

type T struct{ N int }

func (t T) Value() int     { return t.N }
func (t *T) Ptr() int      { return t.N }
func (t *T) Add(n int) *T  { t.N += n; return t }
func (t T) Sum(ns ...int) int {
	s := t.N
	for _, n := range ns {
		s += n
	}
	return s
}

type I interface{ Value() int }
type F func(int) int

func (f F) Twice(n int) int { return f(f(n)) }

type M map[string]int

func (m M) Set(k string) { m[k]++ }

type L []int

func (l L) Len() int   { return len(l) }
func (l *L) Push(n int) { *l = append(*l, n) }

func apply(f func(int) int, n int) int { return f(n) }

func main() {
	t := T{1}
	v, p := t.Value, t.Ptr
	t.N = 2
	fmt.Println(v(), p())
	ev, ep := T.Value, (*T).Ptr
	pv := (*T).Value
	fmt.Println(ev(t), ep(&t), pv(&t))
	add := (*T).Add
	add(&t, 5).Add(1)
	fmt.Println(t.N, t.Sum(1, 2), t.Sum(), T.Sum(t, []int{4, 5}...))
	var i I = t
	iv := i.Value
	i = T{100}
	fmt.Println(iv(), I.Value(i))
	f := F(func(n int) int { return n * 3 })
	fmt.Println(f.Twice(2), apply(f, 5), apply(f.Twice, 1))
	m := M{}
	m.Set("a")
	set := m.Set
	set("a")
	fmt.Println(m)
	var l L
	l.Push(1)
	push := l.Push
	push(2)
	fmt.Println(l, l.Len())
	up := strings.ToUpper
	fns := []func(string) string{up, strings.TrimSpace, func(s string) string { return s + "!" }}
	s := " x "
	for _, fn := range fns {
		s = fn(s)
	}
	fmt.Printf("%q\n", s)
	ts := []T{{1}, {2}}
	for i := range ts {
		ts[i].Add(10)
	}
	fmt.Println(ts)
	mp := map[string]*T{"a": {5}}
	mp["a"].Add(1)
	fmt.Println(mp["a"].N, (&T{3}).Add(2).Value())
	table := map[string]func(*T, int) *T{"add": (*T).Add}
	fmt.Println(*table["add"](&t, 1))
	func() {
		defer func() { fmt.Println(recover()) }()
		var np *T
		g := np.Ptr
		fmt.Println("method value of nil pointer made")
		g()
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var np *T
		g := np.Value
		fmt.Println("not reached", g)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var ni I
		g := ni.Value
		fmt.Println("not reached", g)
	}()
}
