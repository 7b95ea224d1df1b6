// Since Go 1.23.
package main

import (
	"fmt"
	"reflect"
)

type counter struct{ n int }

func (c counter) Get() int        { return c.n }
func (c *counter) Add(by int)     { c.n += by }
func (c *counter) String() string { return fmt.Sprint("counter ", c.n) }

type Word string

func (w Word) Len() int      { return len(w) }
func (w Word) Error() string { return "word " + string(w) }
func (w Word) secret()       {}

type Plain string

func (p Plain) Len() int      { return len(p) }
func (p Plain) Error() string { return "plain " + string(p) }

type Func func() int

func (f Func) Call() int { return f() }

type Mixed struct{ A, B int }

func (m Mixed) Sum() int   { return m.A + m.B }
func (m *Mixed) Set(a int) { m.A = a }

type Account struct{ A, B int }

func (a *Account) Sum() int   { return a.A + a.B }
func (a *Account) Set(to int) { a.A = to }

func try(about string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(about, "panics:", r)
		}
	}()
	f()
}

func embedded(v any) reflect.StructField {
	t := reflect.TypeOf(v)
	name := t.Name()
	if t.Kind() == reflect.Pointer {
		name = t.Elem().Name()
	}
	f := reflect.StructField{Name: name, Type: t, Anonymous: true}
	if name[0] >= 'a' {
		f.PkgPath = "main"
	}
	return f
}

func show(t reflect.Type) {
	fmt.Print(t, " ", t.NumMethod(), ":")
	for i := 0; i < t.NumMethod(); i++ {
		fmt.Print(" ", t.Method(i).Name, " ", t.Method(i).Type)
	}
	p := reflect.PointerTo(t)
	fmt.Println("; pointer", p.NumMethod())
}

func main() {
	other := reflect.StructField{Name: "X", Type: reflect.TypeOf(0)}
	of := func(fields ...reflect.StructField) (t reflect.Type) {
		try(fmt.Sprint(fields[0].Name, " of ", len(fields)), func() { t = reflect.StructOf(fields); show(t) })
		return
	}
	if t := of(embedded(Plain("x")), other); t != nil {
		v := reflect.New(t).Elem()
		v.Field(0).SetString("hello")
		fmt.Println(v.Method(1).Call(nil)[0], v.MethodByName("Error").Call(nil)[0])
		e, ok := v.Interface().(error)
		fmt.Println(e, ok)
		_, isLen := v.Interface().(interface{ Len() int })
		fmt.Println(isLen)
		_, ok = v.Addr().Interface().(error)
		fmt.Println(ok)
	}
	of(other, embedded(Plain("x")))
	of(embedded(Word("x")), other)
	of(embedded(Mixed{}), other)
	of(embedded(&Account{}), other)
	if t := of(embedded(&Account{})); t != nil {
		v := reflect.New(t).Elem()
		m := &Account{1, 2}
		v.Field(0).Set(reflect.ValueOf(m))
		v.MethodByName("Set").Call([]reflect.Value{reflect.ValueOf(5)})
		fmt.Println(v.MethodByName("Sum").Call(nil)[0], m.A)
		s, ok := v.Interface().(interface{ Sum() int })
		fmt.Println(ok && s.Sum() == 7)
		f := v.MethodByName("Sum").Interface().(func() int)
		m.A = 10
		fmt.Println(f())
	}
	of(embedded(counter{1}))
	of(embedded(&counter{1}))
	of(embedded(Func(nil)))
	of(embedded(Func(nil)), other)
	stringer := reflect.StructField{Name: "Stringer", Type: reflect.TypeOf((*fmt.Stringer)(nil)).Elem(), Anonymous: true}
	if t := of(stringer); t != nil {
		v := reflect.New(t).Elem()
		v.Field(0).Set(reflect.ValueOf(&counter{4}))
		try("call", func() { v.Method(0).Call(nil) })
		try("call of an interface", func() { fmt.Println(v.Interface().(fmt.Stringer).String()) })
	}
	if t := of(other, stringer); t != nil {
		v := reflect.New(t).Elem()
		try("call", func() { v.Method(0).Call(nil) })
	}
	of(reflect.StructField{Name: "P", Type: reflect.TypeOf((**Account)(nil)), Anonymous: true})
	of(reflect.StructField{Name: "9", Type: reflect.TypeOf(0)})
	of(other, other)
	of(reflect.StructField{Name: "a", PkgPath: "main", Type: reflect.TypeOf(0)}, reflect.StructField{Name: "b", PkgPath: "net", Type: reflect.TypeOf(0)})
	of(reflect.StructField{Name: "B", PkgPath: "main", Type: reflect.TypeOf(0)})
	of(reflect.StructField{Name: "b", Type: reflect.TypeOf(0)})
	known := struct {
		*Account
		X int
	}{&Account{1, 1}, 2}
	show(reflect.TypeOf(known))
	of(embedded(&Account{}), other)
}
