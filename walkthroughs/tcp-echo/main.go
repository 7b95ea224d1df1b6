// A TCP echo in one process: a server that listens, accepts, reads and writes, and a client that dials it.
//
// The two sides tell each other over a channel what they are about to wait for. With one processor
// (GOMAXPROCS=1, as in the walkthrough) Accept is therefore parked before Dial connects, and Read is parked
// before the peer writes. With more processors another order may happen, and the program is right in each.
package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
)

func main() {
	if err := run(); err != nil {
		fmt.Println("tcp-echo:", err)
		os.Exit(1)
	}
}

// run is the client's side, and owns the listener: it opens it first and closes it last.
func run() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("listening on", listener.Addr())

	next := make(chan string) // what the server is about to wait for
	done := make(chan error, 1)
	go serve(listener, next, done)

	fmt.Println("server:", <-next)
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		listener.Close()
		return err
	}
	fmt.Println("client: connected from", conn.LocalAddr())

	fmt.Println("server:", <-next)
	if err := talk(conn); err != nil {
		conn.Close()
		listener.Close()
		return err
	}
	if err := conn.Close(); err != nil {
		return err
	}
	fmt.Println("client: closed")

	fmt.Println("server:", <-next)
	if err := listener.Close(); err != nil {
		return err
	}
	return <-done
}

// talk sends one message and waits for its echo.
func talk(conn net.Conn) error {
	if _, err := conn.Write([]byte("hello")); err != nil {
		return err
	}
	reply := make([]byte, 64)
	n, err := conn.Read(reply)
	if err != nil {
		return err
	}
	fmt.Printf("client: got %q\n", reply[:n])
	return nil
}

// serve echoes one connection after the other until the listener is closed.
func serve(listener net.Listener, next chan<- string, done chan<- error) {
	defer close(next)
	for {
		next <- "waiting in Accept"
		conn, err := listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			done <- nil
			return
		}
		if err != nil {
			done <- err
			return
		}
		next <- "waiting in Read"
		if err := echo(conn); err != nil {
			done <- err
			return
		}
	}
}

// echo writes back what it reads until the peer closes its side, then closes its own.
func echo(conn net.Conn) error {
	defer conn.Close()
	buffer := make([]byte, 64)
	for {
		n, err := conn.Read(buffer)
		if err == io.EOF {
			fmt.Println("server: end of file")
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := conn.Write(buffer[:n]); err != nil {
			return err
		}
	}
}
