// Needs namespace.
package main

import (
	"net"
	"net/netip"
)

func main() {
	for _, try := range [][2]string{
		{"tcp", "127.0.0.1:80"}, {"tcp", "127.0.0.1:http"}, {"tcp", "[::1]:443"}, {"tcp", ":0"}, {"tcp4", "[::1]:1"}, {"tcp6", "127.0.0.1:1"}, {"tcp", "localhost:ssh"},
		{"tcp", "[fe80::1%lo]:80"}, {"tcp", "1.2.3:80"}, {"tcp", "127.0.0.1:"}, {"udp", "127.0.0.1:53"}, {"", "127.0.0.1:1"}, {"tcp", ""}, {"tcp", "[::1]"},
		{"tcp", "[::1]x:1"}, {"tcp", "::1"}, {"tcp", "127.0.0.1:65536"}, {"tcp", "127.0.0.1:+80"}, {"tcp", "127.0.0.1:0x50"},
	} {
		a, err := net.ResolveTCPAddr(try[0], try[1])
		say(try[0], try[1], a, what(err))
	}
	for _, try := range [][2]string{{"udp", "127.0.0.1:domain"}, {"udp4", ":53"}, {"tcp", "127.0.0.1:1"}, {"udp", "localhost:nosuch"}} {
		a, err := net.ResolveUDPAddr(try[0], try[1])
		say(try[0], try[1], a, what(err))
	}
	for _, try := range [][2]string{{"ip", "127.0.0.1"}, {"ip4", "::1"}, {"ip6", "::1"}, {"ip4:icmp", "127.0.0.1"}, {"ip4:nosuch", "127.0.0.1"}, {"", "127.0.0.1"}, {"tcp", "1.1.1.1"}} {
		a, err := net.ResolveIPAddr(try[0], try[1])
		say(try[0], try[1], a, what(err))
	}
	for _, try := range [][2]string{{"tcp", "http"}, {"udp", "domain"}, {"tcp", "nosuch"}, {"tcp", "80"}, {"tcp", "99999"}, {"sctp", "1"}, {"ip", "0"}, {"tcp", "HTTPS"}, {"tcp", ""}} {
		port, err := net.LookupPort(try[0], try[1])
		say(try[0], try[1], port, what(err))
	}
	for _, text := range []string{"127.0.0.1", "::1", "::ffff:1.2.3.4", "1.2.3", "256.1.1.1", "01.2.3.4", "fe80::1%eth0", "::1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:1.2.3.4", ""} {
		ip := net.ParseIP(text)
		say(text, ip, len(ip), ip.To4(), ip.IsLoopback(), ip.IsPrivate(), ip.IsUnspecified(), ip.IsGlobalUnicast(), ip.DefaultMask())
	}
	for _, text := range []string{"10.0.0.0/8", "10.1.2.3/12", "2001:db8::/32", "10.0.0.0", "10.0.0.0/33", "::/129", "1.2.3.4/-1"} {
		ip, network, err := net.ParseCIDR(text)
		say(text, ip, network, what(err))
		if err == nil {
			ones, bits := network.Mask.Size()
			say(ones, bits, network.Contains(net.IPv4(10, 1, 2, 3)), network.Mask)
		}
	}
	for _, text := range []string{"00:00:5e:00:53:01", "02-00-5e-10-00-00-00-01", "0000.5e00.5301", "00:00", "xx:00:5e:00:53:01"} {
		mac, err := net.ParseMAC(text)
		say(text, mac, what(err))
	}
	for _, text := range []string{"host:1", "[::1]:2", ":3", "host:", "host", "a:b:c", "[::1]", "[a]b:1", "a[b]:1", "[a:1", "a]:1", "[::1%lo]:80"} {
		host, port, err := net.SplitHostPort(text)
		say(text, host, port, what(err), net.JoinHostPort(host, port))
	}
	a := net.TCPAddrFromAddrPort(netip.MustParseAddrPort("[::1%lo]:80"))
	say(a, a.AddrPort(), net.UDPAddrFromAddrPort(netip.MustParseAddrPort("1.2.3.4:5")))
	say((&net.TCPAddr{IP: net.IP{1, 2}, Port: 3}).String(), (*net.TCPAddr)(nil).String(), (&net.UDPAddr{}).String(), (&net.UnixAddr{Name: "n", Net: "unix"}).Network())
	interfaces, err := net.Interfaces()
	must(err)
	for _, each := range interfaces {
		if each.Flags&net.FlagLoopback == 0 {
			continue
		}
		say(each.Index, each.Name, each.MTU, each.Flags)
		list, err := each.Addrs()
		must(err)
		for _, a := range list {
			say(a.Network(), a)
		}
		same, err := net.InterfaceByIndex(each.Index)
		say(same.Name, what(err))
	}
	list, err := net.InterfaceAddrs()
	say(len(list) > 0, what(err))
}
