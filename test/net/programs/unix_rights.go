package main

import (
	"io"
	"net"
	"os"
	"syscall"
)

func main() {
	before := descriptors()
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	must(err)
	ends := make([]*net.UnixConn, 2)
	for i, fd := range pair {
		f := os.NewFile(uintptr(fd), "end")
		c, err := net.FileConn(f)
		must(err)
		must(f.Close())
		ends[i] = c.(*net.UnixConn)
		say(c.LocalAddr().Network(), c.LocalAddr(), c.RemoteAddr())
	}

	// Two files and a listener travel.
	folder := scratch()
	defer os.RemoveAll(folder)
	must(os.WriteFile(folder+"/a", []byte("content of a"), 0o600))
	a, err := os.Open(folder + "/a")
	must(err)
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	must(err)
	hidePort(l.Addr(), "L")
	lf, err := l.File()
	must(err)
	rights := syscall.UnixRights(int(a.Fd()), int(lf.Fd()))
	say(len(rights), syscall.CmsgSpace(8), syscall.CmsgLen(8))
	n, oobn, err := ends[0].WriteMsgUnix([]byte("take these"), rights, nil)
	say(n, oobn == len(rights), what(err))
	a.Close()
	lf.Close()
	l.Close()

	buffer, oob := make([]byte, 100), make([]byte, 100)
	n, oobn, flags, from, err := ends[1].ReadMsgUnix(buffer, oob)
	say(n, string(buffer[:n]), oobn, flags == syscall.MSG_CMSG_CLOEXEC, from, what(err))
	messages, err := syscall.ParseSocketControlMessage(oob[:oobn])
	say(len(messages), what(err))
	fds, err := syscall.ParseUnixRights(&messages[0])
	say(len(fds), what(err))
	f := os.NewFile(uintptr(fds[0]), "received")
	data, err := io.ReadAll(f)
	say(string(data), what(err))
	f.Close()
	f = os.NewFile(uintptr(fds[1]), "received")
	received, err := net.FileListener(f)
	must(err)
	f.Close()
	say(received.Addr())
	go func() {
		c, err := net.Dial("tcp", received.Addr().String())
		must(err)
		c.Write([]byte("over a received listener"))
		c.Close()
	}()
	c, err := received.Accept()
	must(err)
	data, err = io.ReadAll(c)
	say(string(data), what(err))
	c.Close()
	received.Close()

	// Credentials.
	raw, err := ends[1].SyscallConn()
	must(err)
	must(raw.Control(func(fd uintptr) {
		must(syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_PASSCRED, 1))
	}))
	cred := &syscall.Ucred{Pid: int32(os.Getpid()), Uid: uint32(os.Getuid()), Gid: uint32(os.Getgid())}
	n, oobn, err = ends[0].WriteMsgUnix([]byte("me"), syscall.UnixCredentials(cred), nil)
	say(n, oobn, what(err))
	n, oobn, _, _, err = ends[1].ReadMsgUnix(buffer, oob)
	say(n, oobn, what(err))
	messages, err = syscall.ParseSocketControlMessage(oob[:oobn])
	must(err)
	got, err := syscall.ParseUnixCredentials(&messages[0])
	say(*got == *cred, what(err))
	_, err = syscall.ParseUnixRights(&messages[0])
	say(what(err))

	// Rights without data cannot be sent over a stream: Go sends one byte.
	n, oobn, err = ends[0].WriteMsgUnix(nil, syscall.UnixCredentials(cred), nil)
	say(n, oobn, what(err))
	n, oobn, _, _, err = ends[1].ReadMsgUnix(nil, oob)
	say(n, oobn, what(err))
	_, _, err = ends[0].WriteMsgUnix([]byte("x"), nil, &net.UnixAddr{Name: "x", Net: "unix"})
	say(what(err))
	_, err = ends[0].WriteTo([]byte("x"), &net.UnixAddr{Name: "x", Net: "unix"})
	say(what(err))

	must(ends[0].Close())
	n, err = ends[1].Read(buffer)
	say(n, what(err))
	must(ends[1].Close())
	say("descriptors left:", descriptors()-before <= 2)
}
