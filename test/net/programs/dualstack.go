// Needs namespace.
package main

import (
	"io"
	"net"
)

func main() {
	for _, network := range []string{"tcp", "tcp4", "tcp6"} {
		l, err := net.Listen(network, ":0")
		must(err)
		port := hidePort(l.Addr(), network)
		say(network, l.Addr())
		for _, dial := range [][2]string{
			{"tcp", "127.0.0.1"}, {"tcp", "[::1]"}, {"tcp4", "127.0.0.1"}, {"tcp6", "[::1]"}, {"tcp", "[::ffff:127.0.0.1]"}, {"tcp6", "[::ffff:127.0.0.1]"},
			{"tcp4", "[::ffff:127.0.0.1]"}, {"tcp", ""}, {"tcp4", ""}, {"tcp6", ""}, {"tcp", "localhost"},
		} {
			c, err := net.Dial(dial[0], dial[1]+":"+port)
			if err != nil {
				say(dial[0], dial[1], what(err))
				continue
			}
			s, err := l.Accept()
			must(err)
			ip := s.RemoteAddr().(*net.TCPAddr).IP
			remote := c.RemoteAddr().(*net.TCPAddr).IP
			say(dial[0], dial[1], "from", ip, len(ip), "to", remote, len(remote))
			c.Write([]byte("ok"))
			c.Close()
			data, err := io.ReadAll(s)
			say(string(data), what(err))
			s.Close()
		}
		must(l.Close())
	}
	for _, network := range []string{"udp", "udp4", "udp6"} {
		c, err := net.ListenPacket(network, ":0")
		must(err)
		port := hidePort(c.LocalAddr(), network)
		say(network, c.LocalAddr())
		for _, to := range []string{"127.0.0.1", "::1"} {
			d, err := net.Dial("udp", net.JoinHostPort(to, port))
			must(err)
			if _, err = d.Write([]byte(to)); err == nil {
				if (network == "udp4") == (to == "127.0.0.1") || network == "udp" {
					buffer := make([]byte, 20)
					n, from, err := c.ReadFrom(buffer)
					say(string(buffer[:n]), from.(*net.UDPAddr).IP, what(err))
				}
			}
			d.Close()
		}
		must(c.Close())
	}
}
