// A listener with little room: where connections are before anybody accepts them, and what becomes of those for
// which there is no room.
//
// Run by itself the program accepts as fast as it can. In the walkthrough the goroutine that accepts is held
// meanwhile, so that the queue can be seen filling up.
package main

import (
	"fmt"
	"net"
	"os"
	"runtime"
	"syscall"
)

const (
	dials   = 5
	backlog = 2
)

func main() {
	if err := run(); err != nil {
		fmt.Println("accept-queue:", err)
		os.Exit(1)
	}
}

func run() error {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer listener.Close()
	if err := shorten(listener.(*net.TCPListener), backlog); err != nil {
		return err
	}

	served := make(chan error, 1)
	go serve(listener, served)
	runtime.Gosched()

	dialed := make(chan result, dials)
	for i := 0; i < dials; i++ {
		go dial(listener.Addr().String(), dialed)
	}
	// For these there is room, whether somebody accepts or not.
	early, err := collect(dialed, backlog+1)
	if err != nil {
		return err
	}
	fmt.Println("connected:", len(early))

	late, err := collect(dialed, dials-len(early))
	if err != nil {
		return err
	}
	if err := <-served; err != nil {
		return err
	}
	fmt.Println("connected and accepted:", len(early)+len(late))
	for _, conn := range append(early, late...) {
		conn.Close()
	}
	return nil
}

// collect waits for so many dials to succeed.
func collect(dialed <-chan result, count int) ([]net.Conn, error) {
	var conns []net.Conn
	for i := 0; i < count; i++ {
		r := <-dialed
		if r.err != nil {
			return conns, r.err
		}
		conns = append(conns, r.conn)
	}
	return conns, nil
}

// shorten says anew how many connections may wait to be accepted: listen(2) may be called again, and net.Listen has
// no way to ask for less than the system allows.
func shorten(listener *net.TCPListener, backlog int) error {
	access, err := listener.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	err = access.Control(func(fd uintptr) {
		failed = syscall.Listen(int(fd), backlog)
	})
	if err != nil {
		return err
	}
	return failed
}

// serve accepts as many connections as are dialed, and keeps them until the last one is there.
func serve(listener net.Listener, served chan<- error) {
	for i := 0; i < dials; i++ {
		conn, err := listener.Accept()
		if err != nil {
			served <- err
			return
		}
		defer conn.Close()
	}
	served <- nil
}

type result struct {
	conn net.Conn
	err  error
}

func dial(address string, dialed chan<- result) {
	conn, err := net.Dial("tcp4", address)
	dialed <- result{conn, err}
}
