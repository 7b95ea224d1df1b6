// Needs namespace.
package main

import (
	"context"
	"errors"
	"net"
	"syscall"
	"time"
)

func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	port := hidePort(l.Addr(), "P")
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			c.Close()
		}
	}()
	address := "127.0.0.1:" + port
	try := func(name string, d net.Dialer, network, address string) net.Conn {
		c, err := d.Dial(network, address)
		say(name, what(err))
		if err != nil {
			return nil
		}
		c.Close()
		return c
	}
	try("zero", net.Dialer{}, "tcp", address)
	try("timeout", net.Dialer{Timeout: time.Second}, "tcp", address)
	try("deadline", net.Dialer{Deadline: time.Now().Add(time.Second)}, "tcp", address)
	try("passed deadline", net.Dialer{Deadline: time.Now().Add(-time.Second)}, "tcp", address)
	try("negative timeout", net.Dialer{Timeout: -1}, "tcp", address)
	c := try("local address", net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 3)}}, "tcp", address)
	say(c.LocalAddr().(*net.TCPAddr).IP)
	try("local address of another kind", net.Dialer{LocalAddr: &net.UDPAddr{IP: net.IPv4(127, 0, 0, 3)}}, "tcp", address)
	try("local address of another family", net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv6loopback}}, "tcp", address)
	try("local address that is not here", net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1)}}, "tcp", address)
	try("no keep-alive", net.Dialer{KeepAlive: -1}, "tcp", address)
	try("no fallback", net.Dialer{FallbackDelay: -1}, "tcp", "localhost:"+port)
	try("by name", net.Dialer{}, "tcp", "localhost:"+port)
	try("by name, IPv6 only", net.Dialer{}, "tcp6", "localhost:"+port)
	try("empty host", net.Dialer{}, "tcp", ":"+port)
	try("no port", net.Dialer{}, "tcp", "127.0.0.1")
	try("unknown network", net.Dialer{}, "tcp7", address)
	try("unspecified", net.Dialer{}, "tcp", "0.0.0.0:"+port)
	try("port 0", net.Dialer{}, "tcp", "127.0.0.1:0")

	order := net.Dialer{Control: func(network, address string, c syscall.RawConn) error {
		say("control", network, address)
		return c.Control(func(fd uintptr) {
			v, err := syscall.GetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_TYPE)
			say("socket", v, err)
			must(syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 9000))
		})
	}}
	try("control", order, "tcp", address)
	try("control", order, "udp", address)
	try("control fails", net.Dialer{Control: func(string, string, syscall.RawConn) error { return errors.New("not today") }}, "tcp", address)

	cancel := make(chan struct{})
	close(cancel)
	try("cancelled before", net.Dialer{Cancel: cancel}, "tcp", address)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	_, err = new(net.Dialer).DialContext(ctx, "tcp", address)
	say("context", what(err), errors.Is(err, context.Canceled))
	ctx, stop = context.WithTimeout(context.Background(), time.Hour)
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	say("context with time", what(err))
	stop()
	conn.Close()
	l.Close()
	try("refused", net.Dialer{}, "tcp", address)
	try("refused, two addresses", net.Dialer{}, "tcp", "localhost:"+port)
	if udp := try("udp to nobody", net.Dialer{}, "udp", address); udp != nil {
		say(udp.RemoteAddr())
	}

	// A listener whose queue is full does not answer: the connection stays in SYN_SENT.
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	must(err)
	must(syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}))
	must(syscall.Listen(fd, 0))
	sa, err := syscall.Getsockname(fd)
	must(err)
	full := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: sa.(*syscall.SockaddrInet4).Port}
	hidePort(full, "FULL")
	first, err := net.DialTCP("tcp", nil, full)
	must(err)
	// Whether the poller or the context notices first decides the type of the error.
	_, err = net.DialTimeout("tcp", full.String(), 50*time.Millisecond)
	say("silent", err, err.(net.Error).Timeout())
	cancel = make(chan struct{})
	after(30, func() { close(cancel) })
	try("cancelled", net.Dialer{Cancel: cancel}, "tcp", full.String())
	ctx, stop = context.WithCancel(context.Background())
	after(30, stop)
	_, err = new(net.Dialer).DialContext(ctx, "tcp", full.String())
	say("cancelled", what(err), errors.Is(err, context.Canceled))
	ctx, stop = context.WithTimeout(context.Background(), 30*time.Millisecond)
	_, err = new(net.Dialer).DialContext(ctx, "tcp", full.String())
	say("context's time", err, err.(net.Error).Timeout())
	stop()
	first.Close()
	syscall.Close(fd)
	say(what(func() error { _, err := net.DialTimeout("tcp", full.String(), time.Second); return err }()))
	_, err = net.DialTCP("udp", nil, full)
	say(what(err))
	_, err = net.DialTCP("tcp", nil, nil)
	say(what(err))
	_, err = net.DialUDP("tcp", nil, nil)
	say(what(err))
}
