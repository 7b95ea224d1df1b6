// Three connections are accepted; what cannot be is said, and the next is tried.
package main

import (
	"fmt"
	"net"
	"os"
)

func main() {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	go func() {
		for i := 0; i < 3; i++ {
			if c, err := net.Dial("tcp4", l.Addr().String()); err == nil {
				c.Close()
			}
		}
	}()
	for accepted := 0; accepted < 3; {
		c, err := l.Accept()
		if err == nil {
			accepted++
			fmt.Println("accepted")
			c.Close()
			continue
		}
		fmt.Println(err.(*net.OpError).Err, err.(net.Error).Temporary())
		if !err.(net.Error).Temporary() {
			os.Exit(1)
		}
	}
}
