package main

import (
	"fmt"
	"path/filepath"
	"runtime"
)

type list[T any] struct{ first T }
type plain struct{ n int }

func who() {
	var pcs [8]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	for {
		frame, more := frames.Next()
		fmt.Println(frame.Function, filepath.Base(frame.File), frame.Line)
		if !more || frame.Function == "main.main" {
			return
		}
	}
}

//go:noinline
func (l *list[T]) get(again bool) T {
	func() {
		who()
		if again {
			panic("from a method of an instance")
		}
	}()
	return l.first
}

//go:noinline
func (l list[T]) value() T {
	who()
	return l.first
}

//go:noinline
func (p plain) list() {
	who()
}

//go:noinline
func apply[A, B any](a A, f func(A) B) B {
	pc, _, _, _ := runtime.Caller(0)
	fmt.Println(runtime.FuncForPC(pc).Name())
	return f(a)
}

func main() {
	plain{1}.list()
	fmt.Println(list[string]{"x"}.value())
	fmt.Println(apply(1, func(int) string { return (&list[string]{"y"}).get(false) }))
	apply(1, func(n int) int { return (&list[int]{n}).get(true) })
}
