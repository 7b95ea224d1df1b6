package main

import (
	"fmt"
	"strconv"
)

type Parser[T any] interface {
	*T
	Parse(string) error
}
type Int struct{ v int }
type Bool struct{ v bool }

func (i *Int) Parse(s string) (err error)  { i.v, err = strconv.Atoi(s); return }
func (b *Bool) Parse(s string) (err error) { b.v, err = strconv.ParseBool(s); return }

func ParseAll[T any, P Parser[T]](in ...string) (out []T, err error) {
	for _, s := range in {
		var t T
		if err = P(&t).Parse(s); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return
}

type Signed interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64
}
type Integer interface {
	Signed | ~uint8 | ~uint16 | ~uint32 | ~uint64
}
type Named interface {
	~int8
	Name() string
}
type Code int8

func (c Code) Name() string { return fmt.Sprint("code", int8(c)) }

func Abs[T Signed](x T) T {
	if x < 0 {
		return -x
	}
	return x
}
func Wrap[T Integer](x T, n int) T {
	for i := 0; i < n; i++ {
		x *= 3
		x++
		x <<= 1
		x ^= x >> 2
	}
	return x
}
func Describe[T Named](x T) string { return x.Name() + fmt.Sprint(x*100, int(x)) }
func Bytes[T ~string | ~[]byte](x T) (n int) {
	for i := 0; i < len(x); i++ {
		n += int(x[i])
	}
	return n + len(string(x)) + len([]byte(x))
}
func Swap[T any](a, b *T)            { *a, *b = *b, *a }
func Equal[T comparable](a, b T) bool { return a == b }
func Group[K comparable, V any](vs []V, key func(V) K) map[K][]V {
	m := make(map[K][]V)
	for _, v := range vs {
		m[key(v)] = append(m[key(v)], v)
	}
	return m
}
func Closure[T any](init T) (get func() T, set func(T)) {
	return func() T { return init }, func(v T) { init = v }
}
func Array[T any](v T) [3]T {
	a := [3]T{v}
	a[2] = v
	return a
}
func Try[T any](f func() T) (v T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v in %T", r, v)
		}
	}()
	return f(), nil
}

type P struct{ X, Y int }

func main() {
	fmt.Println(ParseAll[Int]("1", "2"))
	fmt.Println(ParseAll[Bool]("true", "x"))
	fmt.Println(Abs(-5), Abs[int8](-128), Abs(int64(-1<<63)), Abs(Code(-3)))
	fmt.Println(Wrap[int8](7, 5), Wrap[uint8](7, 5), Wrap[int16](7, 9), Wrap[uint16](7, 9), Wrap[int32](7, 20), Wrap[uint32](7, 20), Wrap[int64](7, 40), Wrap[uint64](7, 40), Wrap(7, 40))
	fmt.Println(Describe(Code(2)), Bytes("ab"), Bytes([]byte{1, 2}))
	a, b := P{1, 2}, P{3, 4}
	Swap(&a, &b)
	s := []P{a, b}
	Swap(&s[0], &s[1])
	fmt.Println(a, b, s, Equal(a, P{3, 4}))
	fmt.Println(Group([]int{1, 2, 3, 4, 5}, func(i int) bool { return i%2 == 0 }), Group([]P{{1, 2}, {1, 3}}, func(p P) int { return p.X }))
	get, set := Closure(P{1, 1})
	set(P{2, 2})
	c := get()
	c.X = 9
	fmt.Println(get(), c)
	arr := Array(P{5, 5})
	arr[0].X = 0
	fmt.Println(arr)
	fmt.Println(Try(func() int { var m map[string]int; m["a"] = 1; return 1 }))
	fmt.Println(Try(func() string { return "fine" }))
}
