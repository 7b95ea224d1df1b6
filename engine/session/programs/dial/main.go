// Command dial connects standard input and output with a connection.
package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

var (
	timeout   = flag.Duration("timeout", 0, "how long connecting may take")
	deadline  = flag.Duration("deadline", 0, "how long the connection may last")
	say       = flag.String("say", "", "what to send before standard input")
	keepAlive = flag.Duration("keep-alive", 0, "period of keep-alive probes; below zero: none")
)

func main() {
	flag.Parse()
	if err := dial(flag.Arg(0), flag.Arg(1)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func dial(network, address string) error {
	dialer := net.Dialer{Timeout: *timeout, KeepAlive: *keepAlive}
	conn, err := dialer.Dial(network, address)
	if err != nil {
		return err
	}
	defer conn.Close()
	if *deadline > 0 {
		conn.SetDeadline(time.Now().Add(*deadline))
	}
	go send(conn)
	_, err = io.Copy(os.Stdout, conn)
	return err
}

// send passes on what is typed; its end is the end of what we send, and the peer may still answer.
func send(conn net.Conn) {
	io.WriteString(conn, *say)
	io.Copy(conn, os.Stdin)
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
}
