// Command roundtrips sends a message to itself and back, as often as its argument says.
package main

import (
	"net"
	"os"
	"strconv"
)

func main() {
	count, err := strconv.Atoi(os.Args[1])
	check(err)
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	check(err)
	go func() {
		conn, err := listener.Accept()
		check(err)
		buffer := make([]byte, 64)
		for {
			n, err := conn.Read(buffer)
			if err != nil {
				return
			}
			_, err = conn.Write(buffer[:n])
			check(err)
		}
	}()
	conn, err := net.Dial("tcp4", listener.Addr().String())
	check(err)
	buffer := make([]byte, 64)
	for i := 0; i < count; i++ {
		_, err = conn.Write(buffer)
		check(err)
		_, err = conn.Read(buffer)
		check(err)
	}
	check(conn.Close())
	check(listener.Close())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
