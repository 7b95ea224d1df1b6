package main

import "fmt"

type T struct {
	_ int
	A int
	_ string
}

type Zero struct {
	I   int
	F   float64
	S   string
	B   bool
	P   *int
	Sl  []int
	M   map[string]int
	C   chan int
	Fn  func()
	E   error
	A   [2]string
	St  struct{ X int }
	R   rune
	By  byte
	Cx  complex128
	Any interface{}
}

func two() (int, string)        { return 1, "x" }
func blank(_ int, _ string) int { return 3 }
func named() (_ int, s string)  { s = "named"; return }
func (T) method(_ int) int      { return 4 }

var _ = fmt.Sprint("unused")
var _, global = two()

func main() {
	fmt.Printf("%+v\n", Zero{})
	_, s := two()
	n, _ := two()
	_ = n
	fmt.Println(s, n, global, blank(1, ""), T{}.method(0))
	fmt.Println(named())
	fmt.Println(T{A: 1} == T{A: 1})
	for range []int{1, 2} {
		fmt.Print(".")
	}
	for _, v := range []string{"a"} {
		fmt.Print(v)
	}
	for i := range "ab" {
		fmt.Print(i)
	}
	fmt.Println()
	var z Zero
	z.Sl = append(z.Sl, 1)
	z.A[1] = "set"
	z.St.X++
	z.B = !z.B
	fmt.Println(z.Sl, z.A, z.St, z.B, z.M["none"], len(z.M), z.P == nil, z.Fn == nil, z.E == nil, z.Any == nil)
	var a, b, c = 1, "two", 3.0
	var (
		d, e int
		f    = a + d
	)
	fmt.Println(a, b, c, d, e, f)
	type local struct{ v int }
	l := local{}
	pl := &l
	pl.v = 3
	fmt.Println(l, *pl)
	if _, ok := interface{}(l).(fmt.Stringer); !ok {
		fmt.Println("no Stringer")
	}
	var arr [3][2]int
	arr[1][1] = 5
	fmt.Println(arr, len(arr[0]))
	_ = func(_ ...int) {}
}
