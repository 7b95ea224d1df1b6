// Needs namespace.
package main

import (
	"net"
	"syscall"
)

func main() {
	for _, try := range [][2]string{
		{"tcp", "127.0.0.1:0"}, {"tcp4", "127.0.0.1:0"}, {"tcp6", "[::1]:0"}, {"tcp", "[::1]:0"}, {"tcp", ":0"}, {"tcp4", ":0"}, {"tcp6", ":0"},
		{"tcp", "0.0.0.0:0"}, {"tcp", "[::]:0"}, {"tcp4", "0.0.0.0:0"}, {"tcp6", "[::]:0"}, {"tcp", "localhost:0"}, {"tcp", "[::ffff:127.0.0.1]:0"},
		{"tcp6", "127.0.0.1:0"}, {"tcp4", "[::1]:0"}, {"tcp", ""}, {"tcp", "127.0.0.1"}, {"tcp", "127.0.0.1:65536"}, {"tcp", "127.0.0.1:-1"},
		{"tcp", "127.0.0.1:nosuchservice"}, {"tcp", "::1:0"}, {"tcp", "[::1:0"}, {"tcp", "a:b:c"}, {"tcp5", ":0"}, {"udp", ":0"}, {"", ":0"},
		{"tcp", "127.0.0.1:0:0"}, {"tcp", "192.0.2.1:0"}, {"tcp6", "[2001:db8::1]:0"}, {"tcp6", "[fe80::1%lo]:0"}, {"tcp6", "[fe80::1%nosuch]:0"},
	} {
		l, err := net.Listen(try[0], try[1])
		if err != nil {
			say(try[0], try[1], what(err))
			continue
		}
		a := l.Addr().(*net.TCPAddr)
		say(try[0], try[1], "listens", a.Network(), a.IP, len(a.IP), a.Zone, a.Port != 0)
		must(l.Close())
	}

	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	port := hidePort(l.Addr(), "P")
	_, err = net.Listen("tcp", "127.0.0.1:"+port)
	say(what(err))
	_, err = net.Listen("tcp4", ":"+port)
	say(what(err))
	other, err := net.Listen("tcp4", "127.0.0.2:"+port)
	must(err)
	say(other.Addr())
	other.Close()
	must(l.Close())
	say(what(l.Close()))
	_, err = l.Accept()
	say(what(err))
	again, err := net.Listen("tcp", "127.0.0.1:"+port)
	say("again", what(err))
	again.Close()

	tl, err := net.ListenTCP("tcp", nil)
	must(err)
	say(tl.Addr().(*net.TCPAddr).IP)
	raw, err := tl.SyscallConn()
	must(err)
	must(raw.Control(func(fd uintptr) {
		for _, option := range []int{syscall.SO_ACCEPTCONN, syscall.SO_REUSEADDR, syscall.SO_TYPE, syscall.SO_BROADCAST} {
			v, err := syscall.GetsockoptInt(int(fd), syscall.SOL_SOCKET, option)
			say("option", option, v, err)
		}
		v, err := syscall.GetsockoptInt(int(fd), syscall.IPPROTO_IPV6, syscall.IPV6_V6ONLY)
		say("IPV6_V6ONLY", v, err)
	}))
	must(tl.Close())
	_, err = net.ListenTCP("udp", nil)
	say(what(err))
	_, err = net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 1})
	say(what(err))
	_, err = net.ListenTCP("tcp4", &net.TCPAddr{IP: net.IPv6loopback})
	say(what(err))
}
