package main

import (
	"fmt"
	"os"
)

// The runtime prints the address of a pointer: this program checks that panicking with one ends it as any other value does.
func main() {
	defer func() {
		p, ok := recover().(*int)
		fmt.Println(ok, *p)
		os.Exit(7)
	}()
	panic(new(int))
}
