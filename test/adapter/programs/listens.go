// Listens in one place and not in the other: by the name of its program it knows where it runs.
package main

import (
	"net"
	"os"
	"strings"
)

func main() {
	if strings.HasSuffix(os.Args[0], ".go") {
		listener, _ := net.Listen("tcp", "127.0.0.1:0")
		listener.Close()
	}
}
