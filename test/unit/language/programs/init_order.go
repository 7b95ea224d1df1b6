package main

import "fmt"

var (
	a = b + 1
	b = f("b", c)
	c = f("c", 10)
	d = func() int { return f("d", e) }()
	e = f("e", 5)
	_ = f("blank", 0)
	x, y = pair()
	z = useG()
)

var g = f("g", 1)

func useG() int { return f("z", g) }

func pair() (int, int) { fmt.Println("pair"); return 1, 2 }

func f(name string, v int) int { fmt.Println("init", name, v); return v }

type T struct{ n int }

var t = &T{f("t", 3)}
var table = map[string]func() int{"h": h}

func h() int { return len(list) }

var list = []int{f("l0", 0), f("l1", 1)}

func init() { fmt.Println("first init", a, b, c, d) }
func init() { fmt.Println("second init", t.n, x, y, z); late = 9 }

var late int = f("late", 4)

func main() {
	fmt.Println("main", late, table["h"](), g)
}
