package main

import "fmt"

type Animal interface {
	Name() string
	Sound() string
}
type Base struct{ name string }

func (b Base) Name() string      { return b.name }
func (b *Base) Rename(n string)  { b.name = n }
func (b Base) Describe() string  { return "base " + b.name }

type Dog struct {
	Base
	Age int
}

func (d Dog) Sound() string    { return "woof" }
func (d Dog) Describe() string { return "dog, " + d.Base.Describe() }

type Puppy struct {
	*Dog
	Toys []string
}

type Logger interface{ Log(string) }
type printer struct{ prefix string }

func (p printer) Log(s string) { fmt.Println(p.prefix + s) }

type Service struct {
	Logger
	Animal
	n int
}

type num int

func (n *num) Inc() { *n++ }
func (n num) Get() int { return int(n) }

type Holder struct {
	num
	*printer
}

type A struct{ X int }
type B struct{ X int }
type C struct {
	A
	B
	Y int
}

func main() {
	d := Dog{Base{"Rex"}, 3}
	d.Rename("Max")
	fmt.Println(d.Name(), d.name, d.Describe(), d.Sound())
	p := Puppy{&d, []string{"ball"}}
	p.Rename("Tiny")
	p.Age++
	fmt.Println(d.name, p.Name(), p.Describe(), d.Age)
	var a Animal = p
	fmt.Println(a.Name(), a.Sound())
	a = &d
	d.name = "Changed"
	fmt.Println(a.Name())
	s := Service{Logger: printer{"> "}, Animal: d}
	s.Log(s.Name())
	var l Logger = s
	l.Log("through the interface")
	h := Holder{printer: &printer{"* "}}
	h.Inc()
	h.Inc()
	h.num.Inc()
	h.Log(fmt.Sprint(h.Get(), h.num))
	inc := h.Inc
	inc()
	fmt.Println(h.Get())
	var i interface{ Inc() } = &h
	i.Inc()
	fmt.Println(h.num)
	c := C{A{1}, B{2}, 3}
	fmt.Println(c.A.X, c.B.X, c, c.Y)
	fmt.Printf("%+v\n", c)
	_, isAnimal := interface{}(Base{}).(Animal)
	_, isNamer := interface{}(&p).(interface{ Rename(string) })
	fmt.Println(isAnimal, isNamer)
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		var empty Service
		empty.Log("x")
	}()
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		var empty Puppy
		fmt.Println(empty.Name())
	}()
	anon := struct {
		Base
		fmt.Stringer
	}{Base: Base{"anon"}}
	fmt.Println(anon.Name(), anon.Stringer == nil)
	var n interface{ Name() string } = anon
	fmt.Println(n.Name())
}
