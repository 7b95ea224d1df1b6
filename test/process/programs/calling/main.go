// Has C code of its own, whose calls could be any. It ends with its standard input.
package main

// #include <unistd.h>
// static int number(void) { return getppid(); }
import "C"

import (
	"fmt"
	"io"
	"os"
)

func main() {
	fmt.Printf("calling:%d\n", C.number())
	io.Copy(io.Discard, os.Stdin)
}
