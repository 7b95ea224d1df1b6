package main

import (
	"errors"
	"fmt"
)

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(v T) { s.items = append(s.items, v) }
func (s *Stack[T]) Pop() (T, error) {
	var zero T
	if len(s.items) == 0 {
		return zero, errors.New("empty")
	}
	v := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v, nil
}
func (s Stack[T]) Len() int { return len(s.items) }

type Pair[K comparable, V any] struct {
	Key K
	Val V
}

func (p Pair[K, V]) String() string { return fmt.Sprintf("<%v=%v>", p.Key, p.Val) }
func MakePair[K comparable, V any](k K, v V) Pair[K, V] { return Pair[K, V]{k, v} }

type List[T any] struct {
	head *node[T]
	n    int
}
type node[T any] struct {
	v    T
	next *node[T]
}

func (l *List[T]) Add(v T) *List[T] {
	l.head = &node[T]{v, l.head}
	l.n++
	return l
}
func (l *List[T]) Each(f func(T)) {
	for n := l.head; n != nil; n = n.next {
		f(n.v)
	}
}

type Tree[T interface{ Less(T) bool }] struct {
	Left, Right *Tree[T]
	Val         T
}

func (t *Tree[T]) Insert(v T) *Tree[T] {
	if t == nil {
		return &Tree[T]{Val: v}
	}
	if v.Less(t.Val) {
		t.Left = t.Left.Insert(v)
	} else {
		t.Right = t.Right.Insert(v)
	}
	return t
}
func (t *Tree[T]) Walk(f func(T)) {
	if t != nil {
		t.Left.Walk(f)
		f(t.Val)
		t.Right.Walk(f)
	}
}

type Int int

func (i Int) Less(j Int) bool { return i < j }

type Set[T comparable] map[T]struct{}

func (s Set[T]) Add(v T) Set[T] { s[v] = struct{}{}; return s }
func (s Set[T]) Has(v T) bool   { _, ok := s[v]; return ok }

type Fn[A, B any] func(A) B

func (f Fn[A, B]) Call(a A) B { return f(a) }

type Container[T any] interface {
	Push(T)
	Len() int
}
type Named[T any] struct {
	Stack[T]
	Name string
}
type Vec[T any] [3]T
type Opt[T any] struct {
	v  *T
	ok bool
}

func Some[T any](v T) Opt[T] { return Opt[T]{&v, true} }
func (o Opt[T]) OrElse(d T) T {
	if o.ok {
		return *o.v
	}
	return d
}

func main() {
	s := &Stack[int]{}
	s.Push(1)
	s.Push(2)
	v, err := s.Pop()
	fmt.Println(v, err, s.Len())
	s.Pop()
	_, err = s.Pop()
	fmt.Println(err)
	p := MakePair("a", 1.5)
	fmt.Println(p, Pair[int, []int]{1, []int{2}})
	fmt.Printf("%T %T %+v\n", p, s, *s)
	l := &List[string]{}
	l.Add("x").Add("y")
	l.Each(func(s string) { fmt.Print(s, " ") })
	fmt.Println(l.n)
	var t *Tree[Int]
	for _, i := range []Int{5, 2, 8, 1} {
		t = t.Insert(i)
	}
	t.Walk(func(i Int) { fmt.Print(i, " ") })
	fmt.Println()
	set := Set[string]{}
	fmt.Println(set.Add("q").Has("q"), set.Has("z"), len(set))
	fmt.Println(Fn[int, string](func(i int) string { return fmt.Sprint(i, "!") }).Call(3))
	var c Container[int] = s
	c.Push(9)
	fmt.Println(c.Len())
	n := Named[byte]{Name: "n"}
	n.Push('a')
	n.Push('b')
	fmt.Println(n.Len(), n.Name, string(n.items))
	vec := Vec[float64]{1, 2, 3}
	w := vec
	w[0] = 9
	fmt.Println(vec, w)
	fmt.Println(Some(4).OrElse(1), Opt[string]{}.OrElse("default"))
	push := s.Push
	push(11)
	f := (*Stack[int]).Len
	fmt.Println(f(s))
	var x interface{} = p
	switch x.(type) {
	case Pair[string, int]:
		fmt.Println("wrong")
	case Pair[string, float64]:
		fmt.Println("right")
	}
	fmt.Println(Pair[string, int]{"a", 1} == MakePair("a", 1))
}
