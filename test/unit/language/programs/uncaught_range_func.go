// Since Go 1.23.
package main

import (
	"fmt"
	"reflect"
	"runtime"
)

func who(about string) {
	var pcs [16]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	fmt.Print(about, ":")
	for {
		frame, more := frames.Next()
		fmt.Print(" ", frame.Function, ":", frame.Line)
		if !more || frame.Function == "main.main" {
			break
		}
	}
	fmt.Println()
}

//go:noinline
func once(yield func(int) bool) {
	yield(7)
}

//go:noinline
func named(yield func(int) bool) {
	fmt.Println(runtime.FuncForPC(reflect.ValueOf(yield).Pointer()).Name())
	yield(0)
}

type list[T any] struct{ first T }

//go:noinline
func (l list[T]) all(yield func(T) bool) {
	for range once {
		who("in a method of an instance")
		if !yield(l.first) {
			return
		}
	}
}

//go:noinline
func nested() {
	var sum int
	for range once {
		who("first")
	}
	for x := range once {
		sum += x
		for y := range once {
			who("inner")
			sum += y
			func() {
				who("literal")
				func() { who("literal in it") }()
			}()
		}
		defer func() { who("deferred") }()
		for range once {
			who("second inner")
		}
	}
	func() { who("literal behind") }()
	func() {
		for range once {
			who("in a literal")
		}
	}()
	fmt.Println(sum)
}

//go:noinline
func early() int {
	for range named {
		for range once {
			return 5
		}
	}
	return 0
}

func main() {
	nested()
	fmt.Println(early())
	for first := range (list[string]{"x"}).all {
		who(first)
	}
	var keep func(int) bool
	for range func(yield func(int) bool) { keep = yield } {
	}
	defer func() {
		fmt.Println(recover())
		for x := range once {
			for range once {
				panic(x)
			}
		}
	}()
	keep(1)
}
