// Command listen accepts connections, or datagrams, and sends back what arrives.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"
)

var (
	discard   = flag.Bool("discard", false, "read, and send nothing back")
	deadline  = flag.Duration("deadline", 0, "how long a read may wait")
	keepAlive = flag.Duration("keep-alive", 0, "period of keep-alive probes; below zero: none")
)

func main() {
	flag.Parse()
	network, address := flag.Arg(0), flag.Arg(1)
	var err error
	if strings.HasPrefix(network, "udp") || network == "unixgram" {
		err = listenPacket(network, address)
	} else {
		err = listen(network, address)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func listen(network, address string) error {
	config := net.ListenConfig{KeepAlive: *keepAlive}
	ln, err := config.Listen(context.Background(), network, address)
	if err != nil {
		return err
	}
	defer ln.Close()
	fmt.Println("listening on", ln.Addr().Network(), ln.Addr())
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	buf := make([]byte, 4096)
	for {
		if *deadline > 0 {
			conn.SetReadDeadline(time.Now().Add(*deadline))
		}
		n, err := conn.Read(buf)
		if n > 0 && !*discard {
			if _, err := conn.Write(buf[:n]); err != nil {
				report(err)
				return
			}
		}
		if err != nil {
			report(err)
			return
		}
	}
}

func report(err error) {
	if err != io.EOF {
		fmt.Fprintln(os.Stderr, err)
	}
}

func listenPacket(network, address string) error {
	conn, err := net.ListenPacket(network, address)
	if err != nil {
		return err
	}
	defer conn.Close()
	fmt.Println("listening on", conn.LocalAddr().Network(), conn.LocalAddr())
	buf := make([]byte, 65536)
	for {
		n, from, err := conn.ReadFrom(buf)
		if err != nil {
			return err
		}
		if *discard || from == nil || from.String() == "" {
			continue
		}
		if _, err := conn.WriteTo(buf[:n], from); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
}
