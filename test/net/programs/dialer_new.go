// Since Go 1.23.
package main

import (
	"context"
	"net"
	"syscall"
	"time"
)

func alive(c syscall.Conn) (values []int) {
	raw, err := c.SyscallConn()
	must(err)
	must(raw.Control(func(fd uintptr) {
		on, err := syscall.GetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_KEEPALIVE)
		must(err)
		values = append(values, on)
		for _, name := range []int{syscall.TCP_KEEPIDLE, syscall.TCP_KEEPINTVL, syscall.TCP_KEEPCNT} {
			v, err := syscall.GetsockoptInt(int(fd), syscall.IPPROTO_TCP, name)
			must(err)
			values = append(values, v)
		}
	}))
	return values
}

type key struct{}

func main() {
	configs := []net.KeepAliveConfig{
		{}, {Enable: true}, {Enable: true, Idle: 30 * time.Second}, {Enable: true, Idle: -1, Interval: 7 * time.Second, Count: 3},
		{Enable: true, Idle: 1500 * time.Millisecond, Interval: -1, Count: -1},
	}
	for _, config := range configs {
		lc := net.ListenConfig{KeepAliveConfig: config}
		l, err := lc.Listen(context.Background(), "tcp", "127.0.0.1:0")
		must(err)
		d := net.Dialer{KeepAliveConfig: config}
		c, err := d.Dial("tcp", l.Addr().String())
		must(err)
		s, err := l.Accept()
		must(err)
		say(alive(c.(*net.TCPConn)), alive(s.(*net.TCPConn)))
		must(c.(*net.TCPConn).SetKeepAliveConfig(net.KeepAliveConfig{Enable: true, Idle: 5 * time.Second, Interval: 6 * time.Second, Count: 7}))
		say(alive(c.(*net.TCPConn)))
		c.Close()
		s.Close()
		l.Close()
	}

	for _, multipath := range []bool{false, true} {
		var lc net.ListenConfig
		lc.SetMultipathTCP(multipath)
		l, err := lc.Listen(context.Background(), "tcp", "127.0.0.1:0")
		must(err)
		hidePort(l.Addr(), "P")
		for _, dial := range []bool{false, true} {
			var d net.Dialer
			d.SetMultipathTCP(dial)
			c, err := d.Dial("tcp", l.Addr().String())
			must(err)
			s, err := l.Accept()
			must(err)
			a, err := c.(*net.TCPConn).MultipathTCP()
			must(err)
			b, err := s.(*net.TCPConn).MultipathTCP()
			must(err)
			say(lc.MultipathTCP(), d.MultipathTCP(), a, b)
			c.Write([]byte("over it"))
			buffer := make([]byte, 10)
			n, err := s.Read(buffer)
			say(string(buffer[:n]), what(err))
			c.Close()
			s.Close()
		}
		l.Close()
	}

	d := net.Dialer{ControlContext: func(ctx context.Context, network, address string, c syscall.RawConn) error {
		say("control", ctx.Value(key{}), network)
		return nil
	}}
	_, err := d.DialContext(context.WithValue(context.Background(), key{}, "value"), "tcp", "127.0.0.1:1")
	say(what(err))
}
