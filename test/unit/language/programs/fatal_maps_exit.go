package main

import (
	"fmt"
	"os"
)

type exitCode int

func run(args []string) (code exitCode) {
	defer func() {
		if r := recover(); r != nil {
			c, ok := r.(exitCode)
			if !ok {
				panic(r)
			}
			code = c
		}
	}()
	if len(args) == 0 {
		panic(exitCode(42))
	}
	return 0
}

func main() {
	fmt.Fprint(os.Stdout, "no newline at the end")
	fmt.Fprintln(os.Stderr, "to stderr")
	os.Exit(int(run(nil)))
}
