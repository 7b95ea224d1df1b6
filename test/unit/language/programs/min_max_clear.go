// Since Go 1.21.
package main

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

type P struct {
	Name string
	Age  int
}

func largest[T cmp.Ordered](a T, rest ...T) T {
	for _, r := range rest {
		a = max(a, r)
	}
	return a
}

func main() {
	x, y, f := 3, 7, 2.5
	fmt.Println(min(x, y), max(x, y, 10), min(f, 1), max("a", "b", "ab"), min(uint64(1<<63), 5))
	fmt.Println(min(math.NaN(), f), max(math.Inf(1), f), min(0.0, math.Copysign(0, -1)), largest(1, 5, 2), largest("z"))
	s := []int{1, 2, 3}
	clear(s[1:])
	fmt.Println(s)
	st := []P{{"a", 1}, {"b", 2}}
	keep := st[0]
	clear(st)
	fmt.Println(st, keep)
	m := map[float64]int{math.NaN(): 1, 1: 2}
	clear(m)
	fmt.Println(len(m))
	people := []P{{"Bob", 30}, {"Al", 25}, {"Cy", 30}, {"Di", 25}}
	slices.SortFunc(people, func(a, b P) int {
		return cmp.Or(cmp.Compare(a.Age, b.Age), strings.Compare(b.Name, a.Name))
	})
	fmt.Println(people)
	i, found := slices.BinarySearchFunc(people, 30, func(p P, age int) int { return cmp.Compare(p.Age, age) })
	fmt.Println(i, found, slices.IndexFunc(people, func(p P) bool { return p.Name == "Cy" }))
	t := []int{5, 2, 8, 2}
	u := slices.Clone(t)
	slices.Sort(u)
	u = slices.Compact(u)
	fmt.Println(t, u, slices.Contains(t, 8), slices.Max(t), slices.Min(t), slices.Equal(t, u), slices.Index(t, 2))
	u = slices.Insert(u, 1, 100, 200)
	u = slices.Delete(u, 0, 1)
	slices.Reverse(u)
	fmt.Println(u, slices.Compare(t, u), slices.DeleteFunc(slices.Clone(u), func(n int) bool { return n > 50 }))
	mm := map[string]int{"a": 1, "b": 2}
	nn := maps.Clone(mm)
	nn["c"] = 3
	maps.DeleteFunc(nn, func(k string, v int) bool { return v == 1 })
	fmt.Println(mm, nn, maps.Equal(mm, nn), slices.Concat(s, t), slices.Repeat([]int{1}, 3))
	fmt.Println(slices.MaxFunc(people, func(a, b P) int { return cmp.Compare(a.Name, b.Name) }))
}
