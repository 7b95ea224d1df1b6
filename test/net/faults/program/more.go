package main

import (
	"errors"
	"net"
	"os"
	"syscall"
	"time"
)

// refused is S3 of the walkthroughs: nobody listens where it dials.
func refused(r *report) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if r.failed("main", "listen", err) {
		return
	}
	if nowhere(r, l.Addr()) {
		l.Close()
		return
	}
	address := l.Addr().String()
	r.failed("main", "close", l.Close())
	c, err := net.DialTimeout("tcp4", address, patience)
	if err == nil {
		r.say("client", "connected")
		c.Close()
	} else if r.failed("client", "dial", err) {
		r.say("client", "refused ", errors.Is(err, syscall.ECONNREFUSED))
	}
}

// deadline is S7: a read that ends because its time is over, and another behind it.
func deadline(r *report) {
	client, server, ok := pair(r)
	if !ok {
		return
	}
	defer client.Close()
	r.failed("main", "set deadline", server.SetReadDeadline(time.Now().Add(20*time.Millisecond)))
	for i := 0; i < 2; i++ {
		n, err := server.Read(make([]byte, 8))
		r.failed("server", "read", err)
		r.say("server", n, " ", errors.Is(err, os.ErrDeadlineExceeded))
	}
	r.failed("server", "close", server.Close())
}

// closing is S8: a listener is closed while Accept waits.
func closing(r *report) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if r.failed("main", "listen", err) {
		return
	}
	done := make(chan error, 1)
	go func() {
		l.(*net.TCPListener).SetDeadline(time.Now().Add(longer))
		c, err := l.Accept()
		if err == nil {
			c.Close()
		}
		done <- err
	}()
	time.Sleep(10 * time.Millisecond)
	r.failed("main", "close", l.Close())
	err = <-done
	r.failed("server", "accept", err)
	r.say("server", errors.Is(err, net.ErrClosed))
}
