package main

import (
	"errors"
	"io"
	"net"
	"sync"
	"syscall"
	"time"
)

func main() {
	buffer := make([]byte, 10)
	done := make(chan error, 10)

	client, server := pair("tcp", "127.0.0.1:0")
	go func() { _, err := client.Read(buffer); done <- err }()
	time.Sleep(10 * time.Millisecond)
	must(client.Close())
	say("a reader is woken:", what(<-done))
	server.Close()

	client, server = pair("tcp", "127.0.0.1:0")
	go func() { _, err := client.Write(make([]byte, 64<<20)); done <- err }()
	time.Sleep(50 * time.Millisecond)
	must(client.Close())
	say("a writer is woken:", what(<-done))
	server.Close()

	// Several readers take turns; each byte goes to one.
	client, server = pair("tcp", "127.0.0.1:0")
	var mutex sync.Mutex
	var wg sync.WaitGroup
	count, ends := 0, 0
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			b := make([]byte, 1)
			for {
				n, err := client.Read(b)
				mutex.Lock()
				count += n
				if err != nil {
					ends++
				}
				mutex.Unlock()
				if err != nil {
					return
				}
			}
		}()
	}
	for i := 0; i < 20; i++ {
		server.Write([]byte("abc"))
	}
	server.Close()
	wg.Wait()
	say("bytes", count, "ends", ends)
	client.Close()

	// Several writers: no message is cut by another.
	client, server = pair("tcp", "127.0.0.1:0")
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			message := make([]byte, 100000)
			for j := range message {
				message[j] = byte('a' + i)
			}
			n, err := client.Write(message)
			if n != len(message) || err != nil {
				say(n, what(err))
			}
		}(i)
	}
	go func() { wg.Wait(); client.Close() }()
	all, err := io.ReadAll(server)
	changes := 0
	for i := 1; i < len(all); i++ {
		if all[i] != all[i-1] {
			changes++
		}
	}
	say("received", len(all), "borders", changes, what(err))
	server.Close()

	// The peer goes while we write.
	client, server = pair("tcp", "127.0.0.1:0")
	must(server.SetLinger(0))
	must(server.Close())
	time.Sleep(10 * time.Millisecond)
	_, err = client.Write([]byte("x"))
	say("written to a reset connection:", what(err), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE))
	_, err = client.Write([]byte("x"))
	say("once more:", what(err), errors.Is(err, syscall.EPIPE))
	_, err = client.Read(buffer)
	say("read:", what(err))
	client.Close()

	client, server = pair("tcp", "127.0.0.1:0")
	client.Write([]byte("unread"))
	time.Sleep(10 * time.Millisecond)
	must(server.Close())
	_, err = client.Read(buffer)
	say("unread data resets:", what(err), errors.Is(err, syscall.ECONNRESET))
	client.Close()

	// Accept by several goroutines; all end when the listener closes.
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	hidePort(l.Addr(), "L")
	accepted := make(chan net.Conn, 20)
	for i := 0; i < 3; i++ {
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					done <- err
					return
				}
				accepted <- c
			}
		}()
	}
	for i := 0; i < 9; i++ {
		c, err := net.Dial("tcp", l.Addr().String())
		must(err)
		c.Close()
	}
	for i := 0; i < 9; i++ {
		(<-accepted).Close()
	}
	must(l.Close())
	for i := 0; i < 3; i++ {
		say(what(<-done))
	}
}
