package main

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"time"
)

// reset ends a connection as a peer does that crashes: with RST instead of FIN.
func reset(c *net.TCPConn) {
	must(c.SetLinger(0))
	must(c.Close())
	time.Sleep(5 * time.Millisecond)
}

func main() {
	buffer := make([]byte, 64)

	// Before it is accepted.
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	must(err)
	hidePort(l.Addr(), "L")
	early, err := net.DialTCP("tcp", nil, l.Addr().(*net.TCPAddr))
	must(err)
	hidePort(early.LocalAddr(), "E")
	reset(early)
	c, err := l.AcceptTCP()
	say("accept:", what(err))
	if err == nil {
		say(c.RemoteAddr())
		_, err = c.Read(buffer)
		say("read:", what(err))
		_, err = c.Write(buffer)
		say("write:", what(err))
		say(what(c.CloseWrite()))
		say(what(c.Close()))
	}
	// The listener goes on.
	next, err := net.Dial("tcp", l.Addr().String())
	must(err)
	c, err = l.AcceptTCP()
	say("next:", what(err))
	c.Close()
	next.Close()
	l.Close()

	folder := scratch()
	defer os.RemoveAll(folder)
	must(os.WriteFile(folder+"/data", bytes.Repeat([]byte("x"), 100000), 0o600))
	for _, each := range []struct {
		name string
		do   func(c *net.TCPConn) error
	}{
		{"read", func(c *net.TCPConn) error { _, err := c.Read(buffer); return err }},
		{"write", func(c *net.TCPConn) error { _, err := c.Write(buffer); return err }},
		{"read, read", func(c *net.TCPConn) error { c.Read(buffer); _, err := c.Read(buffer); return err }},
		{"read, write", func(c *net.TCPConn) error { c.Read(buffer); _, err := c.Write(buffer); return err }},
		{"write, read", func(c *net.TCPConn) error { c.Write(buffer); _, err := c.Read(buffer); return err }},
		{"writev", func(c *net.TCPConn) error { b := net.Buffers{buffer, buffer}; _, err := b.WriteTo(c); return err }},
		{"sendfile", func(c *net.TCPConn) error {
			f, err := os.Open(folder + "/data")
			must(err)
			defer f.Close()
			_, err = c.ReadFrom(f)
			return err
		}},
		{"CloseRead", func(c *net.TCPConn) error { return c.CloseRead() }},
		{"CloseWrite", func(c *net.TCPConn) error { return c.CloseWrite() }},
		{"SetNoDelay", func(c *net.TCPConn) error { return c.SetNoDelay(true) }},
		{"SetKeepAlive", func(c *net.TCPConn) error { return c.SetKeepAlive(true) }},
		{"File", func(c *net.TCPConn) error {
			f, err := c.File()
			if err == nil {
				defer f.Close()
				var copied net.Conn
				if copied, err = net.FileConn(f); err == nil {
					_, err = copied.Read(buffer)
					copied.Close()
				}
			}
			return err
		}},
		{"Close", func(c *net.TCPConn) error { return c.Close() }},
	} {
		client, server := pair("tcp", "127.0.0.1:0")
		reset(client)
		say(each.name+":", what(each.do(server)))
		server.Close()
	}

	// While somebody waits, in each direction.
	client, server := pair("tcp", "127.0.0.1:0")
	after(20, func() { reset(client) })
	_, err = server.Read(buffer)
	say("reader:", what(err))
	server.Close()
	client, server = pair("tcp", "127.0.0.1:0")
	after(50, func() { reset(client) })
	_, err = server.Write(make([]byte, 64<<20))
	say("writer:", what(err))
	server.Close()
	client, server = pair("tcp", "127.0.0.1:0")
	go func() {
		io.ReadFull(client, make([]byte, 100000))
		reset(client)
	}()
	f, err := os.Open("/dev/zero")
	must(err)
	_, err = server.ReadFrom(f)
	// Whether it was waiting just then decides which of the two it is.
	say("copier:", errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE))
	f.Close()
	server.Close()
	// Data that arrived before the reset can still be read.
	client, server = pair("tcp", "127.0.0.1:0")
	client.Write([]byte("last words"))
	reset(client)
	n, err := server.Read(buffer)
	say("data and reset:", n, what(err))
	server.Close()
}
