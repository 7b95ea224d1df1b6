// Command main sends messages to itself over loopback: whole ones, one that is larger than what a socket holds, then nothing more.
package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

func main() {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	check(err)
	closed := make(chan error)
	go func() {
		conn, err := listener.Accept()
		check(err)
		buffer := make([]byte, 64)
		for i := 0; i < 5; i++ {
			n, err := conn.Read(buffer)
			check(err)
			_, err = conn.Write(buffer[:n])
			check(err)
		}
		n, err := io.CopyN(io.Discard, conn, 8<<20)
		fmt.Println("large:", n, err)
		// Closed by another goroutine while it waits.
		_, err = conn.Write([]byte("close"))
		check(err)
		time.AfterFunc(time.Second, func() { conn.Close() })
		_, err = conn.Read(buffer)
		closed <- err
	}()
	conn, err := net.Dial("tcp4", listener.Addr().String())
	check(err)
	buffer := make([]byte, 64)
	for i := 0; i < 5; i++ {
		_, err = conn.Write([]byte(fmt.Sprint("message ", i)))
		check(err)
		// There is none to take away.
		check(conn.SetReadDeadline(time.Time{}))
		n, err := conn.Read(buffer)
		check(err)
		fmt.Printf("%s\n", buffer[:n])
	}
	// A time that has passed ends a read that waits, until it is taken away.
	time.AfterFunc(5*time.Millisecond, func() { check(conn.SetReadDeadline(time.Unix(1, 0))) })
	_, err = conn.Read(buffer)
	fmt.Println("past:", errors.Is(err, os.ErrDeadlineExceeded))
	check(conn.SetReadDeadline(time.Time{}))
	n, err := conn.Write(make([]byte, 8<<20))
	fmt.Println("written:", n, err)
	n, err = conn.Read(buffer)
	fmt.Printf("%s %v\n", buffer[:n], err)
	check(conn.SetReadDeadline(time.Now().Add(200 * time.Millisecond)))
	_, err = conn.Read(buffer)
	fmt.Println("deadline:", errors.Is(err, os.ErrDeadlineExceeded))
	check(conn.SetReadDeadline(time.Time{}))
	err = <-closed
	fmt.Println("closed:", errors.Is(err, net.ErrClosed))
	n, err = conn.Read(buffer)
	fmt.Println("end:", n, err)
	n, err = conn.Read(nil)
	fmt.Println("empty:", n, err)
	check(conn.Close())
	_, err = conn.Read(buffer)
	fmt.Println("after:", errors.Is(err, net.ErrClosed))
	fmt.Println(conn.SetDeadline(time.Time{}) != nil)
	check(listener.Close())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
