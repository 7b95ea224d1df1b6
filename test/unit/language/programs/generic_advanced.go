package main

import "fmt"

type Numeric interface{ ~int | ~float64 }

type Monoid[T any] interface {
	Empty() T
	Append(a, b T) T
}
type sumInt struct{}

func (sumInt) Empty() int          { return 0 }
func (sumInt) Append(a, b int) int { return a + b }

func Fold[T any, M Monoid[T]](m M, xs []T) T {
	acc := m.Empty()
	for _, x := range xs {
		acc = m.Append(acc, x)
	}
	return acc
}

type Cache[K comparable, V any] struct {
	data  map[K]V
	order []K
	cap   int
	onEv  func(K, V)
}

func NewCache[K comparable, V any](n int, f func(K, V)) *Cache[K, V] {
	return &Cache[K, V]{data: make(map[K]V), cap: n, onEv: f}
}
func (c *Cache[K, V]) Put(k K, v V) {
	if _, ok := c.data[k]; !ok {
		if len(c.order) == c.cap {
			old := c.order[0]
			c.order = c.order[1:]
			c.onEv(old, c.data[old])
			delete(c.data, old)
		}
		c.order = append(c.order, k)
	}
	c.data[k] = v
}
func (c *Cache[K, V]) Get(k K) (v V, ok bool) { v, ok = c.data[k]; return }

type Matrix[T Numeric] [][]T

func (m Matrix[T]) Mul(n Matrix[T]) Matrix[T] {
	out := make(Matrix[T], len(m))
	for i := range m {
		out[i] = make([]T, len(n[0]))
		for j := range n[0] {
			for k := range n {
				out[i][j] += m[i][k] * n[k][j]
			}
		}
	}
	return out
}

type Event[T any] struct{ handlers []func(T) }

func (e *Event[T]) On(f func(T)) { e.handlers = append(e.handlers, f) }
func (e *Event[T]) Fire(v T) {
	for _, h := range e.handlers {
		h(v)
	}
}

type Either[L, R any] struct {
	left  *L
	right *R
}

func Left[L, R any](l L) Either[L, R] { return Either[L, R]{left: &l} }
func Match[L, R, T any](e Either[L, R], f func(L) T, g func(R) T) T {
	if e.left != nil {
		return f(*e.left)
	}
	return g(*e.right)
}

type Base[T any] struct{ Val T }

func (b *Base[T]) Set(v T) { b.Val = v }
func (b Base[T]) Get() T   { return b.Val }

type Derived struct {
	Base[string]
	n int
}
type Getter[T any] interface{ Get() T }

func Show[T any](g Getter[T]) string { return fmt.Sprint("<", g.Get(), ">") }

type Ring[T any] struct {
	next *Ring[T]
	val  T
}

func (r *Ring[T]) Insert(v T) *Ring[T] { n := &Ring[T]{r.next, v}; r.next = n; return n }

func Pipeline[T any](fs ...func(T) T) func(T) T {
	return func(v T) T {
		for _, f := range fs {
			v = f(v)
		}
		return v
	}
}
func recursive[T any](n int, v T) []T {
	if n == 0 {
		return nil
	}
	return append(recursive(n-1, v), v)
}
func channelMap[T, U any](in <-chan T, f func(T) U) <-chan U {
	out := make(chan U)
	go func() {
		defer close(out)
		for v := range in {
			out <- f(v)
		}
	}()
	return out
}
func sizeOf[T any]() string { var z T; return fmt.Sprintf("%T %v", z, z) }
func isType[T any](v interface{}) (T, bool) { t, ok := v.(T); return t, ok }

func main() {
	fmt.Println(Fold[int](sumInt{}, []int{1, 2, 3}))
	c := NewCache(2, func(k string, v int) { fmt.Println("evicted", k, v) })
	c.Put("a", 1)
	c.Put("b", 2)
	c.Put("c", 3)
	fmt.Println(c.Get("a"))
	fmt.Println(c.Get("c"))
	fmt.Println(Matrix[int]{{1, 2}, {3, 4}}.Mul(Matrix[int]{{0, 1}, {1, 0}}))
	var e Event[string]
	e.On(func(s string) { fmt.Println("event", s) })
	e.Fire("x")
	fmt.Println(Match(Left[int, string](5), func(i int) string { return fmt.Sprint("int", i) }, func(s string) string { return s }))
	d := Derived{n: 1}
	d.Set("v")
	fmt.Println(d.Get(), Show[string](d), Show[string](&d), Show[int](Base[int]{3}))
	r := &Ring[float64]{val: 1}
	r.next = r
	r.Insert(2).Insert(3)
	for x, i := r, 0; i < 4; x, i = x.next, i+1 {
		fmt.Print(x.val, " ")
	}
	fmt.Println(Pipeline(func(i int) int { return i + 1 }, func(i int) int { return i * i })(2), recursive(3, "r"))
	in := make(chan int, 3)
	in <- 1
	in <- 2
	close(in)
	for s := range channelMap(in, func(i int) string { return fmt.Sprint(i * 10) }) {
		fmt.Print(s, " ")
	}
	fmt.Println(sizeOf[[2]bool](), sizeOf[map[string]int](), sizeOf[Base[int]]())
	_, ok := isType[fmt.Stringer](3)
	v, ok2 := isType[int](3)
	fmt.Println(ok, v, ok2)
}
