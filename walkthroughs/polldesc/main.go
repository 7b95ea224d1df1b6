// A pollDesc from birth to birth again: what is in it, where it comes from, and what happens when the news comes
// before anybody waits for it.
//
// A connection over a Unix socket, within one process and without a file: connected sockets are made by socketpair
// and given to package net, so that there is little to see but the poller.
package main

import (
	"fmt"
	"net"
	"os"
	"syscall"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Println("polldesc:", err)
		os.Exit(1)
	}
}

func run() error {
	near, far, err := pair()
	if err != nil {
		return err
	}
	if err := early(near, far); err != nil {
		return err
	}
	if err := late(near, far); err != nil {
		return err
	}
	if err := raw(near, far); err != nil {
		return err
	}
	near.Close()
	far.Close()
	return again()
}

// pair gives two connected ends.
func pair() (near, far *net.UnixConn, err error) {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, err
	}
	near, err = adopt(fds[0], "near")
	if err != nil {
		syscall.Close(fds[1])
		return nil, nil, err
	}
	far, err = adopt(fds[1], "far")
	if err != nil {
		near.Close()
		return nil, nil, err
	}
	return near, far, nil
}

// adopt makes a connection of a descriptor, which it takes over.
func adopt(fd int, name string) (*net.UnixConn, error) {
	file := os.NewFile(uintptr(fd), name)
	defer file.Close()
	conn, err := net.FileConn(file)
	if err != nil {
		return nil, err
	}
	return conn.(*net.UnixConn), nil
}

// early lets the data come before the read, and the poller know of it: there is no wait.
func early(near, far net.Conn) error {
	if err := news(far, "early"); err != nil {
		return err
	}
	return read(near)
}

// late lets the read come before the data: there is one.
func late(near, far net.Conn) error {
	done := make(chan error, 1)
	go writer(far, done)
	if err := read(near); err != nil {
		return err
	}
	return <-done
}

func writer(conn net.Conn, done chan<- error) {
	_, err := conn.Write([]byte("late"))
	done <- err
}

func read(conn net.Conn) error {
	buffer := make([]byte, 64)
	n, err := conn.Read(buffer)
	fmt.Printf("read %q\n", buffer[:n])
	return err
}

// raw waits by itself: the function says false for "not yet, wait". The data comes after it has looked and before
// it waits, and the poller knows: so the news is there first.
func raw(near, far *net.UnixConn) error {
	access, err := near.SyscallConn()
	if err != nil {
		return err
	}
	tries := 0
	var told error
	err = access.Read(func(uintptr) bool {
		tries++
		if tries == 1 {
			told = news(far, "between")
		}
		return tries > 1
	})
	if err != nil || told != nil {
		return fmt.Errorf("raw read: %v, %v", err, told)
	}
	fmt.Println("tried", tries, "times")
	return read(near)
}

// news sends something and sleeps, so that the scheduler has time to ask the poller.
func news(conn net.Conn, text string) error {
	_, err := conn.Write([]byte(text))
	time.Sleep(150 * time.Millisecond)
	return err
}

// again opens another pair: the pollDescs are not new.
func again() error {
	near, far, err := pair()
	if err != nil {
		return err
	}
	far.Close()
	return near.Close()
}
