// Asks for addresses by C's resolver, and answers itself over TCP in between: calls of C's and of Go's by turns.
package main

import (
	"context"
	"fmt"
	"net"
	"os"
)

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func exchange(listener net.Listener) {
	client := must(net.Dial("tcp", listener.Addr().String()))
	server := must(listener.Accept())
	for i := 0; i < 20; i++ {
		must(fmt.Fprintf(client, "message %d", i))
		must(server.Read(make([]byte, 64)))
	}
	client.Close()
	server.Close()
}

func main() {
	listener := must(net.Listen("tcp4", "127.0.0.1:0"))
	for i := 0; i < 3; i++ {
		must(net.DefaultResolver.LookupHost(context.Background(), "localhost"))
		exchange(listener)
	}
}
