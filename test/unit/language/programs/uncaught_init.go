package main

import (
	"fmt"
	"runtime"
)

type place struct {
	name string
	line int
}

var (
	plain = here()
	both  = [2]place{
		here(),
		here(),
	}
	one, two = pair(
		here(),
	)
	literal = func() place {
		return here()
	}()
	last = first(1)
)

//go:noinline
func here() place {
	pc, _, _, _ := runtime.Caller(2)
	frame, _ := runtime.CallersFrames([]uintptr{pc}).Next()
	_, _, line, _ := runtime.Caller(1)
	return place{frame.Function, line}
}

//go:noinline
func pair(p place) (place, place) { return p, p }

//go:noinline
func first(n int) int {
	fmt.Println(plain.line, both[0].line, both[1].line, one.line, two.line, literal)
	func() { panic("in an initialiser") }()
	return n
}

func main() { fmt.Println(last) }
