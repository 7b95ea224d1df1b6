// Needs namespace.
package main

import (
	"net"
	"time"
)

func main() {
	lo, err := net.InterfaceByName("lo")
	must(err)
	say(lo.Index, lo.MTU, lo.Name, lo.HardwareAddr, lo.Flags)
	addresses, err := lo.MulticastAddrs()
	say(len(addresses) > 0, what(err))

	group := net.IPv4(224, 0, 0, 251)
	c, err := net.ListenMulticastUDP("udp4", lo, &net.UDPAddr{IP: group, Port: 0})
	must(err)
	hidePort(c.LocalAddr(), "P")
	say(c.LocalAddr())
	joined := func() bool {
		addresses, err := lo.MulticastAddrs()
		must(err)
		for _, a := range addresses {
			if a.(*net.IPAddr).IP.Equal(group) {
				return true
			}
		}
		return false
	}
	say("joined", joined())
	port := c.LocalAddr().(*net.UDPAddr).Port
	sender, err := net.DialUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)}, &net.UDPAddr{IP: group, Port: port})
	say(what(err))
	if err == nil {
		_, err = sender.Write([]byte("to all"))
		if err != nil {
			say("not sent")
		} else {
			c.SetReadDeadline(time.Now().Add(time.Second))
			buffer := make([]byte, 20)
			n, _, err := c.ReadFromUDP(buffer)
			say(n, string(buffer[:n]), err == nil)
		}
		sender.Close()
	}
	must(c.Close())
	say("joined", joined())

	six, err := net.ListenMulticastUDP("udp6", lo, &net.UDPAddr{IP: net.ParseIP("ff02::fb")})
	say(what(err))
	if err == nil {
		hidePort(six.LocalAddr(), "SIX")
		say(six.LocalAddr().(*net.UDPAddr).IP)
		six.Close()
	}
	_, err = net.ListenMulticastUDP("udp4", lo, &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 0})
	say(what(err))
	_, err = net.ListenMulticastUDP("udp4", lo, nil)
	say(what(err))
	_, err = net.ListenMulticastUDP("tcp", lo, &net.UDPAddr{IP: group})
	say(what(err))
	_, err = net.InterfaceByName("nosuch0")
	say(what(err))
	_, err = net.InterfaceByIndex(-1)
	say(what(err))
}
