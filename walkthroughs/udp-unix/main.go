// Sockets without a handshake, and sockets without a network: datagrams over UDP, a datagram that is cut, a port
// where nobody listens; then a Unix socket: a file as an address, a stream over it, and the file's end.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
)

func main() {
	if err := run(); err != nil {
		fmt.Println("udp-unix:", err)
		os.Exit(1)
	}
}

func run() error {
	if err := datagrams(); err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "udp-unix")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	return stream(filepath.Join(folder, "echo.sock"))
}

// datagrams lets a server without connections answer two clients, one of which has one.
func datagrams() error {
	server, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		return err
	}
	answered := make(chan error, 1)
	go answer(server, answered)

	client, err := net.Dial("udp4", server.LocalAddr().String())
	if err != nil {
		server.Close()
		return err
	}
	defer client.Close()
	if err := ask(client); err != nil {
		server.Close()
		return err
	}
	if err := cut(client, server.LocalAddr()); err != nil {
		server.Close()
		return err
	}
	if err := server.Close(); err != nil {
		return err
	}
	if err := <-answered; !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nobody(client)
}

// answer sends each datagram back to where it came from, until the socket is closed.
func answer(server net.PacketConn, answered chan<- error) {
	buffer := make([]byte, 64)
	for {
		n, from, err := server.ReadFrom(buffer)
		if err != nil {
			answered <- err
			return
		}
		if _, err := server.WriteTo(buffer[:n], from); err != nil {
			answered <- err
			return
		}
	}
}

// ask sends a question and waits for its echo.
func ask(client net.Conn) error {
	if _, err := client.Write([]byte("hello")); err != nil {
		return err
	}
	buffer := make([]byte, 64)
	n, err := client.Read(buffer)
	fmt.Printf("client: got %q\n", buffer[:n])
	return err
}

// cut reads an answer into too small a buffer, and one that is empty.
func cut(client net.Conn, server net.Addr) error {
	if _, err := client.Write([]byte("a long answer")); err != nil {
		return err
	}
	buffer := make([]byte, 6)
	n, err := client.Read(buffer)
	if err != nil {
		return err
	}
	fmt.Printf("client: got %q of it\n", buffer[:n])
	if _, err := client.Write(nil); err != nil {
		return err
	}
	n, err = client.Read(buffer)
	fmt.Println("client: got", n, "bytes, error", err)
	return err
}

// nobody writes to a port where nobody listens any more.
func nobody(client net.Conn) error {
	if _, err := client.Write([]byte("anybody?")); err != nil {
		return err
	}
	_, err := client.Read(make([]byte, 64))
	if !errors.Is(err, syscall.ECONNREFUSED) {
		return fmt.Errorf("read: %v, not refused", err)
	}
	fmt.Println("client: refused")
	return nil
}

// stream echoes over a Unix socket.
func stream(path string) error {
	listener, err := net.Listen("unix", path)
	if err != nil {
		return err
	}
	echoed := make(chan error, 1)
	go echo(listener, echoed)
	client, err := net.Dial("unix", path)
	if err != nil {
		listener.Close()
		return err
	}
	err = ask(client)
	client.Close()
	if err == nil {
		err = <-echoed
	}
	listener.Close()
	if err != nil {
		return err
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is still there: %v", filepath.Base(path), err)
	}
	fmt.Println("the file is gone")
	return nil
}

// echo serves one connection.
func echo(listener net.Listener, echoed chan<- error) {
	conn, err := listener.Accept()
	if err != nil {
		echoed <- err
		return
	}
	defer conn.Close()
	buffer := make([]byte, 64)
	n, err := conn.Read(buffer)
	if err == nil {
		_, err = conn.Write(buffer[:n])
	}
	echoed <- err
}
