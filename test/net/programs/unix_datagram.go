package main

import (
	"net"
	"os"
	"time"
)

func main() {
	folder := scratch()
	defer os.RemoveAll(folder)
	server, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: folder + "/server", Net: "unixgram"})
	must(err)
	say(server.LocalAddr(), server.RemoteAddr() == nil)
	named, err := net.DialUnix("unixgram", &net.UnixAddr{Name: folder + "/client", Net: "unixgram"}, server.LocalAddr().(*net.UnixAddr))
	must(err)
	say(named.LocalAddr(), named.RemoteAddr())
	anonymous, err := net.Dial("unixgram", folder+"/server")
	must(err)
	say(anonymous.LocalAddr(), anonymous.RemoteAddr())

	buffer := make([]byte, 20)
	oob := make([]byte, 20)
	named.Write([]byte("from a name"))
	n, from, err := server.ReadFrom(buffer)
	say(n, string(buffer[:n]), from, what(err))
	n, err = server.WriteTo([]byte("back"), from)
	say(n, what(err))
	n, err = named.Read(buffer)
	say(string(buffer[:n]), what(err))
	anonymous.Write([]byte("from nobody"))
	n, u, err := server.ReadFromUnix(buffer)
	say(n, string(buffer[:n]), u, what(err))
	named.Write([]byte("a long message is cut"))
	n, oobn, flags, u, err := server.ReadMsgUnix(buffer[:6], oob)
	say(n, oobn, flags, u, string(buffer[:n]), what(err))
	anonymous.Write(nil)
	n, u, err = server.ReadFromUnix(buffer)
	say("empty", n, u, what(err))

	_, err = named.WriteTo([]byte("x"), server.LocalAddr())
	say(what(err))
	_, err = server.Write([]byte("x"))
	say(what(err))
	_, err = server.WriteTo([]byte("x"), nil)
	say(what(err))
	_, err = server.WriteTo([]byte("x"), &net.UDPAddr{})
	say(what(err))
	_, err = server.WriteToUnix([]byte("x"), &net.UnixAddr{Name: folder + "/missing", Net: "unixgram"})
	say(what(err))
	_, err = server.WriteToUnix([]byte("x"), &net.UnixAddr{Name: folder + "/client", Net: "unix"})
	say(what(err))

	// A full queue makes the writer wait.
	sent := 0
	for {
		anonymous.SetWriteDeadline(time.Now().Add(300 * time.Millisecond))
		if _, err = anonymous.Write([]byte("fill")); err != nil {
			break
		}
		sent++
	}
	say("full:", sent > 0, what(err))
	anonymous.SetWriteDeadline(time.Time{})
	done := make(chan error)
	go func() {
		_, err := anonymous.Write([]byte("waits"))
		done <- err
	}()
	time.Sleep(20 * time.Millisecond)
	for i := 0; i < sent; i++ {
		server.Read(buffer)
	}
	say("room again:", what(<-done))
	n, err = server.Read(buffer)
	say(string(buffer[:n]), what(err))

	must(server.Close())
	_, err = os.Stat(folder + "/server")
	say("a datagram socket's name stays:", err == nil)
	_, err = named.Write([]byte("x"))
	say(what(err))
	named.Close()
	anonymous.Close()
	_, err = net.ListenPacket("unixgram", folder+"/server")
	say(what(err))
	_, err = net.ListenPacket("unix", folder+"/other")
	say(what(err))
	_, err = net.ListenUnixgram("unixgram", nil)
	say(what(err))

	// Sequenced packets keep their borders.
	l, err := net.Listen("unixpacket", folder+"/packets")
	must(err)
	say(l.Addr().Network(), l.Addr())
	go func() {
		c, err := net.Dial("unixpacket", folder+"/packets")
		must(err)
		for _, text := range []string{"first", "the second", "3"} {
			c.Write([]byte(text))
		}
		c.Close()
	}()
	c, err := l.Accept()
	must(err)
	for i := 0; i < 4; i++ {
		n, err := c.Read(buffer[:7])
		say(n, string(buffer[:n]), what(err))
	}
	c.Close()
	l.Close()
}
