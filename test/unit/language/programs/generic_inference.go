// Since Go 1.27.
package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
)

func Map[T, U any](s []T, f func(T) U) []U {
	var r []U
	for _, v := range s {
		r = append(r, f(v))
	}
	return r
}

func id[T any](x T) T                  { return x }
func pair[A, B any](a A, b B) string   { return fmt.Sprintf("%T %T", a, b) }
func conv[To, From any](f From) string { return fmt.Sprintf("%T<-%T", *new(To), f) }
func apply[T any](f func(T) T, x T) T  { return f(x) }
func compose[A, B, C any](f func(A) B, g func(B) C) func(A) C {
	return func(a A) C { return g(f(a)) }
}
func less[T cmp.Ordered](a, b T) bool { return a < b }
func both[T any](a, b T) string       { return fmt.Sprintf("%T %v %v", a, a, b) }
func variadic[T any](xs ...T) string  { return fmt.Sprintf("%T", xs) }
func takes(f func(int) string) string { return f(3) }
func sum[K comparable, V int | float64](m map[K]V) V {
	var s V
	for _, v := range m {
		s += v
	}
	return s
}

type Num interface{ ~int | ~float64 }

func scale[S ~[]E, E Num](s S, by E) S {
	r := make(S, len(s))
	for i, v := range s {
		r[i] = v * by
	}
	return r
}

type Points []int

func (p Points) String() string { return "Points" + fmt.Sprint([]int(p)) }

type Fn[T any] func(T, T) bool

func (f Fn[T]) Not() Fn[T] { return func(a, b T) bool { return !f(a, b) } }

type List[T any] struct {
	items []T
}

func (l *List[T]) Push(x T) *List[T] { l.items = append(l.items, x); return l }
func (l *List[T]) Each(f func(int, T)) {
	for i, x := range l.items {
		f(i, x)
	}
}
func Of[T any](xs ...T) *List[T] { return &List[T]{xs} }
func Fold[T, A any](l *List[T], a A, f func(A, T) A) A {
	for _, x := range l.items {
		a = f(a, x)
	}
	return a
}

type Set[T comparable] map[T]struct{}

func (s Set[T]) Add(x T) { s[x] = struct{}{} }
func ptr[T any](x T) *T  { return &x }

func main() {
	fmt.Println(Map([]int{1, 2}, strconv.Itoa))
	fmt.Println(Map([]int{1, 2}, id))
	fmt.Println(Map([]int{1, 2}, id[int]))
	fmt.Println(apply(id, 3), apply(id, "x"), apply(id[float64], 3))
	var c1 func(int) string = conv[string]
	fmt.Println(c1(2))
	fmt.Println(takes(conv[float64]))
	fmt.Println(Map([]int{1}, conv[bool]))
	var l1 func(string, string) bool = less
	fmt.Println(l1("a", "b"))
	slices.SortFunc([]string{"b", "a"}, cmp.Compare)
	s := []string{"b", "a"}
	slices.SortFunc(s, cmp.Compare[string])
	fmt.Println(s, slices.IndexFunc(s, func(x string) bool { return x == "b" }))
	fmt.Println(both(1, 2.5), both('a', 1), both(1, 2i), both(1.0, 'b'))
	fmt.Println(variadic(1, 2.0), variadic('a', 2, 3.5))
	fmt.Println(max(1, 2.5, 'a'), min("b", "a"))
	fmt.Println(sum(map[string]float64{"a": 1, "b": 2.5}))
	fmt.Println(scale(Points{1, 2}, 3))
	fmt.Println(compose(strconv.Itoa, func(s string) int { return len(s) })(12345))
	fmt.Println(compose(id[int], strconv.Itoa)(12345))
	fmt.Println(Fn[int](less[int]).Not()(1, 2))
	Of(1, 2).Push(3).Each(func(i, x int) { fmt.Print(i, ":", x, " ") })
	fmt.Println(Fold(Of("a", "b"), 0, func(a int, s string) int { return a + len(s) }))
	set := Set[string]{}
	set.Add("x")
	fmt.Println(len(set), *ptr(3), *ptr("x"), pair(1, "x"), pair[int8](1, 2.5))
	fmt.Println(slices.MaxFunc([]int{3, 1, 2}, cmp.Compare), slices.Equal([]int{1}, []int{1}))
	var fs = []func(int) int{id, id[int]}
	fmt.Println(fs[0](4), fs[1](5))
	type pt struct{ f func(string) string }
	fmt.Println(pt{id}.f("q"), pt{f: id}.f("r"))
	m := map[string]func(int) int{"a": id}
	fmt.Println(m["a"](1))
	ch := make(chan func(int) int, 1)
	ch <- id
	fmt.Println((<-ch)(9))
	fmt.Println(ret()("z"))
	var g func(int) int
	g = id
	fmt.Println(g(1))
	genericMethods()
}

type W struct{ n int }

func (w W) same[T any](x T) T              { w.n++; return x }
func (w *W) put[T fmt.Stringer](x T)       { w.n++; fmt.Println(w.n, x) }
func (w W) pair[A, B any](a A, b B) (A, B) { return a, b }

type X struct{ *W }

func genericMethods() {
	w := &W{}
	w.put(Points{1})
	W.same[int](*w, 1)
	f := w.put[Points]
	f(Points{2})
	g := (*W).put[Points]
	g(w, Points{3})
	var h func(W, string) string = W.same
	fmt.Println(h(*w, "h"), w.n, w.same("x"), w.same[any](nil))
	x := X{w}
	x.put(Points{4})
	k := X.pair[int, string]
	fmt.Println(k(x, 1, "k"))
	fmt.Println(X.same(x, 2.5))
	defer x.put(Points{5})
	go w.same(1)
}

func ret() func(string) string { return id }
