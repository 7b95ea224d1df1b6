// Needs IPv6.
package main

import (
	"net"
	"net/netip"
	"syscall"
	"time"
)

func main() {
	for _, try := range [][2]string{
		{"udp", "127.0.0.1:0"}, {"udp4", ":0"}, {"udp6", "[::1]:0"}, {"udp", ":0"}, {"udp4", "[::1]:0"}, {"udp6", "127.0.0.1:0"}, {"udp", "127.0.0.1"}, {"tcp", ":0"},
		{"udp", "192.0.2.1:0"}, {"udp", "127.0.0.1:70000"},
	} {
		c, err := net.ListenPacket(try[0], try[1])
		if err != nil {
			say(try[0], try[1], what(err))
			continue
		}
		a := c.LocalAddr().(*net.UDPAddr)
		say(try[0], try[1], a.Network(), a.IP, a.Port != 0)
		must(c.Close())
	}

	server, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	must(err)
	hidePort(server.LocalAddr(), "SERVER")
	to := server.LocalAddr().(*net.UDPAddr)
	client, err := net.DialUDP("udp", nil, to)
	must(err)
	hidePort(client.LocalAddr(), "CLIENT")
	from := client.LocalAddr().(*net.UDPAddr)
	say(client.LocalAddr(), client.RemoteAddr(), server.LocalAddr(), server.RemoteAddr() == nil)

	buffer := make([]byte, 64)
	oob := make([]byte, 64)
	n, err := client.Write([]byte("one"))
	say(n, what(err))
	n, a, err := server.ReadFrom(buffer)
	say(n, string(buffer[:n]), a, what(err))
	client.Write([]byte("two"))
	n, u, err := server.ReadFromUDP(buffer)
	say(n, string(buffer[:n]), u, len(u.IP), what(err))
	client.Write([]byte("three"))
	n, ap, err := server.ReadFromUDPAddrPort(buffer)
	say(n, string(buffer[:n]), ap, ap.Addr().Is4(), ap.Addr().Is4In6(), what(err))
	client.Write([]byte("four"))
	n, oobn, flags, u, err := server.ReadMsgUDP(buffer, oob)
	say(n, oobn, flags, u, what(err))
	client.Write([]byte("five is longer"))
	n, oobn, flags, ap, err = server.ReadMsgUDPAddrPort(buffer[:4], oob)
	say(n, oobn, flags == syscall.MSG_TRUNC, ap, string(buffer[:n]), what(err))
	client.Write([]byte("six is longer"))
	n, a, err = server.ReadFrom(buffer[:3])
	say(n, string(buffer[:n]), a, what(err))
	client.Write(nil)
	n, a, err = server.ReadFrom(buffer)
	say("empty datagram", n, a, what(err))

	for i, send := range []func([]byte) (int, error){
		func(b []byte) (int, error) { return server.WriteTo(b, from) },
		func(b []byte) (int, error) { return server.WriteToUDP(b, from) },
		func(b []byte) (int, error) { return server.WriteToUDPAddrPort(b, from.AddrPort()) },
		func(b []byte) (int, error) {
			n, oobn, err := server.WriteMsgUDP(b, nil, from)
			say("oob", oobn)
			return n, err
		},
		func(b []byte) (int, error) {
			n, oobn, err := server.WriteMsgUDPAddrPort(b, nil, from.AddrPort())
			say("oob", oobn)
			return n, err
		},
		func(b []byte) (int, error) {
			return server.WriteToUDPAddrPort(b, netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), uint16(from.Port)))
		},
	} {
		n, err := send([]byte{'0' + byte(i)})
		say(i, n, what(err))
		n, err = client.Read(buffer)
		say(n, string(buffer[:n]), what(err))
	}

	// Connected or not, and addresses that do not fit.
	_, err = client.WriteTo([]byte("x"), to)
	say(what(err))
	_, err = client.WriteToUDPAddrPort([]byte("x"), to.AddrPort())
	say(what(err))
	_, _, err = client.WriteMsgUDP([]byte("x"), nil, to)
	say(what(err))
	n, oobn, err = client.WriteMsgUDP([]byte("x"), nil, nil)
	say(n, oobn, what(err))
	server.ReadFrom(buffer)
	_, err = server.Write([]byte("x"))
	say(what(err))
	_, err = server.WriteTo([]byte("x"), nil)
	say(what(err))
	_, err = server.WriteToUDP([]byte("x"), nil)
	say(what(err))
	_, err = server.WriteTo([]byte("x"), &net.TCPAddr{IP: to.IP, Port: to.Port})
	say(what(err))
	_, err = server.WriteToUDP([]byte("x"), &net.UDPAddr{IP: net.IPv6loopback, Port: 9})
	say(what(err))
	_, err = server.WriteToUDPAddrPort([]byte("x"), netip.AddrPort{})
	say(what(err))
	_, err = client.Write(make([]byte, 70000))
	say(what(err))

	must(server.SetReadDeadline(time.Now().Add(20 * time.Millisecond)))
	_, _, err = server.ReadFrom(buffer)
	say(what(err))
	must(server.Close())
	client.Write([]byte("nobody"))
	_, err = client.Read(buffer)
	say("refused:", what(err))
	n, err = client.Write([]byte("again"))
	say("again:", n, what(err))
	must(client.Close())
	_, err = client.Write([]byte("x"))
	say(what(err))
	_, _, err = client.ReadFromUDP(buffer)
	say(what(err))

	// A socket for both families gives IPv4 senders back as IPv4.
	both, err := net.ListenUDP("udp", nil)
	must(err)
	hidePort(both.LocalAddr(), "BOTH")
	port := both.LocalAddr().(*net.UDPAddr).Port
	for _, ip := range []string{"127.0.0.1", "::1"} {
		c, err := net.DialUDP("udp", nil, &net.UDPAddr{IP: net.ParseIP(ip), Port: port})
		must(err)
		hidePort(c.LocalAddr(), "C")
		c.Write([]byte(ip))
		n, ap, err := both.ReadFromUDPAddrPort(buffer)
		say(n, ap, ap.Addr().Is4In6(), what(err))
		n, err = both.WriteToUDPAddrPort(buffer[:n], ap)
		say(n, what(err))
		n, err = c.Read(buffer)
		say(string(buffer[:n]), what(err))
		n, err = both.WriteToUDP(buffer[:n], c.LocalAddr().(*net.UDPAddr))
		say(n, what(err))
		n, err = c.Read(buffer)
		say(string(buffer[:n]), what(err))
		c.Close()
	}
	say(what(both.SetReadBuffer(4096)), what(both.SetWriteBuffer(4096)))
	f, err := both.File()
	must(err)
	pc, err := net.FilePacketConn(f)
	say(pc.LocalAddr(), what(err))
	f.Close()
	pc.Close()
	both.Close()

	// Options by SyscallConn, and ancillary data.
	server, err = net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	must(err)
	raw, err := server.SyscallConn()
	must(err)
	must(raw.Control(func(fd uintptr) {
		v, err := syscall.GetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_BROADCAST)
		say("SO_BROADCAST", v, err)
		must(syscall.SetsockoptInt(int(fd), syscall.IPPROTO_IP, syscall.IP_PKTINFO, 1))
	}))
	client, err = net.DialUDP("udp4", nil, server.LocalAddr().(*net.UDPAddr))
	must(err)
	client.Write([]byte("info"))
	n, oobn, _, _, err = server.ReadMsgUDP(buffer, oob)
	say(n, oobn, what(err))
	messages, err := syscall.ParseSocketControlMessage(oob[:oobn])
	say(len(messages), what(err))
	for _, m := range messages {
		say(m.Header.Level, m.Header.Type, len(m.Data), m.Data[8:])
	}
	n, oobn, err = server.WriteMsgUDP([]byte("back"), oob[:oobn], client.LocalAddr().(*net.UDPAddr))
	say(n, oobn, what(err))
	n, err = client.Read(buffer)
	say(string(buffer[:n]), what(err))
	client.Close()
	server.Close()
}
