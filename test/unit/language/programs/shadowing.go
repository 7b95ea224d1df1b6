package main

import "fmt"

var x = "package"

type T struct{ x string }

func len(s string) string { return "my len of " + s }

func f(x int) (y int) {
	{
		x := x * 2
		y := x + 1
		x, z := y, x
		_, _ = x, z
		fmt.Println("inner", x, y, z)
	}
	if x := x + 100; x > 100 {
		y = x
		x := "string"
		_ = x
	} else if z := x; z > 0 {
		y = z
	}
	return
}

func main() {
	fmt.Println(x)
	x := 1
	{
		x := "block"
		fmt.Println(x)
	}
	for x := 0; x < 1; x++ {
		x := x + 10
		fmt.Println(x)
	}
	fmt.Println(x, len("abc"))
	fmt.Println(f(5))
	true := false
	nil := 3
	str := func(i int) int { return i + 1 }
	fmt.Println(true, nil, str(1))
	type int float64
	var n int = 2.5
	fmt.Printf("%v %T\n", n, n)
	err := fmt.Errorf("one")
	if _, err := fmt.Sscan("x", &n); err != error(err) {
		fmt.Println("never")
	} else {
		fmt.Println(err != error(fmt.Errorf("")))
	}
	fmt.Println(err)
	a, b := 1, 2
	a, c := 3, 4
	fmt.Println(a, b, c)
	switch x := x; x := interface{}(x).(type) {
	default:
		fmt.Printf("%T\n", x)
	}
	func(fmt string) { println(fmt == "shadowed") }("shadowed")
	var t T
	t.x = "field"
	T := T{"value"}
	fmt.Println(t, T)
	const iota = 7
	const (
		d = iota
		e
	)
	fmt.Println(d, e)
	arguments, class, yield, await, constructor, prototype, this, let, function := 1, 2, 3, 4, 5, 6, 7, 8, 9
	delete, new, typeof, void, M, F, D := 1, 2, 3, 4, 5, 6, 7
	fmt.Println(arguments, class, yield, await, constructor, prototype, this, let, function, delete, new, typeof, void, M, F, D)
}
