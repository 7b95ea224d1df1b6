package main

import (
	"fmt"
	"os"
	"strings"
)

type I1 interface{ A() int }
type I2 interface {
	I1
	B() int
}
type impl struct{ n int }

func (i impl) A() int  { return i.n }
func (i *impl) B() int { return -i.n }

type Rec struct {
	kids []Rec
	m    map[string]Rec
	f    func(Rec) int
}
type Fn func(Fn, int) int
type Chain interface{ Next() Chain }
type link struct{ n int }

func (l *link) Next() Chain {
	if l.n == 0 {
		return nil
	}
	return &link{l.n - 1}
}

func multi(a, b int, c string) (x, y int) { x, y = b, a; return }

type Temp float64
type Temps []Temp

func (t Temps) Avg() (a Temp) {
	for _, v := range t {
		a += v / Temp(len(t))
	}
	return
}

type Err string

func (e Err) Error() string { return string(e) }

const ErrX = Err("constant error")

func main() {
	var i2 I2 = &impl{3}
	var i1 I1 = i2
	fmt.Println(i1.A(), i2.B(), i1.(I2).B(), i1.(*impl).n)
	r := Rec{kids: []Rec{{}, {}}, m: map[string]Rec{"a": {}}, f: func(r Rec) int { return len(r.kids) }}
	fmt.Println(r.f(r), r.m["a"].f == nil)
	var fact Fn = func(self Fn, n int) int {
		if n < 2 {
			return 1
		}
		return n * self(self, n-1)
	}
	fmt.Println(fact(fact, 10))
	n := 0
	for c := Chain(&link{3}); c != nil; c = c.Next() {
		n++
	}
	fmt.Println(n)
	fmt.Println(multi(1, 2, "x"))
	fmt.Printf("%.2f\n", Temps{20, 22.5, 25}.Avg())
	var err error = ErrX
	fmt.Println(err == ErrX, err)
	if x, err := fmt.Sscanf("5", "%d", &n); err != nil || x != 1 {
		fmt.Println("never")
	} else if n == 5 {
		fmt.Println("scanned")
	}
	a := [...]int{5: 1, 2, 1: 7}
	fmt.Println(len(a), a)
	s := [][]string{0: {"x"}, 2: {"y", "z"}}
	fmt.Println(len(s), s[1] == nil, s)
	mm := map[[2]int][]string{{1, 2}: {"a"}}
	mm[[2]int{1, 2}] = append(mm[[2]int{1, 2}], "b")
	fmt.Println(mm)
	p := &struct{ a [3]int }{}
	p.a[1]++
	for i := range p.a {
		p.a[i] += i
	}
	fmt.Println(*p)
	x := 10
	ptr := &x
	*ptr++
	*ptr *= 2
	(*ptr)--
	fmt.Println(x, -*ptr, ^x, +x, !(x > 3))
	var b strings.Builder
	w := &b
	fmt.Fprintf(w, "%s", "built")
	fmt.Println(b.String(), (&b).Len())
	{
		type T struct{ v int }
		t := T{1}
		fmt.Println(t)
	}
	type T []int
	t := T{1, 2}
	fmt.Println(t[1:], len(t), cap(t[:1:1]))
	var f func(int) (int, error)
	f = func(i int) (int, error) { return i, nil }
	if v, err := f(3); err == nil {
		fmt.Println(v)
	}
	for i, j := 0, 10; i < j; i, j = i+1, j-2 {
		fmt.Print(i, ",", j, " ")
	}
	fmt.Println()
	defer os.Exit(0)
	var c chan<- int
	cc := make(chan int, 1)
	c = cc
	c <- 1
	fmt.Println(<-cc, 'a'+1, "a"+"b", 5&^3, 7^2, 1<<3|1)
}
