// Since Go 1.24.
package main

import "fmt"

type Set[T comparable] = map[T]struct{}
type Pair[A, B any] struct {
	A A
	B B
}
type IntPair[B any] = Pair[int, B]

type Stringish interface{ ~string | ~[]byte }

func Len[S Stringish](s S) int { return len(s) }
func First[S ~[]E, E any](s S) (e E, ok bool) {
	for _, e := range s {
		return e, true
	}
	return
}
func Comparable[T comparable](a, b T) bool { return a == b }

type Number interface{ int | int64 | float64 }

func SumMap[K comparable, V Number](m map[K]V) (s V) {
	for _, v := range m {
		s += v
	}
	return s
}
func main() {
	s := Set[string]{"a": {}}
	s["b"] = struct{}{}
	fmt.Println(len(s), IntPair[string]{1, "x"})
	fmt.Printf("%T %T\n", s, IntPair[bool]{})
	fmt.Println(Len("héy"), Len([]byte{1}))
	fmt.Println(First([]int{4}))
	fmt.Println(First([]string(nil)))
	var x, y any = 1, 1
	fmt.Println(Comparable(x, y), Comparable[any](x, "1"), Comparable([1]any{1}, [1]any{1}))
	func() {
		defer func() { fmt.Println(recover()) }()
		Comparable[any]([]int{}, []int{})
	}()
	fmt.Println(SumMap(map[string]float64{"a": 1.5, "b": 2}))
	for i := range 3 {
		defer func() { fmt.Print(i, " ") }()
	}
	type local[T any] struct{ v T }
	fmt.Printf("%v %T\n", local[int]{1}, local[string]{})
}
