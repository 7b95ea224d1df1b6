package main

import "fmt"

type T struct{ n int }

func (t T) show(s string)   { fmt.Println(s, t.n) }
func (t *T) pshow(s string) { fmt.Println(s, t.n) }

type recoverer interface{ recover() }
type recovers struct{}

func (recovers) recover() { fmt.Println(recover()) }

func trace(s string) string { fmt.Println("enter", s); return s }
func un(s string)           { fmt.Println("leave", s) }

func named() (n int, err error) {
	defer func() { n *= 2 }()
	defer func() {
		if err != nil {
			n = -1
		}
	}()
	n = 1
	return 5, nil
}

func unnamed() int {
	n := 1
	defer func() { n = 100 }()
	return n
}

func loop() {
	for i := 0; i < 3; i++ {
		defer fmt.Print(i, " ")
	}
	defer fmt.Println()
	fmt.Print("loop: ")
}

func args() {
	x := 1
	defer fmt.Println("argument", x)
	defer func() { fmt.Println("captured", x) }()
	x = 2
}

func conditional(b bool) (s string) {
	if b {
		defer func() { s += " deferred" }()
	}
	return "result"
}

func change() (p *T, v T) {
	defer func() { p.n, v.n = 7, 8 }()
	x := T{1}
	return &x, x
}

func main() {
	defer un(trace("main"))
	fmt.Println(named())
	fmt.Println(unnamed())
	loop()
	args()
	fmt.Println(conditional(true), conditional(false))
	func() {
		t := T{1}
		defer t.show("value")
		defer t.pshow("pointer")
		f := t.show
		defer f("method value")
		t.n = 2
	}()
	p, v := change()
	fmt.Println(p.n, v.n)
	func() {
		m := map[string]int{"a": 1}
		c := make(chan int, 1)
		defer func() { _, ok := <-c; fmt.Println(len(m), ok) }()
		defer close(c)
		defer delete(m, "a")
	}()
	func() {
		defer func() { fmt.Println("recovered", recover()) }()
		var f func()
		defer f()
		fmt.Println("nil func deferred")
	}()
	func() {
		defer func() { fmt.Println("recovered", recover()) }()
		var i interface{ show(string) }
		defer i.show(trace("argument"))
		fmt.Println("not reached")
	}()
	func() {
		var i interface{ show(string) } = &T{3}
		defer i.show(trace("a method of what the interface value held"))
		i = T{4}
		i.show("other value")
	}()
	func() {
		defer recoverer(recovers{}).recover()
		panic("recovered by a method of an interface value")
	}()
	func() {
		f := func() { fmt.Println("first f") }
		defer f()
		f = func() { fmt.Println("second f") }
	}()
	for i := 0; i < 2; i++ {
		func() {
			defer fmt.Println("each", i)
			if i == 0 {
				return
			}
			fmt.Println("body", i)
		}()
	}
}
