// Needs namespace, names.
package main

import (
	"context"
	"net"
	"syscall"
	"time"
)

// full gives a listener that does not answer: its queue is full.
func full(ip [16]byte) (address *net.TCPAddr, release func()) {
	fd, err := syscall.Socket(syscall.AF_INET6, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	must(err)
	must(syscall.SetsockoptInt(fd, syscall.IPPROTO_IPV6, syscall.IPV6_V6ONLY, 1))
	must(syscall.Bind(fd, &syscall.SockaddrInet6{Addr: ip}))
	must(syscall.Listen(fd, 0))
	sa, err := syscall.Getsockname(fd)
	must(err)
	address = &net.TCPAddr{IP: ip[:], Port: sa.(*syscall.SockaddrInet6).Port}
	first, err := net.DialTCP("tcp", nil, address)
	must(err)
	return address, func() {
		first.Close()
		syscall.Close(fd)
	}
}

func serve(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		c.Close()
	}
}

func main() {
	six, release := full([16]byte{15: 1})
	defer release()
	l, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: six.Port})
	must(err)
	defer l.Close()
	go serve(l)
	port := hidePort(l.Addr(), "P")

	// ::1 is silent: after the delay 127.0.0.1 is tried as well, and wins.
	began := time.Now()
	d := net.Dialer{FallbackDelay: 100 * time.Millisecond}
	c, err := d.Dial("tcp", "local.example.test:"+port)
	say(c.RemoteAddr(), what(err), time.Since(began) >= 100*time.Millisecond)
	c.Close()
	c, err = new(net.Dialer).Dial("tcp", "local.example.test:"+port)
	say(c.RemoteAddr(), what(err), time.Since(began) >= 300*time.Millisecond)
	c.Close()

	// Without fallback the addresses come one after the other, each with its part of the time.
	d = net.Dialer{FallbackDelay: -1, Timeout: 4 * time.Second}
	began = time.Now()
	c, err = d.Dial("tcp", "local.example.test:"+port)
	say(c.RemoteAddr(), what(err), time.Since(began) >= 2*time.Second)
	c.Close()

	// Both fail: the error is that of the first family.
	l.Close()
	d = net.Dialer{FallbackDelay: 10 * time.Millisecond, Timeout: 2 * time.Second}
	_, err = d.Dial("tcp", "local.example.test:"+port)
	say(err, err.(net.Error).Timeout())
	release()
	release = func() {}
	d.Timeout = 10 * time.Second
	_, err = d.Dial("tcp", "local.example.test:"+port)
	say(what(err))
	_, err = d.Dial("tcp4", "local.example.test:"+port)
	say(what(err))

	// Both would do: the loser is closed.
	both, err := net.Listen("tcp", ":0")
	must(err)
	go serve(both)
	port = hidePort(both.Addr(), "Q")
	before := descriptors()
	for i := 0; i < 10; i++ {
		d := net.Dialer{FallbackDelay: 1}
		c, err := d.DialContext(context.Background(), "tcp", "local.example.test:"+port)
		must(err)
		c.Close()
	}
	// Those that the server is about to close go too.
	for i := 0; i < 100 && descriptors() > before; i++ {
		time.Sleep(10 * time.Millisecond)
	}
	say("descriptors left:", descriptors() <= before)

	// Several addresses of one family: the first that answers.
	some, err := net.Listen("tcp4", "127.0.0.6:0")
	must(err)
	go serve(some)
	port = hidePort(some.Addr(), "R")
	c, err = net.Dial("tcp", "several.example.test:"+port)
	say(c.RemoteAddr(), what(err))
	c.Close()
	some.Close()
	_, err = net.Dial("tcp", "several.example.test:"+port)
	say(err.(*net.OpError).Err, err.(*net.OpError).Addr.(*net.TCPAddr).IP != nil)
}
