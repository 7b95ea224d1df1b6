// Needs namespace.
package main

import (
	"context"
	"errors"
	"net"
	"syscall"
	"time"
)

// Of linux/socket.h; package syscall does not have it on amd64.
const reusePort = 15

func main() {
	ctx := context.Background()
	both := net.ListenConfig{Control: func(network, address string, c syscall.RawConn) error {
		say("control", network, address)
		var err error
		if e := c.Control(func(fd uintptr) { err = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, reusePort, 1) }); e != nil {
			return e
		}
		return err
	}}
	one, err := both.Listen(ctx, "tcp", "127.0.0.1:0")
	must(err)
	hidePort(one.Addr(), "P")
	two, err := both.Listen(ctx, "tcp", one.Addr().String())
	say("a second listener at the port:", what(err))
	two.Close()
	_, err = net.Listen("tcp", one.Addr().String())
	say("without the option:", what(err))
	one.Close()

	packet, err := both.ListenPacket(ctx, "udp", "127.0.0.1:0")
	must(err)
	hidePort(packet.LocalAddr(), "U")
	packet2, err := both.ListenPacket(ctx, "udp", packet.LocalAddr().String())
	say("a second socket at the port:", what(err))
	packet2.Close()
	packet.Close()
	_, err = both.Listen(ctx, "udp", "127.0.0.1:0")
	say(what(err))
	_, err = both.ListenPacket(ctx, "tcp", "127.0.0.1:0")
	say(what(err))
	failing := net.ListenConfig{Control: func(string, string, syscall.RawConn) error { return errors.New("no") }}
	_, err = failing.Listen(ctx, "tcp", "127.0.0.1:0")
	say(what(err))
	_, err = failing.ListenPacket(ctx, "udp", "127.0.0.1:0")
	say(what(err))

	for _, period := range []time.Duration{0, -1, 42 * time.Second} {
		lc := net.ListenConfig{KeepAlive: period}
		l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
		must(err)
		client, err := net.Dial("tcp", l.Addr().String())
		must(err)
		server, err := l.Accept()
		must(err)
		raw, err := server.(*net.TCPConn).SyscallConn()
		must(err)
		must(raw.Control(func(fd uintptr) {
			on, _ := syscall.GetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_KEEPALIVE)
			idle, _ := syscall.GetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_KEEPIDLE)
			interval, _ := syscall.GetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_KEEPINTVL)
			nodelay, _ := syscall.GetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_NODELAY)
			say("keep-alive", period, on, idle, interval, nodelay)
		}))
		client.Close()
		server.Close()
		l.Close()
	}

	cancelled, stop := context.WithCancel(ctx)
	stop()
	_, err = new(net.ListenConfig).Listen(cancelled, "tcp", "127.0.0.1:0")
	say("cancelled:", what(err))
	_, err = new(net.ListenConfig).Listen(cancelled, "tcp", "localhost:0")
	say("cancelled, by name:", what(err))
}
