// Needs namespace.
package main

import (
	"net"
	"os"
	"strings"
)

// In a world of its own with two ports for clients, a client that calls one of them is likely to be given that very port: TCP connects it to itself,
// and net tries again.
func main() {
	must(os.WriteFile("/proc/sys/net/ipv4/ip_local_port_range", []byte("40000 40001"), 0o644))
	connected, refused := 0, 0
	for i := 0; i < 40; i++ {
		c, err := net.Dial("tcp", "127.0.0.1:40000")
		if err == nil {
			connected++
			if c.LocalAddr().String() == c.RemoteAddr().String() {
				say("connected to itself")
			}
			c.Close()
		} else if strings.Contains(err.Error(), "connection refused") || strings.Contains(err.Error(), "cannot assign requested address") {
			refused++
		} else {
			say(what(err))
		}
	}
	say(connected, refused == 40-connected)
	// Who asks for that port himself gets it.
	c, err := net.DialTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 40001}, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 40001})
	must(err)
	say(c.LocalAddr().String() == c.RemoteAddr().String())
	c.Write([]byte("to myself"))
	buffer := make([]byte, 20)
	n, err := c.Read(buffer)
	say(string(buffer[:n]), what(err))
	c.Close()
}
