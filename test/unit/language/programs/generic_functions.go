package main

import (
	"fmt"
	"sort"
	"strings"
)

type Number interface {
	~int | ~int8 | ~int32 | ~int64 | ~uint8 | ~uint64 | ~float32 | ~float64
}
type Ordered interface {
	Number | ~string
}
type MyInt int8

func (m MyInt) String() string { return fmt.Sprintf("MyInt(%d)", int8(m)) }

func Sum[T Number](xs ...T) (s T) {
	for _, x := range xs {
		s += x
	}
	return
}
func Map[T, U any](xs []T, f func(T) U) []U {
	out := make([]U, 0, len(xs))
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}
func Reduce[T, A any](xs []T, init A, f func(A, T) A) A {
	for _, x := range xs {
		init = f(init, x)
	}
	return init
}
func Max[T Ordered](a, b T) T {
	if a > b {
		return a
	}
	return b
}
func Keys[M ~map[K]V, K comparable, V any](m M) []K {
	var ks []K
	for k := range m {
		ks = append(ks, k)
	}
	return ks
}
func Index[T comparable](xs []T, want T) int {
	for i, x := range xs {
		if x == want {
			return i
		}
	}
	return -1
}
func Zero[T any]() T { var z T; return z }
func Ptr[T any](v T) *T { return &v }
func Convert[To, From Number](f From) To { return To(f) }
func Strings[T fmt.Stringer](xs []T) string {
	var parts []string
	for _, x := range xs {
		parts = append(parts, x.String())
	}
	return strings.Join(parts, ",")
}
func Kind[T any](v T) string {
	switch any(v).(type) {
	case int:
		return "int"
	case string:
		return "string"
	case []T:
		return "slice"
	}
	return fmt.Sprintf("%T", v)
}
func Filter[S ~[]E, E any](s S, keep func(E) bool) S {
	var out S
	for _, e := range s {
		if keep(e) {
			out = append(out, e)
		}
	}
	return out
}
func Apply[T any, PT interface {
	*T
	Set(int)
}](n int) T {
	var t T
	PT(&t).Set(n)
	return t
}

type Setter struct{ v int }

func (s *Setter) Set(n int) { s.v = n }

type IDs []int

func Chan[T any](xs ...T) <-chan T {
	c := make(chan T, len(xs))
	for _, x := range xs {
		c <- x
	}
	close(c)
	return c
}

func wrap[T any](v T) (r [2]T, m map[string]T, f func() T) {
	return [2]T{v, v}, map[string]T{"k": v}, func() T { return v }
}

func main() {
	fmt.Println(Sum(1, 2, 3), Sum(1.5, 2.5), Sum[int8](100, 100), Sum[uint8](), Sum(MyInt(100), MyInt(28)))
	fmt.Println(Sum[uint64](1<<63, 1<<63, 5), Sum[float32](0.1, 0.2))
	fmt.Println(Map([]int{1, 2}, func(i int) string { return fmt.Sprint(i * 2) }))
	fmt.Println(Reduce([]string{"a", "bb"}, 0, func(n int, s string) int { return n + len(s) }))
	fmt.Println(Max(1, 2), Max("a", "b"), Max(2.5, 1.0), Max[MyInt](3, -4))
	ks := Keys(map[string]bool{"x": true, "y": false})
	sort.Strings(ks)
	fmt.Println(ks, Index([]string{"a", "b"}, "b"))
	fmt.Println(Zero[int](), Zero[string]() == "", Zero[*int]() == nil, Zero[[2]int](), Zero[error]() == nil, Zero[Setter]())
	p := Ptr(5)
	*p++
	q := Ptr(Setter{1})
	q.Set(2)
	fmt.Println(*p, *q)
	fmt.Println(Convert[int8](300), Convert[float64](3), Convert[int](2.9), Convert[uint8, int64](-1))
	fmt.Println(Strings([]MyInt{1, 2}), Kind(1), Kind("s"), Kind(1.5), Kind(MyInt(1)))
	ids := Filter(IDs{1, 2, 3, 4}, func(i int) bool { return i%2 == 0 })
	fmt.Printf("%T %v\n", ids, ids)
	fmt.Println(Apply[Setter](7))
	for v := range Chan("x", "y") {
		fmt.Print(v, " ")
	}
	a, m, f := wrap(Setter{3})
	a[0].v = 10
	fmt.Println(a, m, f())
	g := Max[float64]
	fmt.Println(g(1, 2))
}
