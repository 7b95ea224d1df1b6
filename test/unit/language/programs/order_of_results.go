package main

import (
	"errors"
	"fmt"
	"strings"
)

// What results, assignments, cases and loops look at beside the calls in them.

type T struct {
	a, b int
	s    []int
	m    map[string]int
	p    *T
}

var g = 1
var gs = []int{1, 2, 3}
var gt = T{a: 1, b: 2}

func bumpAll() int {
	g++
	gs = append([]int{g * 10}, gs...)
	gs = gs[:3]
	gt.a, gt.b = g, g*2
	return g
}

func (t *T) next() int { t.a++; t.s = append(t.s, t.a); return t.a }
func (t T) val() int   { return t.a*100 + t.b }

func r1() (int, int)             { return g, bumpAll() }
func r2() (a, b int)             { return g, bumpAll() }
func r3() (a, b int)             { defer func() { a += 1000 }(); return g, bumpAll() }
func r4() (a int, b T)           { return bumpAll(), gt }
func r5() (b T, a int)           { return gt, bumpAll() }
func r6() (b []int, a int)       { return gs, bumpAll() }
func r7() (b []int, a int)       { return gs[:2], bumpAll() }
func r8() (b int, a int)         { return gs[0], bumpAll() }
func r9() (a interface{}, b int) { return g, bumpAll() }
func r10() (a interface{}, b int) {
	return gt, bumpAll()
}
func r11() (x string, e error) {
	n := 1
	f := func() error { n++; return errors.New(fmt.Sprint(n)) }
	return fmt.Sprint(n), f()
}
func r12() (x int, e error) {
	n := 1
	f := func() error { n++; return errors.New(fmt.Sprint(n)) }
	return n, f()
}
func r13() (x int, y int) {
	x = 5
	f := func() int { x++; return x }
	return x, f()
}
func r14() (x int, y int) {
	f := func() int { x++; y += 10; return x }
	x, y = f(), x+y+f()
	return y, x
}
func r15() (t T, n int) {
	t.a = 3
	return t, t.next()
}
func r16() (n int, t T) {
	t.a = 3
	return t.next(), t
}

func main() {
	guards()
	fmt.Println(r1())
	fmt.Println(r2())
	fmt.Println(r3())
	fmt.Println(r4())
	fmt.Println(r5())
	fmt.Println(r6())
	fmt.Println(r7())
	fmt.Println(r8())
	fmt.Println(r9())
	fmt.Println(r10())
	fmt.Println(r11())
	fmt.Println(r12())
	fmt.Println(r13())
	fmt.Println(r14())
	fmt.Println(r15())
	fmt.Println(r16())
	t := &T{a: 1, m: map[string]int{}}
	t.m[fmt.Sprint(t.a)] += t.a + t.next()
	fmt.Println(t.m, t.a, t.next(), t.a, t.val(), t.next(), *t)
	t.s[(t.next()-t.a+20)%2] = t.a * t.next()
	fmt.Println(t.s, t.a+t.next()*t.a)
	c := make(chan int, 10)
	c <- t.a + t.next()
	c <- t.next() - t.a
	fmt.Println(<-c, <-c, len(c))
	var b strings.Builder
	w := func(s string) int { b.WriteString(s); return b.Len() }
	fmt.Println(b.String(), w("a"), b.String(), w("b"), b.Len())
	x := []int{1, 2, 3}
	pop := func() int { v := x[len(x)-1]; x = x[:len(x)-1]; return v }
	fmt.Println(len(x), pop(), len(x), x, pop(), x)
	push := func(v int) []int { x = append(x, v); return x }
	x = append(x, len(push(5)), len(x))
	fmt.Println(x, cap(x) >= len(x))
	x[0], x[len(push(9))-1] = len(x), x[0]
	fmt.Println(x)
	i := 0
	inc := func() int { i++; return i }
	arr := [5]int{}
	arr[i], arr[inc()], arr[inc()] = inc(), i, inc()
	fmt.Println(arr, i)
	arr[inc()%5] += i * inc()
	fmt.Println(arr, i)
	i = i + inc() + i
	fmt.Println(i)
	i += inc() - i
	fmt.Println(i)
	y := i > inc() || i == inc()
	fmt.Println(y, i)
	s := fmt.Sprintf("%d %d %d", i, inc(), i) + fmt.Sprint(i) + fmt.Sprint(inc())
	fmt.Println(s)
	mm := map[int]int{i: inc(), inc(): i}
	fmt.Println(len(mm), mm[i-1], mm[i])
	st := struct {
		a, b, c int
	}{c: i, a: inc(), b: i}
	fmt.Println(st)
	for j, k := i, inc(); j < k+i-inc(); j, k = j+inc(), k+i {
		fmt.Println("loop", j, k, i)
		if j > 100 {
			break
		}
	}
	switch i + inc() {
	case i + inc() - 1:
		fmt.Println("case 1", i)
	case inc() + i:
		fmt.Println("case 2", i)
	default:
		fmt.Println("default", i)
	}
	var e interface{} = i
	f := func() interface{} { e = "changed"; return e }
	fmt.Println(e == f(), e)
	n, ok := e.(string)
	fmt.Println(n, ok, f() == e)
	pp := &i
	*pp, pp = inc(), new(int)
	fmt.Println(i, *pp)
	func(a, b, c int) { fmt.Println(a, b, c) }(i, inc(), i)
	fmt.Println(min3(i, inc(), i), -i+inc(), i-inc(), i<<1|inc())
}

// What stands behind && and || is not evaluated where it need not be, though a call stands behind it.
func guards() {
	var none *T
	var e interface{} = "text"
	short, empty, calls := "0", []int{}, 0
	yes := func() bool { calls++; return true }
	fmt.Println(len(short) > 2 && short[0] == '0' && (short[1] == 'x' || short[1] == 'X') && !strings.ContainsAny(short, "pP"))
	fmt.Println(none != nil && none.a > 0 && yes(), none == nil || none.p == nil || yes(), calls)
	fmt.Println(len(empty) > 0 && empty[0] > 0 && yes(), len(empty) == 0 || (empty[0] > 0 && empty[1:][0] > 0) || yes(), calls)
	fmt.Println(calls > 5 && e.(int) > 1 && yes(), yes() && (calls > 5 && e.(int) > 1) || yes(), calls)
	fmt.Println(yes() || len(empty[1:]) > 0 && yes(), calls > 5 && len([]byte(short[3:])) > 0 && yes(), calls)
	if none != nil && len(none.s[1:]) > 0 && yes() || calls < 0 && short[5] == 'x' {
		fmt.Println("never")
	}
	for i := 0; i < 3 && (i == 0 || empty == nil || yes()) && (len(short) == 1 || short[2:] != "" && yes()); i++ {
		fmt.Println(i, calls)
	}
	switch {
	case len(short) > 2 && short[2:] == "x" && yes(), yes() && (len(empty) > 0 && empty[0] == 1 || yes()):
		fmt.Println("case", calls)
	}
}

func min3(a, b, c int) string { return fmt.Sprint(a, b, c) }
