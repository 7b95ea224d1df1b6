// Blocks in a read that nothing ends, after saying so through a file.
package main

import (
	"os"
	"syscall"
)

func main() {
	var ends [2]int
	if err := syscall.Pipe(ends[:]); err != nil {
		panic(err)
	}
	if err := os.WriteFile(os.Args[1], nil, 0o600); err != nil {
		panic(err)
	}
	syscall.Read(ends[0], make([]byte, 1))
}
