package main

import (
	"fmt"
	"net"
	"os"
)

func main() {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	answered := make(chan string)
	go func() {
		conn, err := net.Dial("tcp", ln.Addr().String())
		if err != nil {
			answered <- err.Error()
			return
		}
		defer conn.Close()
		fmt.Fprint(conn, "what was said")
		buf := make([]byte, 64)
		n, _ := conn.Read(buf)
		answered <- string(buf[:n])
	}()
	conn, err := ln.Accept()
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	buf := make([]byte, 64)
	n, _ := conn.Read(buf)
	conn.Write(buf[:n])
	fmt.Println("heard:", <-answered)
	conn.Close()
	ln.Close()
}
