// Close while others use the descriptor: who is woken, who closes, and what becomes of the number.
//
// The connections run over socketpairs, made non-blocking and given to package net: little to see but the closing.
package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"syscall"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Println("close:", err)
		os.Exit(1)
	}
}

func run() error {
	near, far, err := pair()
	if err != nil {
		return err
	}
	if err := inUse(near); err != nil {
		far.Close()
		return err
	}
	if err := twice(near); err != nil {
		return err
	}
	if err := far.Close(); err != nil {
		return err
	}
	return reuse()
}

// pair gives two connected ends.
func pair() (near, far net.Conn, err error) {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, err
	}
	near, err = adopt(fds[0])
	if err != nil {
		syscall.Close(fds[1])
		return nil, nil, err
	}
	far, err = adopt(fds[1])
	if err != nil {
		near.Close()
	}
	return near, far, err
}

// adopt makes a connection of a descriptor, which it takes over.
func adopt(fd int) (net.Conn, error) {
	file := os.NewFile(uintptr(fd), "socketpair")
	defer file.Close()
	return net.FileConn(file)
}

// inUse closes a connection in which one goroutine reads, another waits to read, and a third writes more than fits.
func inUse(near net.Conn) error {
	results := make(chan error, 3)
	go reader(near, results)
	go second(near, results)
	go writer(near, results)
	runtime.Gosched()
	time.Sleep(100 * time.Millisecond)

	if err := near.Close(); err != nil {
		return err
	}
	for i := 0; i < 3; i++ {
		if err := <-results; !errors.Is(err, net.ErrClosed) {
			return fmt.Errorf("%v, not closed", err)
		}
	}
	fmt.Println("all three came back")
	return nil
}

func reader(conn net.Conn, results chan<- error) {
	_, err := conn.Read(make([]byte, 16))
	results <- err
}

func second(conn net.Conn, results chan<- error) {
	_, err := conn.Read(make([]byte, 16))
	results <- err
}

func writer(conn net.Conn, results chan<- error) {
	_, err := conn.Write(make([]byte, 4<<20))
	results <- err
}

// twice closes again what is closed.
func twice(near net.Conn) error {
	err := near.Close()
	if !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("%v, not closed", err)
	}
	fmt.Println(err)
	return nil
}

// reuse closes a connection for which there is news, and opens another, which gets its number and its pollDesc.
func reuse() error {
	old, far, err := pair()
	if err != nil {
		return err
	}
	if _, err := far.Write([]byte("for the old one")); err != nil {
		return err
	}
	old.Close()
	far.Close()

	fresh, peer, err := pair()
	if err != nil {
		return err
	}
	defer fresh.Close()
	sent := make(chan error, 1)
	go send(peer, sent)
	buffer := make([]byte, 64)
	n, err := fresh.Read(buffer)
	fmt.Printf("read %q\n", buffer[:n])
	if err != nil {
		return err
	}
	return <-sent
}

func send(peer net.Conn, sent chan<- error) {
	defer peer.Close()
	_, err := peer.Write([]byte("for the new one"))
	sent <- err
}
