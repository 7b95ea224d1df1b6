package main

import (
	"net"
	"os"
	"syscall"
	"time"
)

func main() {
	client, server := pair("tcp", "127.0.0.1:0")
	raw, err := client.SyscallConn()
	must(err)
	buffer := make([]byte, 20)

	// Read calls the function again when the socket is ready.
	calls := 0
	after(20, func() { server.Write([]byte("ready")) })
	err = raw.Read(func(fd uintptr) bool {
		calls++
		n, err := syscall.Read(int(fd), buffer)
		if err == syscall.EAGAIN {
			return false
		}
		say("read", string(buffer[:n]), err)
		return true
	})
	say(calls >= 2, what(err))
	err = raw.Write(func(fd uintptr) bool {
		n, err := syscall.Write(int(fd), []byte("written"))
		say("write", n, err)
		return true
	})
	say(what(err))
	n, err := server.Read(buffer)
	say(string(buffer[:n]), what(err))

	client.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	err = raw.Read(func(fd uintptr) bool { return false })
	say("deadline:", what(err))
	client.SetReadDeadline(time.Time{})
	after(20, func() { client.Close() })
	err = raw.Read(func(fd uintptr) bool { return false })
	say("closed meanwhile:", what(err))
	server.Close()

	// A listener accepts by hand.
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	must(err)
	hidePort(l.Addr(), "L")
	rl, err := l.SyscallConn()
	must(err)
	say("read of a listener:", what(rl.Read(func(uintptr) bool { return true })))
	must(rl.Control(func(fd uintptr) {
		sa, err := syscall.Getsockname(int(fd))
		say(sa.(*syscall.SockaddrInet4).Addr, err)
		_, err = syscall.Getpeername(int(fd))
		say(what(err))
	}))
	l.Close()

	// Files have it too.
	r, w, err := os.Pipe()
	must(err)
	rr, err := r.SyscallConn()
	must(err)
	after(20, func() { w.Write([]byte("pipe")) })
	err = rr.Read(func(fd uintptr) bool {
		n, err := syscall.Read(int(fd), buffer)
		if err == syscall.EAGAIN {
			return false
		}
		say(string(buffer[:n]), err)
		return true
	})
	say(what(err))
	r.SetReadDeadline(time.Now().Add(10 * time.Millisecond))
	_, err = r.Read(buffer)
	say(what(err))
	r.Close()
	_, err = w.Write([]byte("x"))
	say(what(err))
	w.Close()
	say(what(w.SetDeadline(time.Now())))
}
