// Needs IPv6.
package main

import (
	"io"
	"net"
	"syscall"
	"time"
)

func option(c syscall.Conn, level, name int) (value int) {
	raw, err := c.SyscallConn()
	must(err)
	must(raw.Control(func(fd uintptr) {
		value, err = syscall.GetsockoptInt(int(fd), level, name)
		must(err)
	}))
	return value
}

func main() {
	client, server := pair("tcp", "127.0.0.1:0")
	say(client.LocalAddr(), client.RemoteAddr(), server.LocalAddr(), server.RemoteAddr())
	say(client.LocalAddr().Network(), client.LocalAddr().String() == server.RemoteAddr().String())

	nodelay := func() int { return option(client, syscall.IPPROTO_TCP, syscall.TCP_NODELAY) }
	say("nodelay", nodelay())
	must(client.SetNoDelay(false))
	say("nodelay", nodelay())
	must(client.SetNoDelay(true))
	say("nodelay", nodelay())

	alive := func() []int {
		return []int{
			option(client, syscall.SOL_SOCKET, syscall.SO_KEEPALIVE), option(client, syscall.IPPROTO_TCP, syscall.TCP_KEEPIDLE),
			option(client, syscall.IPPROTO_TCP, syscall.TCP_KEEPINTVL), option(client, syscall.IPPROTO_TCP, syscall.TCP_KEEPCNT),
		}
	}
	say("keep-alive", alive())
	must(client.SetKeepAlive(false))
	say("keep-alive", alive())
	must(client.SetKeepAlive(true))
	must(client.SetKeepAlivePeriod(90 * time.Second))
	say("keep-alive", alive())
	must(client.SetKeepAlivePeriod(1500 * time.Millisecond))
	say("keep-alive", alive())

	say("read buffer", what(client.SetReadBuffer(8192)), option(client, syscall.SOL_SOCKET, syscall.SO_RCVBUF))
	say("write buffer", what(client.SetWriteBuffer(16384)), option(client, syscall.SOL_SOCKET, syscall.SO_SNDBUF))
	must(client.SetLinger(5))
	must(client.SetLinger(-1))

	n, err := client.Write([]byte("hello"))
	say(n, what(err))
	buffer := make([]byte, 100)
	n, err = server.Read(buffer)
	say(n, string(buffer[:n]), what(err))
	n, err = server.Read(nil)
	say("empty read", n, what(err))
	n, err = server.Write(nil)
	say("empty write", n, what(err))

	must(client.CloseWrite())
	n, err = server.Read(buffer)
	say("after CloseWrite", n, what(err))
	_, err = client.Write([]byte("x"))
	say(what(err))
	_, err = server.Write([]byte("still"))
	say(what(err))
	n, err = io.ReadFull(client, buffer[:5])
	say(n, string(buffer[:n]), what(err))
	must(client.CloseRead())
	n, err = client.Read(buffer)
	say("after CloseRead", n, what(err))
	must(client.Close())
	say("closed twice", what(client.Close()))
	_, err = client.Read(buffer)
	say(what(err))
	_, err = client.Write(buffer)
	say(what(err))
	_, err = client.ReadFrom(server)
	say(what(err))
	say(what(client.SetDeadline(time.Time{})))
	say(what(client.SetNoDelay(true)))
	say(what(client.SetKeepAlive(true)))
	say(what(client.SetLinger(0)))
	say(what(client.SetReadBuffer(1)))
	say(what(client.CloseRead()))
	say(what(client.CloseWrite()))
	_, err = client.File()
	say(what(err))
	raw, err := client.SyscallConn()
	must(err)
	say(what(raw.Control(func(uintptr) { say("not called") })))
	say(what(raw.Read(func(uintptr) bool { say("not called"); return true })))
	say(client.LocalAddr(), client.RemoteAddr())
	must(server.Close())

	client, server = pair("tcp", "[::1]:0")
	say(client.LocalAddr().(*net.TCPAddr).AddrPort().Addr(), server.LocalAddr())
	must(server.SetLinger(0))
	must(server.Close())
	n, err = client.Read(buffer)
	say("reset", n, what(err))
	_, err = client.Write([]byte("x"))
	say("after reset", what(err))
	must(client.Close())
}
