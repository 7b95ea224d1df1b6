package main

import (
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"time"
)

func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

func main() {
	folder := scratch()
	defer os.RemoveAll(folder)
	name := folder + "/s"
	l, err := net.Listen("unix", name)
	must(err)
	say(l.Addr(), l.Addr().Network(), exists(name))
	_, err = net.Listen("unix", name)
	say(what(err))
	_, err = net.Listen("unix", folder+"/no/such/folder")
	say(what(err))
	_, err = net.Listen("unix", folder+"/"+strings.Repeat("long", 40))
	say(strings.Contains(err.Error(), "bind: invalid argument"))
	_, err = net.Dial("unix", folder+"/missing")
	say(what(err))
	_, err = net.Dial("unixpacket", name)
	say(what(err))
	_, err = net.Dial("unixgram", name)
	say(what(err))
	must(os.WriteFile(folder+"/file", nil, 0o600))
	_, err = net.Dial("unix", folder+"/file")
	say(what(err))

	turn := make(chan bool)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				say(what(err))
				turn <- true
				return
			}
			say("accepted", c.LocalAddr(), c.RemoteAddr(), c.RemoteAddr().Network())
			turn <- true
			io.Copy(c, c)
			c.Close()
		}
	}()
	c, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: name, Net: "unix"})
	must(err)
	<-turn
	say(c.LocalAddr(), c.RemoteAddr())
	c.Write([]byte("echo"))
	must(c.CloseWrite())
	data, err := io.ReadAll(c)
	say(string(data), what(err))
	must(c.CloseRead())
	raw, err := c.SyscallConn()
	must(err)
	must(raw.Control(func(fd uintptr) {
		cred, err := syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
		say(int(cred.Pid) == os.Getpid(), cred.Uid == uint32(os.Getuid()), what(err))
	}))
	must(c.Close())

	// A client with a name of its own.
	c, err = net.DialUnix("unix", &net.UnixAddr{Name: folder + "/client", Net: "unix"}, &net.UnixAddr{Name: name, Net: "unix"})
	must(err)
	<-turn
	say(c.LocalAddr(), c.RemoteAddr(), exists(folder+"/client"))
	c.Close()
	say("a client's name stays:", exists(folder+"/client"))
	must(l.Close())
	<-turn
	say("a listener's name goes:", exists(name))

	ul, err := net.ListenUnix("unix", &net.UnixAddr{Name: name, Net: "unix"})
	must(err)
	ul.SetUnlinkOnClose(false)
	ul.SetDeadline(time.Now().Add(10 * time.Millisecond))
	_, err = ul.AcceptUnix()
	say(what(err))
	f, err := ul.File()
	must(err)
	must(ul.Close())
	say("kept:", exists(name))
	_, err = ul.Accept()
	say(what(err))
	fl, err := net.FileListener(f)
	must(err)
	f.Close()
	say(fl.Addr(), fl.Addr().Network())
	must(fl.Close())
	say("a copy does not remove it:", exists(name))
	_, err = net.Dial("unix", name)
	say(what(err))

	// Abstract names.
	hide("@"+folder, "@DIR")
	al, err := net.Listen("unix", "@"+folder)
	must(err)
	say(al.Addr())
	ac, err := net.Dial("unix", "@"+folder)
	must(err)
	say(ac.RemoteAddr())
	ac.Close()
	must(al.Close())
	_, err = net.Dial("unix", "@"+folder)
	say(what(err))

	for _, bad := range []string{"unix", "unixpacket", "unixgram", "unixx"} {
		_, err = net.ResolveUnixAddr(bad, "name")
		say(bad, what(err))
	}
	_, err = net.DialUnix("unix", nil, nil)
	say(what(err))
	_, err = net.ListenUnix("tcp", &net.UnixAddr{Name: name, Net: "tcp"})
	say(what(err))
	_, err = net.ListenUnix("unix", nil)
	say(what(err))
}
