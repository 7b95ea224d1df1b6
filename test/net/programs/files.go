package main

import (
	"io"
	"net"
	"os"
	"syscall"
)

func main() {
	before := descriptors()
	client, server := pair("tcp", "127.0.0.1:0")
	f, err := client.File()
	must(err)
	copied, err := net.FileConn(f)
	must(err)
	say(copied.LocalAddr(), copied.RemoteAddr(), copied.LocalAddr().Network())
	_, isTCP := copied.(*net.TCPConn)
	say(isTCP)
	must(f.Close())
	must(client.Close())
	copied.Write([]byte("through the copy"))
	must(copied.Close())
	data, err := io.ReadAll(server)
	say(string(data), what(err))
	must(server.Close())

	// File is in blocking mode or not, as Go leaves it.
	client, server = pair("tcp", "127.0.0.1:0")
	f, err = client.File()
	must(err)
	flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, f.Fd(), syscall.F_GETFL, 0)
	say("non-blocking:", flags&syscall.O_NONBLOCK != 0, errno == 0)
	flags, _, _ = syscall.Syscall(syscall.SYS_FCNTL, f.Fd(), syscall.F_GETFD, 0)
	say("close-on-exec:", flags&syscall.FD_CLOEXEC != 0)
	f.Close()
	client.Close()
	server.Close()

	u, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	must(err)
	hidePort(u.LocalAddr(), "U")
	f, err = u.File()
	must(err)
	pc, err := net.FilePacketConn(f)
	say(pc.LocalAddr(), what(err))
	_, isUDP := pc.(*net.UDPConn)
	say(isUDP)
	pc.Close()
	uc, err := net.FileConn(f)
	say(uc.LocalAddr(), uc.RemoteAddr() == nil, what(err))
	uc.Close()
	_, err = net.FileListener(f)
	say(what(err))
	f.Close()
	u.Close()

	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	must(err)
	hidePort(l.Addr(), "L")
	f, err = l.File()
	must(err)
	_, err = net.FilePacketConn(f)
	say(what(err))
	fc, err := net.FileConn(f)
	say(what(err))
	if err == nil {
		_, err = fc.Read(make([]byte, 1))
		say(what(err))
		fc.Close()
	}
	f.Close()
	l.Close()

	// What is no socket.
	r, w, err := os.Pipe()
	must(err)
	_, err = net.FileConn(r)
	say(what(err))
	_, err = net.FileListener(r)
	say(what(err))
	_, err = net.FilePacketConn(r)
	say(what(err))
	r.Close()
	w.Close()
	_, err = net.FileConn(r)
	say(what(err))

	// A socket of a family that net does not know.
	fd, err := syscall.Socket(syscall.AF_NETLINK, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC, 0)
	must(err)
	nf := os.NewFile(uintptr(fd), "netlink")
	_, err = net.FileConn(nf)
	say(what(err))
	_, err = net.FilePacketConn(nf)
	say(what(err))
	nf.Close()
	say("descriptors left:", descriptors()-before <= 2)
}
