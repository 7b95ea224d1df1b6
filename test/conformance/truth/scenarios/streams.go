// Scenarios S11 to S19: connections of bytes.
package main

import (
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"time"
)

func init() {
	scen["S11"] = S11
	scen["S12"] = S12
	scen["S13"] = S13
	scen["S14"] = S14
	scen["S15"] = S15
	scen["S16"] = S16
	scen["S17"] = S17
	scen["S18"] = S18
	scen["S19"] = S19
}

func expect(ok bool) {
	if !ok {
		panic("not as expected")
	}
}

// pair gives both ends of a connection.
func pair(network, address string) (client, server net.Conn) {
	l, err := net.Listen(network, address)
	must(err)
	client, err = net.Dial(network, l.Addr().String())
	must(err)
	server, err = l.Accept()
	must(err)
	must(l.Close())
	return client, server
}

func tcpPair() (client, server *net.TCPConn) {
	c, s := pair("tcp4", "127.0.0.1:0")
	return c.(*net.TCPConn), s.(*net.TCPConn)
}

// S11 each direction is closed by itself.
func S11() {
	c, s := tcpPair()
	buf := make([]byte, 16)
	mark("main: CloseWrite")
	_, err := c.Write([]byte("last"))
	must(err)
	must(c.CloseWrite())
	all, err := io.ReadAll(s)
	must(err)
	expect(string(all) == "last")
	_, err = c.Write([]byte("x"))
	expect(errors.Is(err, syscall.EPIPE))
	mark("main: the other direction still works")
	_, err = s.Write([]byte("answer"))
	must(err)
	n, err := c.Read(buf)
	must(err)
	expect(n == 6)
	mark("main: CloseRead")
	must(s.CloseRead())
	n, err = s.Read(buf)
	expect(n == 0 && err == io.EOF)
	must(s.Close())
	must(c.Close())
	expect(errors.Is(c.CloseWrite(), net.ErrClosed))
}

// S12 deadlines: in the past, pushed back, taken away, set while a read is parked; for writing.
func S12() {
	c, s := tcpPair()
	buf := make([]byte, 16)
	mark("main: in the past")
	must(c.SetDeadline(time.Now().Add(-time.Second)))
	_, err := c.Read(buf)
	expect(errors.Is(err, os.ErrDeadlineExceeded))
	_, err = c.Write([]byte("x"))
	expect(errors.Is(err, os.ErrDeadlineExceeded))
	mark("main: taken away")
	must(c.SetDeadline(time.Time{}))
	_, err = c.Write([]byte("x"))
	must(err)
	n, err := s.Read(buf)
	must(err)
	expect(n == 1)
	mark("main: far in the future, then nearer")
	must(s.SetReadDeadline(time.Now().Add(time.Hour)))
	must(s.SetReadDeadline(time.Now().Add(2 * time.Hour)))
	must(s.SetReadDeadline(time.Now().Add(50 * time.Millisecond)))
	_, err = s.Read(buf)
	expect(errors.Is(err, os.ErrDeadlineExceeded))
	mark("main: set by another goroutine while the read is parked")
	must(s.SetReadDeadline(time.Time{}))
	go func() {
		nap(40)
		mark("other: SetReadDeadline")
		s.SetReadDeadline(time.Unix(1, 0))
	}()
	_, err = s.Read(buf)
	expect(errors.Is(err, os.ErrDeadlineExceeded))
	mark("main: for reading and writing apart")
	must(s.SetWriteDeadline(time.Now().Add(time.Hour)))
	must(s.SetReadDeadline(time.Time{}))
	must(s.SetDeadline(time.Now().Add(time.Hour)))
	must(s.SetReadDeadline(time.Time{}))
	_, err = s.Write([]byte("y"))
	must(err)
	must(s.Close())
	must(c.Close())
	expect(errors.Is(c.SetDeadline(time.Time{}), net.ErrClosed))
}

// S13 closed while a read is parked; closed twice; used when closed.
func S13() {
	c, s := tcpPair()
	done := make(chan error)
	go func() {
		mark("other: c.Read")
		_, err := c.Read(make([]byte, 8))
		done <- err
	}()
	nap(40)
	mark("main: c.Close")
	must(c.Close())
	expect(errors.Is(<-done, net.ErrClosed))
	expect(errors.Is(c.Close(), net.ErrClosed))
	_, err := c.Write([]byte("x"))
	expect(errors.Is(err, net.ErrClosed))
	n, err := s.Read(make([]byte, 8))
	expect(n == 0 && err == io.EOF)
	must(s.Close())
}

