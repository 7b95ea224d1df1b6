package main

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
)

type stack struct{ log []string }

func (s *stack) add(f string, a ...interface{}) { s.log = append(s.log, fmt.Sprintf(f, a...)) }

type E struct{ code int }

func (e *E) Error() string { return fmt.Sprint("E", e.code) }

func must(v int, err error) int {
	if err != nil {
		panic(err)
	}
	return v
}
func parse(s string) (n int, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *E:
			err = r
		case runtime.Error:
			err = fmt.Errorf("runtime: %w", r)
		case error:
			err = errors.New("other: " + r.Error())
		default:
			panic(r)
		}
	}()
	switch s {
	case "e":
		panic(&E{1})
	case "index":
		return []int{1}[len(s)], nil
	case "err":
		return must(0, errors.New("must")), nil
	case "string":
		panic("string")
	}
	return len(s), nil
}

func deep(n int, s *stack) {
	defer s.add("leave %d", n)
	if n == 0 {
		panic("bottom")
	}
	deep(n-1, s)
	s.add("never %d", n)
}

func recoverer(s *stack) {
	if r := recover(); r != nil {
		s.add("recovered %v", r)
	}
}

type m struct{}

func (m) rec()  { fmt.Println("method", recover()) }
func (*m) prec() { fmt.Println("pointer method", recover()) }

type recI interface{ rec() }

func main() {
	for _, in := range []string{"ok", "e", "index", "err"} {
		n, err := parse(in)
		var e *E
		fmt.Println(n, err, errors.As(err, &e))
	}
	func() {
		defer func() { fmt.Println("outer got", recover()) }()
		parse("string")
	}()
	s := &stack{}
	func() {
		defer recoverer(s)
		deep(2, s)
	}()
	fmt.Println(strings.Join(s.log, "; "))
	func() { defer m{}.rec(); panic(1) }()
	func() { defer (&m{}).prec(); panic(2) }()
	func() { var i recI = m{}; defer i.rec(); panic(3) }()
	func() { f := m{}.rec; defer f(); panic(4) }()
	func() {
		defer func() {
			defer func() { fmt.Println("a", recover()) }()
		}()
		defer func() { recover() }()
		panic("gone")
	}()
	x := func() (r string) {
		defer func() { r = fmt.Sprint("from ", recover()) }()
		defer func() { panic("replaced") }()
		return "normal"
	}()
	fmt.Println(x)
	for i := 0; i < 3; i++ {
		err := func() (err error) {
			defer func() {
				if r := recover(); r != nil {
					err = fmt.Errorf("attempt %d: %v", i, r)
				}
			}()
			if i < 2 {
				panic(fmt.Sprint("fail", i))
			}
			return
		}()
		fmt.Println(err)
	}
	func() {
		defer func() { fmt.Println(recover()) }()
		defer func() {
			defer func() { fmt.Println("inner", recover()) }()
			var mm map[string]int
			mm["x"]++
		}()
		panic("still panicking")
	}()
}
