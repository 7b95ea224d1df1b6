package main

import (
	"fmt"
	"io"
	"net"
	"time"
)

func main() {
	a, b := net.Pipe()
	say(a.LocalAddr(), a.RemoteAddr(), a.LocalAddr().Network())
	written := make(chan string, 1)
	go func() {
		n, err := a.Write([]byte("all of this"))
		written <- fmt.Sprint("written ", n, " ", what(err))
		a.Close()
	}()
	buffer := make([]byte, 4)
	for {
		n, err := b.Read(buffer)
		if err != nil {
			say(what(err), err == io.EOF)
			break
		}
		say(string(buffer[:n]))
		time.Sleep(time.Millisecond)
	}
	say(<-written)
	_, err := b.Write([]byte("x"))
	say(what(err), err == io.ErrClosedPipe)
	b.SetDeadline(time.Now().Add(-1))
	b.Close()
	say(what(b.SetDeadline(time.Now())))
	a, b = net.Pipe()
	a.SetReadDeadline(time.Now().Add(10 * time.Millisecond))
	_, err = a.Read(buffer)
	say(what(err))
	a.SetWriteDeadline(time.Now().Add(10 * time.Millisecond))
	n, err := a.Write([]byte("nobody"))
	say(n, what(err))
	b.Close()
	_, err = a.Read(buffer)
	say(what(err))
	a.Close()
}
