// Deadlines: one for reading, one for both directions, one in the past, one that is moved, and one that comes too
// late because the data was faster.
package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"time"
)

const soon = 600 * time.Millisecond

func main() {
	if err := run(); err != nil {
		fmt.Println("deadlines:", err)
		os.Exit(1)
	}
}

func run() error {
	conn, peer, err := connect()
	if err != nil {
		return err
	}
	defer conn.Close()
	defer peer.Close()
	for _, part := range []func(conn, peer net.Conn) error{expire, past, move, both, race} {
		if err := part(conn, peer); err != nil {
			return err
		}
	}
	fmt.Println("all deadlines kept")
	return nil
}

// connect gives the two ends of a connection.
func connect() (conn, peer net.Conn, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	defer listener.Close()
	conn, err = net.Dial("tcp", listener.Addr().String())
	if err != nil {
		return nil, nil, err
	}
	peer, err = listener.Accept()
	if err != nil {
		conn.Close()
	}
	return conn, peer, err
}

// expire lets a read deadline pass.
func expire(conn, peer net.Conn) error {
	if err := conn.SetReadDeadline(time.Now().Add(soon)); err != nil {
		return err
	}
	if err := mustExpire(conn.Read(make([]byte, 16))); err != nil {
		return err
	}
	// Still passed.
	if err := mustExpire(conn.Read(make([]byte, 16))); err != nil {
		return err
	}
	_, err := conn.Write([]byte("writing is another matter"))
	return err
}

// past sets a deadline that has passed while a read waits: a way to call it off.
func past(conn, peer net.Conn) error {
	if err := conn.SetReadDeadline(time.Time{}); err != nil {
		return err
	}
	go callOff(conn)
	return mustExpire(conn.Read(make([]byte, 16)))
}

func callOff(conn net.Conn) {
	if err := conn.SetReadDeadline(time.Unix(1, 0)); err != nil {
		fmt.Println(err)
	}
}

// move sets a deadline and moves it before it passes: the first timer must not count.
func move(conn, peer net.Conn) error {
	if err := conn.SetReadDeadline(time.Now().Add(soon)); err != nil {
		return err
	}
	if err := conn.SetReadDeadline(time.Now().Add(time.Hour)); err != nil {
		return err
	}
	time.Sleep(2 * soon)
	if _, err := peer.Write([]byte("in time")); err != nil {
		return err
	}
	_, err := conn.Read(make([]byte, 16))
	return err
}

// both sets one deadline for both directions.
func both(conn, peer net.Conn) error {
	if err := conn.SetDeadline(time.Now().Add(soon)); err != nil {
		return err
	}
	if err := mustExpire(conn.Read(make([]byte, 16))); err != nil {
		return err
	}
	return mustExpire(conn.Write([]byte("too late")))
}

// race lets data and deadline come together. The data is first by a hair: when the poller has made the reader
// runnable, and before it runs, the deadline is set to a time that has passed.
func race(conn, peer net.Conn) error {
	if err := conn.SetDeadline(time.Time{}); err != nil {
		return err
	}
	bell, rope, err := connect()
	if err != nil {
		return err
	}
	defer bell.Close()
	defer rope.Close()
	result := make(chan error, 2)
	go meet(bell, conn, result)
	go send(peer, rope, result)

	n, err := conn.Read(make([]byte, 5))
	fmt.Println("read", n, "bytes, error", err)
	if err != nil {
		return err
	}
	for i := 0; i < 2; i++ {
		if err := <-result; err != nil {
			return err
		}
	}
	// There is more to read, and the deadline has passed.
	return mustExpire(conn.Read(make([]byte, 16)))
}

// meet waits for the bell, and sets a deadline that has passed.
func meet(bell, conn net.Conn, result chan<- error) {
	_, err := bell.Read(make([]byte, 1))
	if err == nil {
		err = conn.SetReadDeadline(time.Unix(1, 0))
	}
	result <- err
}

// send lets the others wait, sends more than is asked for, and rings the bell.
func send(peer, rope net.Conn, result chan<- error) {
	time.Sleep(soon)
	_, err := peer.Write([]byte("first, and more"))
	if err == nil {
		_, err = rope.Write([]byte("!"))
	}
	result <- err
}

func mustExpire(n int, err error) error {
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("%d bytes, %v: no deadline", n, err)
	}
	fmt.Println(err)
	return nil
}
