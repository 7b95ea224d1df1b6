package main

import (
	"fmt"
	"os"
)

func main() {
	defer fmt.Println("does not run")
	fmt.Println("out")
	fmt.Fprintln(os.Stderr, "err")
	println("print", 1, 2.5, true, 'x', "s", nil == error(nil), 1<<40, uint8(3), 1+2i)
	print("a", 1, "b\n")
	func() {
		defer os.Exit(3)
	}()
}
