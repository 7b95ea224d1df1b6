package main

import (
	"fmt"
	"math"
	"sort"
)

type K struct {
	A int
	B string
}

type I interface{ M() }
type T1 int
type T2 struct{ N int }

func (T1) M()  {}
func (*T2) M() {}

func main() {
	m := map[K]int{{1, "a"}: 1, {2, "b"}: 2}
	k := K{1, "a"}
	m[k]++
	k.A = 9
	fmt.Println(m, m[k], len(m))
	any := map[interface{}]string{1: "int", int64(1): "int64", 1.0: "float", "1": "string", true: "bool", K{1, "x"}: "K", [2]int{1, 2}: "array", nil: "nil"}
	fmt.Println(any[1], any[int64(1)], any[1.0], any["1"], any[true], any[K{1, "x"}], any[[2]int{1, 2}], any[nil], any[uint(1)] == "", len(any))
	nan := math.NaN()
	f := map[float64]int{nan: 1, 0: 2}
	f[nan] = 3
	f[math.Copysign(0, -1)] = 4
	fmt.Println(len(f), f[nan], f[0])
	delete(f, nan)
	fmt.Println(len(f))
	p, q := &T2{1}, &T2{1}
	im := map[I]int{T1(1): 1, p: 2, q: 3}
	fmt.Println(im[T1(1)], im[p], im[q], im[T1(2)], len(im))
	pm := map[*int]bool{}
	x := 1
	pm[&x] = true
	fmt.Println(pm[&x], pm[nil], len(pm))
	nested := map[string]map[string][]int{}
	if nested["a"] == nil {
		nested["a"] = map[string][]int{}
	}
	nested["a"]["b"] = append(nested["a"]["b"], 1, 2)
	fmt.Println(nested, nested["z"]["y"])
	v, ok := m[K{2, "b"}]
	_, missing := m[K{}]
	fmt.Println(v, ok, missing)
	sum := 0
	big := map[uint64]int{1 << 63: 1, math.MaxUint64: 2, 5: 3}
	for k, v := range big {
		sum += v
		if k == 1<<63 {
			sum += 100
		}
	}
	fmt.Println(sum, big[math.MaxUint64], big[1<<63])
	keys := []string{}
	for k := range map[string]bool{"c": true, "a": true, "b": false} {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	fmt.Println(keys)
	cm := map[complex128]int{1 + 2i: 5}
	fmt.Println(cm[complex(1, 2)], map[rune]int{'a': 1}['a'], map[bool]int{true: 1}[false])
	count := map[rune]int{}
	for _, r := range "hello" {
		count[r]++
	}
	fmt.Println(count)
	st := map[string]struct{ N int }{"a": {1}}
	s := st["a"]
	s.N = 5
	st["b"] = s
	s.N = 6
	fmt.Println(st)
	fs := map[string]func(int) int{"double": func(n int) int { return 2 * n }}
	fmt.Println(fs["double"](4), fs["none"] == nil)
}
