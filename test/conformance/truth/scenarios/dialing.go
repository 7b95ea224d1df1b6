// Scenarios S20 to S28: listening and dialing in other ways.
package main

import (
	"context"
	"errors"
	"net"
	"os"
	"syscall"
	"time"
)

func init() {
	scen["S20"] = S20
	scen["S21"] = S21
	scen["S22"] = S22
	scen["S23"] = S23
	scen["S24"] = S24
	scen["S25"] = S25
	scen["S26"] = S26
	scen["S27"] = S27
	scen["S28"] = S28
}

func listen(network, address string) net.Listener {
	l, err := net.Listen(network, address)
	must(err)
	return l
}

// S20 a dialer with all its fields.
func S20() {
	l := listen("tcp4", "127.0.0.1:0")
	d := net.Dialer{
		Timeout:   time.Minute,
		LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)},
		KeepAlive: 30 * time.Second,
		Control: func(network, address string, c syscall.RawConn) error {
			expect(network == "tcp4" && address == l.Addr().String())
			return c.Control(func(fd uintptr) {
				must(syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_PRIORITY, 1))
			})
		},
	}
	mark("main: Dial")
	c, err := d.Dial("tcp", l.Addr().String())
	must(err)
	must(c.Close())
	mark("main: without keep-alive, before a deadline")
	d = net.Dialer{Deadline: time.Now().Add(time.Minute), KeepAlive: -1}
	c, err = d.DialContext(context.Background(), "tcp", l.Addr().String())
	must(err)
	must(c.Close())
	mark("main: Control refuses")
	no := errors.New("no")
	d = net.Dialer{Control: func(string, string, syscall.RawConn) error { return no }}
	_, err = d.Dial("tcp", l.Addr().String())
	expect(errors.Is(err, no))
	mark("main: l.Close")
	must(l.Close())
}

// S21 ListenConfig: Control, KeepAlive; a deadline for Accept.
func S21() {
	lc := net.ListenConfig{
		KeepAlive: -1,
		Control: func(network, address string, c syscall.RawConn) error {
			return c.Control(func(fd uintptr) {
				must(syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_PRIORITY, 1))
			})
		},
	}
	mark("main: Listen")
	l, err := lc.Listen(context.Background(), "tcp4", "127.0.0.1:0")
	must(err)
	mark("main: Accept before a deadline")
	must(l.(*net.TCPListener).SetDeadline(time.Now().Add(50 * time.Millisecond)))
	_, err = l.Accept()
	expect(errors.Is(err, os.ErrDeadlineExceeded))
	must(l.(*net.TCPListener).SetDeadline(time.Time{}))
	c, err := net.Dial("tcp4", l.Addr().String())
	must(err)
	s, err := l.Accept()
	must(err)
	must(s.Close())
	must(c.Close())
	must(l.Close())
	mark("main: ListenPacket")
	p, err := lc.ListenPacket(context.Background(), "udp4", "127.0.0.1:0")
	must(err)
	must(p.Close())
}

// S22 the descriptor itself: SyscallConn, File, FileConn, FileListener.
func S22() {
	c, s := tcpPair()
	mark("main: SyscallConn")
	raw, err := s.SyscallConn()
	must(err)
	var kind int
	must(raw.Control(func(fd uintptr) { kind, err = syscall.GetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_TYPE) }))
	must(err)
	expect(kind == syscall.SOCK_STREAM)
	go func() {
		nap(40)
		c.Write([]byte("raw"))
	}()
	buf := make([]byte, 8)
	n, rounds := 0, 0
	mark("main: RawConn.Read parks until there is data")
	must(raw.Read(func(fd uintptr) bool {
		rounds++
		n, err = syscall.Read(int(fd), buf)
		return err != syscall.EAGAIN
	}))
	must(err)
	expect(n == 3 && rounds == 2)
	must(raw.Write(func(fd uintptr) bool {
		n, err = syscall.Write(int(fd), buf[:n])
		return true
	}))
	must(err)
	mark("main: File, FileConn")
	f, err := c.File()
	must(err)
	d, err := net.FileConn(f)
	must(err)
	must(f.Close())
	n, err = d.Read(buf)
	must(err)
	expect(string(buf[:n]) == "raw")
	must(d.Close())
	must(c.Close())
	must(s.Close())
	mark("main: FileListener")
	l := listen("tcp4", "127.0.0.1:0")
	g, err := l.(*net.TCPListener).File()
	must(err)
	m, err := net.FileListener(g)
	must(err)
	must(g.Close())
	must(l.Close())
	expect(m.Addr().String() == l.Addr().String())
	must(m.Close())
	mark("main: a file is no connection")
	h, err := os.Open("go.mod")
	must(err)
	_, err = net.FileConn(h)
	expect(err != nil)
	must(h.Close())
}

