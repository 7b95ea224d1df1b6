// Three connections become readable: who asks the network, when, and where do the goroutines go that wait for them?
package main

import (
	"fmt"
	"net"
	"os"
	"time"
)

const connections = 3

func main() {
	if err := run(); err != nil {
		fmt.Println("netpoll-callers:", err)
		os.Exit(1)
	}
}

func run() error {
	clients, texts, err := open()
	if err != nil {
		return err
	}
	time.Sleep(20 * time.Millisecond) // all readers wait by now

	// All at once, and then there is nothing to do.
	if err := send(clients, "all at once"); err != nil {
		return err
	}
	for range clients {
		fmt.Println("got", <-texts)
	}

	// One later, from a goroutine that sleeps first.
	go later(clients[:1])
	fmt.Println("got", <-texts)

	// And while a goroutine computes and never waits.
	if err := send(clients[:1], "while computing"); err != nil {
		return err
	}
	compute(texts)
	fmt.Println("got", <-texts)
	return nil
}

// open makes connections whose far ends are each read by a goroutine.
func open() ([]net.Conn, chan string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	defer listener.Close()
	texts := make(chan string, connections)
	var clients []net.Conn
	for i := 0; i < connections; i++ {
		client, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			return nil, nil, err
		}
		server, err := listener.Accept()
		if err != nil {
			return nil, nil, err
		}
		clients = append(clients, client)
		go read(server, texts)
	}
	return clients, texts, nil
}

// read waits for what comes on a connection.
func read(conn net.Conn, texts chan<- string) {
	buffer := make([]byte, 64)
	for {
		n, err := conn.Read(buffer)
		if err != nil {
			return
		}
		texts <- string(buffer[:n])
	}
}

func send(clients []net.Conn, text string) error {
	for _, client := range clients {
		if _, err := client.Write([]byte(text)); err != nil {
			return err
		}
	}
	return nil
}

func later(clients []net.Conn) {
	time.Sleep(100 * time.Millisecond)
	send(clients, "later")
}

// compute uses the processor until somebody else has been able to run.
func compute(texts chan string) {
	sum := 0
	for i := 0; len(texts) == 0; i++ {
		sum += i
	}
}
