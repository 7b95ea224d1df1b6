package main

import (
	"fmt"
	"runtime"
)

func init() {
	who()
}

func init() {
	func() { who() }()
	for i := 0; i < 2; i++ {
		func() {
			who()
			if i == 1 {
				panic("in the second init")
			}
		}()
	}
}

//go:noinline
func who() {
	pc, _, line, _ := runtime.Caller(1)
	fmt.Println(runtime.FuncForPC(pc).Name(), line)
}

func main() {}
