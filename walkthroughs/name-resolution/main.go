// From a name to addresses: localhost, which is in a file, and two names that only a DNS server knows. The server is
// a goroutine of this program, on a port of its own, and the resolver is told to ask it: so nothing leaves this
// machine, whatever its resolv.conf says.
package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"sort"
	"strings"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Println("name-resolution:", err)
		os.Exit(1)
	}
}

func run() error {
	server, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		return err
	}
	served := make(chan error, 1)
	go serve(server, served)
	resolver := &net.Resolver{
		PreferGo: true,
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			return dialServer(ctx, server.LocalAddr())
		},
	}
	err = lookups(resolver)
	server.Close()
	if err != nil {
		return err
	}
	return <-served
}

// dialServer is called in place of a dial to a server of resolv.conf.
func dialServer(ctx context.Context, server net.Addr) (net.Conn, error) {
	var dialer net.Dialer
	return dialer.DialContext(ctx, "udp", server.String())
}

func lookups(resolver *net.Resolver) error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := fromFile(ctx, resolver); err != nil {
		return err
	}
	if err := fromServer(ctx, resolver); err != nil {
		return err
	}
	return unknown(ctx, resolver)
}

// fromFile asks for a name that the hosts file knows.
func fromFile(ctx context.Context, resolver *net.Resolver) error {
	addresses, err := resolver.LookupIPAddr(ctx, "localhost")
	if err != nil {
		return err
	}
	fmt.Println("localhost is known:", len(addresses) > 0)
	return nil
}

// fromServer asks for a name that only the server knows. The dot at its end says that it is complete.
func fromServer(ctx context.Context, resolver *net.Resolver) error {
	addresses, err := resolver.LookupIPAddr(ctx, "www.walk.test.")
	if err != nil {
		return err
	}
	var texts []string
	for _, address := range addresses {
		texts = append(texts, address.String())
	}
	sort.Strings(texts)
	fmt.Println("www.walk.test is", strings.Join(texts, " and "))
	return nil
}

// unknown asks for a name that nobody knows.
func unknown(ctx context.Context, resolver *net.Resolver) error {
	_, err := resolver.LookupIPAddr(ctx, "nowhere.walk.test.")
	var failure *net.DNSError
	if !errors.As(err, &failure) || !failure.IsNotFound {
		return fmt.Errorf("%v, not \"not found\"", err)
	}
	fmt.Println("nowhere.walk.test: not found")
	return nil
}

// serve answers questions until its socket is closed.
func serve(server net.PacketConn, served chan<- error) {
	buffer := make([]byte, 512)
	for {
		n, from, err := server.ReadFrom(buffer)
		if errors.Is(err, net.ErrClosed) {
			served <- nil
			return
		}
		if err == nil {
			_, err = server.WriteTo(answer(buffer[:n]), from)
		}
		if err != nil {
			served <- err
			return
		}
	}
}

const (
	typeA     = 1
	typeAAAA  = 28
	nameError = 3
)

// answer makes a reply (RFC 1035, section 4) to a query with one question: www.walk.test has an address of each kind,
// other names do not exist.
func answer(query []byte) []byte {
	end := 12
	for query[end] != 0 {
		end += int(query[end]) + 1
	}
	name := strings.ToLower(string(query[12:end]))
	kind := int(query[end+1])<<8 | int(query[end+2])
	reply := append([]byte(nil), query[:end+5]...)
	reply[2] |= 0x84 // a response, with authority
	reply[3] = 0x80  // recursion available
	reply[7], reply[9], reply[11] = 0, 0, 0
	var address net.IP
	switch {
	case name != "\x03www\x04walk\x04test":
		reply[3] |= nameError
		return reply
	case kind == typeA:
		address = net.IPv4(127, 0, 0, 1).To4()
	case kind == typeAAAA:
		address = net.IPv6loopback
	default:
		return reply
	}
	reply[7] = 1 // answers
	reply = append(reply, 0xc0, 12, byte(kind>>8), byte(kind), 0, 1, 0, 0, 0, 60, 0, byte(len(address)))
	return append(reply, address...)
}
