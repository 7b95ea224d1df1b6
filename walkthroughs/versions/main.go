// What a listener, a connection, a deadline and a close need: the statements below this program have changed most
// from Go 1.19 to today.
package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Println("versions:", err)
		os.Exit(1)
	}
}

func run() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	accepted := make(chan error, 1)
	go serve(listener, accepted)

	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		listener.Close()
		return err
	}
	if err := <-accepted; err != nil {
		listener.Close()
		return err
	}
	if err := wait(conn); err != nil {
		listener.Close()
		return err
	}
	conn.Close()
	listener.Close()
	fmt.Println("the same output in every version")
	return nil
}

// serve accepts one connection and closes it after a while.
func serve(listener net.Listener, accepted chan<- error) {
	conn, err := listener.Accept()
	accepted <- err
	if err == nil {
		time.Sleep(10 * time.Second)
		conn.Close()
	}
}

// wait reads, but not for long.
func wait(conn net.Conn) error {
	if err := conn.SetReadDeadline(time.Now().Add(time.Second)); err != nil {
		return err
	}
	if _, err := conn.Read(make([]byte, 16)); !errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("%v, no deadline", err)
	}
	return nil
}
