// An echo server for tests that attach to it: it says where it listens, and serves until its standard input ends.
package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"time"
)

type server struct {
	listener net.Listener
	served   sync.WaitGroup
}

func (s *server) accept() {
	for {
		connection, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.served.Add(1)
		go s.echo(connection)
	}
}

func (s *server) echo(connection net.Conn) {
	defer s.served.Done()
	defer connection.Close()
	buffer := make([]byte, 4096)
	for {
		n, err := connection.Read(buffer)
		if err != nil {
			return
		}
		if err := answer(connection, buffer[:n]); err != nil {
			return
		}
	}
}

// answer is small enough to be inlined.
func answer(w io.Writer, data []byte) error {
	_, err := w.Write(data)
	return err
}

func sleeper() {
	for {
		time.Sleep(time.Hour)
	}
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	s := &server{listener: listener}
	go s.accept()
	go sleeper()
	fmt.Println(listener.Addr())
	io.Copy(io.Discard, os.Stdin)
	listener.Close()
}
