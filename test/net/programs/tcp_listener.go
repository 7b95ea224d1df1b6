// Needs namespace.
package main

import (
	"net"
	"time"
)

func main() {
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	must(err)
	port := hidePort(l.Addr(), "P")

	must(l.SetDeadline(time.Now().Add(30 * time.Millisecond)))
	_, err = l.Accept()
	say(what(err))
	_, err = l.AcceptTCP()
	say(what(err))
	must(l.SetDeadline(time.Time{}))

	dialled := make(chan net.Conn, 3)
	for i := 0; i < 3; i++ {
		c, err := net.Dial("tcp", "127.0.0.1:"+port)
		must(err)
		dialled <- c
	}
	must(l.SetDeadline(time.Unix(1, 0)))
	_, err = l.Accept()
	say("a passed deadline comes before waiting connections:", what(err))
	must(l.SetDeadline(time.Time{}))
	for i := 0; i < 3; i++ {
		c, err := l.AcceptTCP()
		must(err)
		d := <-dialled
		say(c.RemoteAddr().String() == d.LocalAddr().String())
		c.Close()
		d.Close()
	}

	f, err := l.File()
	must(err)
	say(f.Name() != "", l.Addr())
	l2, err := net.FileListener(f)
	must(err)
	must(f.Close())
	say(l2.Addr(), l2.Addr().String() == l.Addr().String())
	must(l.Close())
	done := make(chan bool)
	go func() {
		c, err := l2.Accept()
		say("accepted by the copy", what(err))
		if err == nil {
			c.Close()
		}
		done <- true
	}()
	c, err := net.Dial("tcp", "127.0.0.1:"+port)
	must(err)
	<-done
	c.Close()

	go func() {
		_, err := l2.Accept()
		say(what(err))
		done <- true
	}()
	time.Sleep(20 * time.Millisecond)
	must(l2.Close())
	<-done
	_, err = net.Dial("tcp", "127.0.0.1:"+port)
	say(what(err))

	// The descriptors of a listener after Close.
	raw, err := l.SyscallConn()
	must(err)
	say(what(raw.Control(func(uintptr) {})))
	say(what(raw.Read(func(uintptr) bool { return true })), what(raw.Write(func(uintptr) bool { return true })))
	say(what(l.SetDeadline(time.Now())))
	_, err = l.File()
	say(what(err))
	// One goroutine accepts; another closes while connections wait.
	l, err = net.ListenTCP("tcp4", nil)
	must(err)
	hidePort(l.Addr(), "Q")
	address := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: l.Addr().(*net.TCPAddr).Port}
	waiting, err := net.DialTCP("tcp", nil, address)
	must(err)
	must(l.Close())
	n, err := waiting.Read(make([]byte, 1))
	say("the listener went away:", n, err != nil)
	waiting.Close()
}
