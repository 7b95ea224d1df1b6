package main

import "fmt"

type Object struct {
	constructor, prototype, toString, valueOf, hasOwnProperty, __proto__ int
	length, name, v, f, fn, pc, caller                                   string
	ünïcode                                                              bool
}

func (o Object) String() string { return fmt.Sprint("Object ", o.constructor, o.__proto__, o.toString) }

type toString struct{ valueOf func() int }

func (t toString) constructor() string     { return "method constructor" }
func (t *toString) hasOwnProperty() string { return "method hasOwnProperty" }
func (t toString) then(f func())           { f() }
func (t toString) next() int               { return 1 }

type weird interface {
	constructor() string
	hasOwnProperty() string
}

func function(var_, let, 世界 int) (arguments int) { arguments = var_ + let + 世界; return }

func eval(x int) int { return x }

var undefined, NaN, Infinity, globalThis, Map, Array = 1, 2, 3, 4, 5, 6

func main() {
	o := Object{1, 2, 3, 4, 5, 6, "l", "n", "v", "f", "fn", "pc", "c", true}
	p := o
	p.constructor = 10
	p.__proto__ = 60
	p.length = "changed"
	fmt.Println(o, p, o == p, o.hasOwnProperty, p.valueOf, p.prototype)
	fmt.Printf("%+v\n", struct{ o *int; __proto__ string }{nil, "x"})
	t := &toString{func() int { return 3 }}
	var w weird = t
	fmt.Println(w.constructor(), w.hasOwnProperty(), t.valueOf(), t.next())
	t.then(func() { fmt.Println("then") })
	fmt.Println(function(1, 2, 3), eval(4), undefined, NaN, Infinity, globalThis, Map, Array)
	m := map[string]int{"constructor": 1, "__proto__": 2, "": 3}
	fmt.Println(m["constructor"], m["__proto__"], m["toString"], m[""], len(m))
	_ = p.ünïcode
}
