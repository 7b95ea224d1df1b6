package main

import (
	"fmt"
	"os"
	"runtime"
)

type custom struct {
	N int
	S string
}
type stringer struct{ n int }
type name string
type perr string

func (s stringer) String() string { return fmt.Sprint("stringer ", s.n) }
func (p perr) Error() string      { return "perr " + string(p) }

func inner(depth int) {
	if depth > 0 {
		inner(depth - 1)
		return
	}
	defer func() { panic("second") }()
	panic("first")
}

func main() {
	fmt.Println("before", len(os.Args), runtime.GOOS)
	defer fmt.Println("deferred")
	inner(1)
	fmt.Println("not reached")
}