// S14 two goroutines read one connection: the second waits for the first (fdMutex), and both for data.
func S14() {
	c, s := tcpPair()
	done := make(chan byte)
	read := func() {
		b := make([]byte, 1)
		_, err := s.Read(b)
		must(err)
		done <- b[0]
	}
	go read()
	nap(40)
	go read()
	nap(40)
	mark("main: c.Write")
	_, err := c.Write([]byte("a"))
	must(err)
	expect(<-done == 'a')
	nap(40)
	_, err = c.Write([]byte("b"))
	must(err)
	expect(<-done == 'b')
	must(c.Close())
	must(s.Close())
}

// S15 a reset: SetLinger(0) and what the peer sees.
func S15() {
	c, s := tcpPair()
	must(c.SetLinger(0))
	mark("main: c.Close")
	must(c.Close())
	nap(20)
	_, err := s.Read(make([]byte, 8))
	expect(errors.Is(err, syscall.ECONNRESET))
	_, err = s.Write([]byte("x"))
	expect(errors.Is(err, syscall.EPIPE))
	must(s.Close())
	mark("main: SetLinger(5) and -1")
	c, s = tcpPair()
	must(c.SetLinger(5))
	must(c.SetLinger(-1))
	must(c.Close())
	must(s.Close())
}

// S16 the options of a TCP connection.
func S16() {
	c, s := tcpPair()
	mark("main: options")
	must(c.SetNoDelay(false))
	must(c.SetKeepAlive(false))
	must(c.SetKeepAlive(true))
	must(c.SetKeepAlivePeriod(90 * time.Second))
	must(c.SetReadBuffer(16 << 10))
	must(c.SetWriteBuffer(16 << 10))
	expect(c.LocalAddr().String() == s.RemoteAddr().String())
	must(c.Close())
	must(s.Close())
	expect(errors.Is(c.SetNoDelay(true), net.ErrClosed))
}

// S17 several buffers in one system call.
func S17() {
	c, s := tcpPair()
	mark("main: net.Buffers")
	buffers := net.Buffers{[]byte("one "), nil, []byte("two "), []byte("three")}
	n, err := buffers.WriteTo(c)
	must(err)
	expect(n == 13 && len(buffers) == 0)
	got := make([]byte, 32)
	k, err := io.ReadAtLeast(s, got, 13)
	must(err)
	expect(string(got[:k]) == "one two three")
	mark("main: more than a call takes")
	many := make(net.Buffers, 1030)
	for i := range many {
		many[i] = []byte{byte(i)}
	}
	n, err = many.WriteTo(c)
	must(err)
	expect(n == 1030)
	must(c.Close())
	all, err := io.ReadAll(s)
	must(err)
	expect(len(all) == 1030)
	must(s.Close())
}

// S18 io.Copy between connections splices; from a file it is sendfile.
func S18() {
	a, b := tcpPair()
	c, d := tcpPair()
	mark("main: io.Copy from b to c")
	_, err := a.Write([]byte("through a pipe"))
	must(err)
	must(a.Close())
	nap(20)
	n, err := io.Copy(c, b)
	must(err)
	expect(n == 14)
	must(c.CloseWrite())
	all, err := io.ReadAll(d)
	must(err)
	expect(string(all) == "through a pipe")
	must(b.Close())
	mark("main: io.Copy from a file to d")
	must(os.WriteFile("s18.txt", []byte("from a file"), 0o600))
	f, err := os.Open("s18.txt")
	must(err)
	n, err = io.Copy(d, f)
	must(err)
	expect(n == 11)
	must(f.Close())
	must(os.Remove("s18.txt"))
	must(d.Close())
	all, err = io.ReadAll(c)
	must(err)
	expect(string(all) == "from a file")
	must(c.Close())
}

// S19 net.Pipe: no kernel in it.
func S19() {
	a, b := net.Pipe()
	must(a.SetReadDeadline(time.Now().Add(-time.Second)))
	_, err := a.Read(nil)
	expect(errors.Is(err, os.ErrDeadlineExceeded))
	must(a.SetReadDeadline(time.Time{}))
	go func() {
		mark("other: Write")
		n, err := b.Write([]byte("hello"))
		expect(n == 5 && err == nil)
		b.Close()
	}()
	buf := make([]byte, 3)
	mark("main: Read")
	n, err := a.Read(buf)
	expect(n == 3 && err == nil)
	n, err = a.Read(buf)
	expect(n == 2 && err == nil)
	_, err = a.Read(buf)
	expect(err == io.EOF)
	must(a.Close())
	_, err = a.Write(buf)
	expect(errors.Is(err, io.ErrClosedPipe))
}
