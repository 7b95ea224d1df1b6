// Read and Write on a TCP connection: data that is there and data that is not, a peer that does not read, and the
// three ways in which a conversation ends: half-close, end of file, reset.
//
// One goroutine, the peer, does what it is told over a channel; main tells it and looks on. With one processor
// (GOMAXPROCS=1, as in the walkthrough) each step therefore happens when the other side is known to wait.
package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
)

const big = 256 << 10

func main() {
	if err := run(); err != nil {
		fmt.Println("read-write:", err)
		os.Exit(1)
	}
}

func run() error {
	conn, peer, err := connect()
	if err != nil {
		return err
	}
	defer conn.Close()
	orders := make(chan string)
	done := make(chan string, 1)
	go obey(peer, orders, done)

	if err := readThere(conn, orders, done); err != nil {
		return err
	}
	if err := readShort(conn); err != nil {
		return err
	}
	if err := readEmpty(conn, orders, done); err != nil {
		return err
	}
	if err := writeMuch(conn, orders, done); err != nil {
		return err
	}
	if err := halfClose(conn, orders, done); err != nil {
		return err
	}
	conn.Close()
	return reset()
}

// connect gives the two ends of a connection.
func connect() (conn, peer *net.TCPConn, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	defer listener.Close()
	dialed, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		return nil, nil, err
	}
	accepted, err := listener.Accept()
	if err != nil {
		dialed.Close()
		return nil, nil, err
	}
	return dialed.(*net.TCPConn), accepted.(*net.TCPConn), nil
}

// readThere reads what has arrived before.
func readThere(conn net.Conn, orders chan<- string, done <-chan string) error {
	orders <- "say"
	fmt.Println("peer:", <-done)
	buffer := make([]byte, 5)
	n, err := conn.Read(buffer)
	fmt.Printf("read %q\n", buffer[:n])
	return err
}

// readShort reads the rest: less than there is room for.
func readShort(conn net.Conn) error {
	buffer := make([]byte, 64)
	n, err := conn.Read(buffer)
	fmt.Printf("read %q\n", buffer[:n])
	return err
}

// readEmpty reads before anything has arrived.
func readEmpty(conn net.Conn, orders chan<- string, done <-chan string) error {
	orders <- "say"
	buffer := make([]byte, 64)
	n, err := conn.Read(buffer)
	fmt.Println("peer:", <-done)
	fmt.Printf("read %q\n", buffer[:n])
	return err
}

// writeMuch writes more than the kernel takes at once, to a peer that does not read yet.
func writeMuch(conn *net.TCPConn, orders chan<- string, done <-chan string) error {
	if err := conn.SetWriteBuffer(16 << 10); err != nil {
		return err
	}
	orders <- "drain"
	n, err := conn.Write(make([]byte, big))
	fmt.Println("wrote", n, "bytes")
	fmt.Println("peer:", <-done)
	return err
}

// halfClose ends one direction and reads what comes in the other until it ends too.
func halfClose(conn *net.TCPConn, orders chan<- string, done <-chan string) error {
	if err := conn.CloseWrite(); err != nil {
		return err
	}
	orders <- "finish"
	rest, err := io.ReadAll(conn)
	fmt.Println("peer:", <-done)
	fmt.Printf("read %q and the end\n", rest)
	return err
}

// reset reads from and writes to a connection that the other side has thrown away.
func reset() error {
	conn, peer, err := connect()
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := peer.SetLinger(0); err != nil {
		return err
	}
	if err := peer.Close(); err != nil {
		return err
	}
	_, err = conn.Read(make([]byte, 64))
	fmt.Println(err)
	if !errors.Is(err, syscall.ECONNRESET) {
		return fmt.Errorf("read: %v, not a reset", err)
	}
	_, err = conn.Write([]byte("hello?"))
	fmt.Println(err)
	if !errors.Is(err, syscall.EPIPE) {
		return fmt.Errorf("write: %v, not a broken pipe", err)
	}
	return nil
}

// obey is the other side.
func obey(peer *net.TCPConn, orders <-chan string, done chan<- string) {
	defer peer.Close()
	for order := range orders {
		switch order {
		case "say":
			n, err := peer.Write([]byte("hello, world"))
			done <- fmt.Sprint("said ", n, " bytes, error ", err)
		case "drain":
			n, err := io.CopyN(io.Discard, peer, big)
			done <- fmt.Sprint("read ", n, " bytes, error ", err)
		case "finish":
			n, err := peer.Read(make([]byte, 64))
			said := fmt.Sprint("read ", n, " bytes, error ", err)
			peer.Write([]byte("goodbye"))
			done <- said
			return
		}
	}
}
