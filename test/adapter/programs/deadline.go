// Waits for data that never comes, until its deadline.
package main

import (
	"fmt"
	"net"
	"time"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		panic(err)
	}
	client.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
	_, err = client.Read(make([]byte, 1))
	fmt.Println(err.(net.Error).Timeout())
}
