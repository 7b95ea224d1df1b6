// Two clients that send a line in parts, now the one and now the other: served by a goroutine for each connection, and
// then by one goroutine for both.
package main

import (
	"fmt"
	"net"
	"os"
	"runtime"
	"strings"
	"syscall"
)

// What the clients send, in this order.
var parts = []struct {
	client int
	text   string
}{{0, "how "}, {1, "good"}, {1, "bye\n"}, {0, "are you\n"}}

func main() {
	if err := run(); err != nil {
		fmt.Println("goroutine-per-connection:", err)
		os.Exit(1)
	}
}

func run() error {
	fmt.Println("a goroutine for each")
	if err := goroutines(); err != nil {
		return err
	}
	fmt.Println("one for both")
	return reactor()
}

// goroutines serves each connection by a goroutine of its own.
func goroutines() error {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer listener.Close()
	var clients [2]net.Conn
	got := make(chan string)
	for i := range clients {
		if clients[i], err = net.Dial("tcp4", listener.Addr().String()); err != nil {
			return err
		}
		defer clients[i].Close()
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go serve(conn, got)
	}
	fmt.Println("goroutines:", runtime.NumGoroutine())
	for _, part := range parts {
		if _, err := clients[part.client].Write([]byte(part.text)); err != nil {
			return err
		}
		fmt.Print("got ", <-got, "\n")
	}
	return nil
}

// serve reads a line. Where it is in it is where this function is, and what has come so far is its variable.
func serve(conn net.Conn, got chan<- string) {
	defer conn.Close()
	line := ""
	for !strings.HasSuffix(line, "\n") {
		part := make([]byte, 16)
		n, err := conn.Read(part)
		if err != nil {
			got <- err.Error()
			return
		}
		line += string(part[:n])
		got <- fmt.Sprintf("%q", line)
	}
}

// A conversation is what serve has on its stack, kept by hand.
type conversation struct {
	fd   int
	line string
}

// reactor serves both connections: it waits for all of them, and takes up each where it was left.
func reactor() error {
	epfd, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return err
	}
	var clients [2]int
	conversations := map[int32]*conversation{}
	for i := range clients {
		ends, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC, 0)
		if err != nil {
			return err
		}
		clients[i] = ends[1]
		conversations[int32(ends[0])] = &conversation{fd: ends[0]}
		event := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(ends[0])}
		if err := syscall.EpollCtl(epfd, syscall.EPOLL_CTL_ADD, ends[0], &event); err != nil {
			return err
		}
	}
	events := make([]syscall.EpollEvent, 8)
	for _, part := range parts {
		if _, err := syscall.Write(clients[part.client], []byte(part.text)); err != nil {
			return err
		}
		n, err := syscall.EpollWait(epfd, events, -1)
		if err != nil {
			return err
		}
		for _, event := range events[:n] {
			if err := takeUp(conversations[event.Fd]); err != nil {
				return err
			}
		}
	}
	return syscall.Close(epfd)
}

// takeUp does what can be done without waiting, and returns.
func takeUp(c *conversation) error {
	part := make([]byte, 16)
	n, err := syscall.Read(c.fd, part)
	if err != nil {
		return err
	}
	c.line += string(part[:n])
	fmt.Printf("got %q\n", c.line)
	if strings.HasSuffix(c.line, "\n") {
		return syscall.Close(c.fd)
	}
	return nil
}
