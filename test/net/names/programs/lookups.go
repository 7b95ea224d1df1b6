// Needs namespace, names.
package main

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"sort"
)

// dns says what a DNSError says of itself.
func dns(err error) string {
	var e *net.DNSError
	if !errors.As(err, &e) {
		return what(err)
	}
	hide("127.0.0.1:53", "SERVER")
	return what(err) + " " + e.Name + "|" + e.Err + map[bool]string{true: "|not found"}[e.IsNotFound] + map[bool]string{true: "|timeout"}[e.IsTimeout] +
		map[bool]string{true: "|temporary"}[e.IsTemporary]
}

func sorted(list []string) []string {
	sort.Strings(list)
	return list
}

func main() {
	for _, name := range []string{
		"both.example.test", "four.example.test", "six.example.test", "alias.example.test", "BOTH.Example.Test", "both.example.test.", "nowhere.example.test",
		"nodata.example.test", "dangling.example.test", "circle.example.test", "localhost", "nine", "nine.example.test", "NINE", "127.0.0.1", "::1", "192.0.2.300",
		"", ".", "-", "under_score.example.test", "a..b", "xn--bcher-kva.example.test", "servfail.example.test", "refused.example.test", "formerr.example.test",
		"host.onion",
	} {
		list, err := net.LookupHost(name)
		say(name, sorted(list), dns(err))
	}
	for _, network := range []string{"ip", "ip4", "ip6", "tcp"} {
		list, err := net.DefaultResolver.LookupIP(context.Background(), network, "both.example.test")
		texts := []string{}
		for _, ip := range list {
			texts = append(texts, ip.String())
		}
		say(network, sorted(texts), dns(err))
	}
	for _, network := range []string{"ip", "ip4", "ip6"} {
		list, err := net.DefaultResolver.LookupNetIP(context.Background(), network, "both.example.test")
		sort.Slice(list, func(i, j int) bool { return list[i].Less(list[j]) })
		say(network, list, dns(err))
	}
	ips, err := net.LookupIP("four.example.test")
	say(ips, dns(err))
	addresses, err := net.DefaultResolver.LookupIPAddr(context.Background(), "six.example.test")
	say(addresses, dns(err))

	for _, name := range []string{"alias.example.test", "both.example.test", "dangling.example.test", "nowhere.example.test", "localhost", "nine"} {
		c, err := net.LookupCNAME(name)
		say("CNAME", name, c, dns(err))
	}
	mx, err := net.LookupMX("mail.example.test")
	for _, each := range mx {
		say("MX", each.Host, each.Pref)
	}
	say(dns(err))
	ns, err := net.LookupNS("zone.example.test")
	for _, each := range ns {
		say("NS", each.Host)
	}
	say(dns(err))
	txt, err := net.LookupTXT("text.example.test")
	say("TXT", sorted(txt), len(txt), dns(err))
	cname, srv, err := net.LookupSRV("http", "tcp", "example.test")
	for _, each := range srv {
		say("SRV", each.Target, each.Port, each.Priority, each.Weight)
	}
	say(cname, dns(err))
	_, srv, err = net.LookupSRV("", "", "_http._tcp.example.test")
	say(len(srv), dns(err))
	_, _, err = net.LookupSRV("nosuch", "tcp", "example.test")
	say(dns(err))
	_, err = net.LookupMX("nowhere.example.test")
	say(dns(err))
	_, err = net.LookupTXT("four.example.test")
	say(dns(err))
	for _, address := range []string{"192.0.2.7", "2001:db8::7", "192.0.2.8", "127.0.0.1", "127.0.0.9", "::1", "not an address"} {
		names, err := net.LookupAddr(address)
		say("PTR", address, names, dns(err))
	}

	// A resolver that dials where it wants.
	dialled := map[string]bool{}
	r := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
		dialled[network+" "+address] = true
		var d net.Dialer
		return d.DialContext(ctx, network, "127.0.0.2:53")
	}}
	list, err := r.LookupHost(context.Background(), "truncated.example.test")
	say(len(list), dns(err), dialled)
	r.Dial = func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("no way there") }
	_, err = r.LookupHost(context.Background(), "four.example.test")
	say(dns(err))
	ctx, stop := context.WithCancel(context.Background())
	stop()
	_, err = net.DefaultResolver.LookupHost(ctx, "four.example.test")
	say(dns(err))

	// Names where addresses are wanted.
	for _, address := range []string{"localfour.example.test:http", "nowhere.example.test:80", "local.example.test:nosuch"} {
		a, err := net.ResolveTCPAddr("tcp", address)
		say(address, a, what(err))
	}
	u, err := net.ResolveUDPAddr("udp6", "local.example.test:53")
	say(u, what(err))
	ip, err := net.ResolveIPAddr("ip4", "local.example.test")
	say(ip, what(err))
	_, err = net.Dial("tcp", "nowhere.example.test:80")
	say(what(err))
	_, err = net.Listen("tcp", "four.example.test:0")
	say(what(err))
	_, err = netip.ParseAddr("four.example.test")
	say(err)
}