// S23 dialing is given up: a context cancelled before and while it waits, a timeout. The queue of the listener is full.
func S23() {
	l := listen("tcp4", "127.0.0.1:0")
	raw, err := l.(*net.TCPListener).SyscallConn()
	must(err)
	must(raw.Control(func(fd uintptr) { must(syscall.Listen(int(fd), 0)) }))
	c, err := net.Dial("tcp4", l.Addr().String())
	must(err)
	nap(20)
	mark("main: cancelled before")
	var d net.Dialer
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = d.DialContext(ctx, "tcp4", l.Addr().String())
	expect(errors.Is(err, context.Canceled) || err.(*net.OpError).Err.Error() == "operation was canceled")
	mark("main: cancelled while it waits")
	ctx, cancel = context.WithCancel(context.Background())
	go func() {
		nap(40)
		cancel()
	}()
	_, err = d.DialContext(ctx, "tcp4", l.Addr().String())
	expect(err.(*net.OpError).Err.Error() == "operation was canceled")
	mark("main: timeout")
	_, err = net.DialTimeout("tcp4", l.Addr().String(), 50 * time.Millisecond)
	expect(err.(net.Error).Timeout())
	must(c.Close())
	must(l.Close())
}

// S24 what cannot be dialed or listened on.
func S24() {
	l := listen("tcp4", "127.0.0.1:0")
	mark("main: the address is in use")
	_, err := net.Listen("tcp4", l.Addr().String())
	expect(errors.Is(err, syscall.EADDRINUSE))
	mark("main: the address is not ours")
	_, err = net.Listen("tcp4", "192.0.2.1:0")
	expect(errors.Is(err, syscall.EADDRNOTAVAIL))
	mark("main: no addresses")
	for _, address := range []string{"127.0.0.1", "[::1", "127.0.0.1:99999"} {
		_, err = net.Dial("tcp4", address)
		expect(err != nil)
	}
	_, err = net.Dial("tcp4", "[::1]:80")
	expect(err != nil)
	_, err = net.Dial("nothing", "127.0.0.1:80")
	expect(err != nil)
	_, err = net.ListenPacket("tcp", "127.0.0.1:0")
	expect(err != nil)
	must(l.Close())
	_, err = l.Accept()
	expect(errors.Is(err, net.ErrClosed))
}

// S25 IPv6 by its literal.
func S25() {
	l := listen("tcp", "[::1]:0")
	mark("main: Dial [::1]")
	c, err := net.Dial("tcp", l.Addr().String())
	must(err)
	s, err := l.Accept()
	must(err)
	must(c.Close())
	must(s.Close())
	must(l.Close())
	mark("main: udp6")
	u, err := net.ListenUDP("udp6", &net.UDPAddr{IP: net.IPv6loopback})
	must(err)
	_, err = u.WriteTo([]byte("six"), u.LocalAddr())
	must(err)
	buf := make([]byte, 8)
	n, _, _, from, err := u.ReadMsgUDP(buf, nil)
	must(err)
	expect(n == 3 && from.String() == u.LocalAddr().String())
	must(u.Close())
}

// S26 two goroutines accept on one listener: the first that came gets the connection, Close wakes the other.
func S26() {
	l := listen("tcp4", "127.0.0.1:0")
	done := make(chan error)
	accept := func() {
		c, err := l.Accept()
		if err == nil {
			err = c.Close()
		}
		done <- err
	}
	go accept()
	nap(40)
	go accept()
	nap(40)
	mark("main: Dial")
	c, err := net.Dial("tcp4", l.Addr().String())
	must(err)
	must(<-done)
	nap(40)
	mark("main: l.Close")
	must(l.Close())
	expect(errors.Is(<-done, net.ErrClosed))
	must(c.Close())
}

// S27 descriptors passed over a Unix socket.
func S27() {
	c, s := pair("unix", "s27.sock")
	os.Remove("s27.sock")
	f, err := os.Open("go.mod")
	must(err)
	mark("main: WriteMsgUnix")
	_, _, err = c.(*net.UnixConn).WriteMsgUnix([]byte("x"), syscall.UnixRights(int(f.Fd())), nil)
	must(err)
	buf, oob := make([]byte, 8), make([]byte, 64)
	mark("main: ReadMsgUnix")
	n, oobn, _, _, err := s.(*net.UnixConn).ReadMsgUnix(buf, oob)
	must(err)
	expect(n == 1)
	messages, err := syscall.ParseSocketControlMessage(oob[:oobn])
	must(err)
	fds, err := syscall.ParseUnixRights(&messages[0])
	must(err)
	expect(len(fds) == 1)
	must(syscall.Close(fds[0]))
	must(f.Close())
	must(c.Close())
	must(s.Close())
}

// S28 five connections, each served by a goroutine.
func S28() {
	l := listen("tcp4", "127.0.0.1:0")
	done := make(chan bool)
	go func() {
		for i := 0; i < 5; i++ {
			c, err := l.Accept()
			must(err)
			go func() {
				b := make([]byte, 8)
				n, err := c.Read(b)
				must(err)
				_, err = c.Write(b[:n])
				must(err)
				must(c.Close())
				done <- true
			}()
		}
	}()
	nap(20)
	var clients []net.Conn
	for i := 0; i < 5; i++ {
		c, err := net.Dial("tcp4", l.Addr().String())
		must(err)
		clients = append(clients, c)
		nap(20)
	}
	for _, c := range clients {
		_, err := c.Write([]byte("ping"))
		must(err)
		<-done
		b := make([]byte, 8)
		n, err := c.Read(b)
		must(err)
		expect(n == 4)
		must(c.Close())
	}
	must(l.Close())
}
