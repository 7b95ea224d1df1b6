package main

import "fmt"

func t(s string, v int) int { fmt.Print(s, " "); return v }
func p(s string) *int       { fmt.Print(s, " "); return new(int) }
func m(s string) map[int]int {
	fmt.Print(s, " ")
	return map[int]int{1: 1}
}

type S struct{ a, b, c int }

func (s *S) set(n int) *S { fmt.Print("set", n, " "); s.a += n; return s }
func (s S) get() int      { return s.a }

func swap(a, b int) (int, int) { return b, a }

func main() {
	arr := []int{1, 2, 3}
	arr[t("i", 0)], arr[t("j", 1)] = t("x", 10), t("y", 20)
	fmt.Println(arr)
	fmt.Println(t("a", 1)+t("b", 2)*t("c", 3), t("d", 4))
	*p("ptr") = t("val", 1)
	m("map")[t("key", 1)] = t("value", 2)
	fmt.Println()
	fmt.Println(S{c: t("c", 3), a: t("a", 1), b: t("b", 2)})
	fmt.Println([]int{t("0", 0), t("1", 1)}, map[int]int{t("k", 1): t("v", 2)})
	fmt.Println(t("f", 0) == 1 && t("never", 1) == 1, t("g", 1) == 1 || t("never", 1) == 1)
	var s S
	s.set(1).set(t("arg", 2)).set(3)
	fmt.Println(s)
	i := 0
	i, arr[i] = 2, 7
	fmt.Println(i, arr)
	arr[0], arr[2] = arr[2], arr[0]
	a, b := swap(1, 2)
	a, b = b, a
	fmt.Println(arr, a, b)
	x := []int{1, 2, 3}
	j := 0
	j, x[j], x[j+1] = 1, 50, 60
	fmt.Println(j, x)
	q := &S{a: 1}
	r := q
	q, q.a = &S{a: 5}, 9
	fmt.Println(q.a, r.a)
	mm := map[string]int{"a": 1}
	k := "a"
	k, mm[k] = "b", 2
	fmt.Println(k, mm)
	n := 5
	pn := &n
	pn, *pn = new(int), 6
	fmt.Println(*pn, n)
	x[1], x[2], x[0] = x[0], x[1], x[2]
	fmt.Println(x)
	func() {
		defer func() { fmt.Println(recover()) }()
		var np *S
		np.a, x[0] = t("rhs", 1), 100
	}()
	func() {
		defer func() { fmt.Println(recover(), x[0]) }()
		x[0], x[9] = 77, t("rhs", 1)
	}()
	g := func() func(int) int { fmt.Print("func "); return func(v int) int { return v } }
	fmt.Println(g()(t("argument", 1)))
	y := 1
	z := y + func() int { y = 10; return 1 }()
	fmt.Println(z == 2 || z == 11, y)
	var ifc interface{} = S{a: 1}
	v, ok := ifc.(S)
	v.a = 4
	fmt.Println(v, ok, ifc)
	sl := []S{{1, 2, 3}, {4, 5, 6}}
	sl[0], sl[1] = sl[1], sl[0]
	first := sl[0]
	sl[0].a = 100
	fmt.Println(sl, first)
	sl[0], sl = S{}, nil
	fmt.Println(sl == nil)
	c := [2]int{1, 2}
	c, d := [2]int{c[1], c[0]}, c
	fmt.Println(c, d)
	s1, s2 := S{a: 1}, S{a: 2}
	s1, s2 = s2, s1
	s1.a, s2 = 10, s1
	fmt.Println(s1, s2)
}
