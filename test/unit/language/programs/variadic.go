package main

import "fmt"

func sum(ns ...int) (t int) {
	for _, n := range ns {
		t += n
	}
	if len(ns) > 0 {
		ns[0] = -1
	}
	return
}
func isNil(xs ...string) bool           { return xs == nil }
func count(xs ...interface{}) int       { return len(xs) }
func pair() (string, int)               { return "p", 2 }
func triple() (int, int, int)           { return 1, 2, 3 }
func take(s string, xs ...int) string   { return fmt.Sprint(s, xs) }
func wrap(f string, a ...interface{})   { fmt.Printf(f, a...) }
func funcs(fs ...func(int) int) (r int) { r = 1; for _, f := range fs { r = f(r) }; return }

type T struct{ n int }

func vals(ts ...T) { ts[0].n = 99 }

func main() {
	s := []int{1, 2, 3}
	fmt.Println(sum(), sum(1), sum(s...), s)
	fmt.Println(isNil(), isNil([]string{}...), isNil(nil...))
	fmt.Println(count(), count(nil), count(nil, nil), count([]interface{}{1, 2}...), count([]interface{}{1, 2}), count(s))
	fmt.Println(take(pair()), sum(triple()), count(triple()))
	wrap("%d-%s\n", 1, "x")
	wrap("none\n")
	fmt.Println(funcs(func(i int) int { return i + 1 }, func(i int) int { return i * 10 }))
	t := T{1}
	vals(t)
	ts := []T{t}
	vals(ts...)
	fmt.Println(t, ts)
	f := sum
	var g func(...int) int = f
	fmt.Printf("%T %v\n", g, g(4, 5))
	defer wrap("deferred %v %v\n", s, t)
	s = append(s, []int{}...)
	s = append([]int{0}, append(s[:1], s[2:]...)...)
	fmt.Println(s)
	var e []interface{}
	e = append(e, 1, "a", nil, 2.5)
	fmt.Println(append(e, e...)...)
	func(xs ...int) { fmt.Println(len(xs), cap(xs)) }(1, 2, 3)
}
