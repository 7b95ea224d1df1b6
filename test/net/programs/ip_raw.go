// Needs namespace.
package main

import (
	"net"
	"os"
	"syscall"
	"time"
)

func checksum(b []byte) uint16 {
	var sum uint32
	for i := 0; i+1 < len(b); i += 2 {
		sum += uint32(b[i])<<8 | uint32(b[i+1])
	}
	for sum>>16 != 0 {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}

func main() {
	for _, try := range [][2]string{
		{"ip4:icmp", "127.0.0.1"}, {"ip4:1", "127.0.0.1"}, {"ip6:ipv6-icmp", "::1"}, {"ip6:58", "::1"}, {"ip4:tcp", "127.0.0.1"}, {"ip:icmp", "127.0.0.1"},
		{"ip4:nosuch", "127.0.0.1"}, {"ip4", "127.0.0.1"}, {"ip4:icmp", "::1"}, {"ip6:58", "127.0.0.1"}, {"ip4:256", "127.0.0.1"}, {"ip4:icmp", "127.0.0.1:80"},
	} {
		c, err := net.ListenPacket(try[0], try[1])
		if err != nil {
			say(try[0], try[1], what(err))
			continue
		}
		say(try[0], try[1], c.LocalAddr().Network(), c.LocalAddr())
		c.Close()
	}

	c, err := net.ListenIP("ip4:icmp", &net.IPAddr{IP: net.IPv4(127, 0, 0, 1)})
	must(err)
	id := os.Getpid() & 0xffff
	message := append([]byte{8, 0, 0, 0, byte(id >> 8), byte(id), 0, 1}, "ping over loopback"...)
	sum := checksum(message)
	message[2], message[3] = byte(sum>>8), byte(sum)
	n, err := c.WriteTo(message, &net.IPAddr{IP: net.IPv4(127, 0, 0, 1)})
	say(n, what(err))
	buffer := make([]byte, 200)
	c.SetReadDeadline(time.Now().Add(2 * time.Second))
	for {
		n, from, err := c.ReadFromIP(buffer)
		if err != nil {
			say(what(err))
			break
		}
		// Only the answer to this program, not its own request nor what other programs get.
		if buffer[0] == 0 && buffer[4] == byte(id>>8) && buffer[5] == byte(id) {
			say("answer", n, from, string(buffer[8:n]))
			break
		}
	}
	say(what(c.SetReadBuffer(8192)), what(c.SetWriteBuffer(8192)))
	_, err = c.WriteToIP([]byte("x"), nil)
	say(what(err))
	_, err = c.WriteTo([]byte("x"), &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	say(what(err))
	_, err = c.Write([]byte("x"))
	say(what(err))
	raw, err := c.SyscallConn()
	must(err)
	must(raw.Control(func(fd uintptr) {
		v, err := syscall.GetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_TYPE)
		say(v == syscall.SOCK_RAW, err)
	}))
	must(c.Close())
	_, _, err = c.ReadFromIP(buffer)
	say(what(err))

	d, err := net.DialIP("ip4:icmp", nil, &net.IPAddr{IP: net.IPv4(127, 0, 0, 1)})
	must(err)
	say(d.LocalAddr(), d.RemoteAddr())
	n, err = d.Write(message)
	say(n, what(err))
	_, err = d.WriteTo(message, d.RemoteAddr())
	say(what(err))
	d.SetReadDeadline(time.Now().Add(2 * time.Second))
	oob := make([]byte, 100)
	for {
		n, oobn, _, from, err := d.ReadMsgIP(buffer, oob)
		if err != nil {
			say(what(err))
			break
		}
		// ReadMsgIP keeps the header of IPv4.
		if buffer[20] == 0 && buffer[24] == byte(id>>8) && buffer[25] == byte(id) {
			say("answer", n, oobn, from, buffer[0])
			break
		}
	}
	n, oobn, err := d.WriteMsgIP(message, nil, nil)
	say(n, oobn, what(err))
	f, err := d.File()
	must(err)
	fc, err := net.FileConn(f)
	say(fc.LocalAddr().Network(), fc.RemoteAddr(), what(err))
	f.Close()
	fc.Close()
	d.Close()
	_, err = net.Dial("ip4:icmp", "localhost:80")
	say(what(err))
	_, err = net.DialIP("tcp", nil, nil)
	say(what(err))
	a, err := net.ResolveIPAddr("ip4", "localhost")
	say(a, what(err))
}
