package main

import (
	"io"
	"net"
	"sync"
	"time"
)

func main() {
	client, server := pair("tcp", "127.0.0.1:0")
	buffer := make([]byte, 10)

	must(client.SetReadDeadline(time.Now().Add(20 * time.Millisecond)))
	_, err := client.Read(buffer)
	say("read:", what(err))
	_, err = client.Read(buffer)
	say("still:", what(err))
	server.Write([]byte("data"))
	time.Sleep(10 * time.Millisecond)
	_, err = client.Read(buffer)
	say("also with data there:", what(err))
	must(client.SetReadDeadline(time.Time{}))
	n, err := client.Read(buffer)
	say("without:", string(buffer[:n]), what(err))

	// Set while somebody waits.
	done := make(chan error)
	read := func() {
		_, err := client.Read(buffer)
		done <- err
	}
	go read()
	time.Sleep(10 * time.Millisecond)
	must(client.SetReadDeadline(time.Now().Add(-time.Second)))
	say("a passed deadline wakes:", what(<-done))
	must(client.SetDeadline(time.Now().Add(time.Hour)))
	go read()
	time.Sleep(10 * time.Millisecond)
	must(client.SetDeadline(time.Now().Add(20 * time.Millisecond)))
	say("shortened:", what(<-done))
	must(client.SetDeadline(time.Now().Add(500 * time.Millisecond)))
	go read()
	time.Sleep(10 * time.Millisecond)
	must(client.SetDeadline(time.Now().Add(time.Hour)))
	time.Sleep(600 * time.Millisecond)
	server.Write([]byte("x"))
	say("lengthened:", what(<-done))
	must(client.SetReadDeadline(time.Now().Add(500 * time.Millisecond)))
	go read()
	time.Sleep(5 * time.Millisecond)
	must(client.SetReadDeadline(time.Time{}))
	time.Sleep(600 * time.Millisecond)
	server.Write([]byte("x"))
	say("taken away:", what(<-done))

	// Reading and writing have their own.
	must(client.SetReadDeadline(time.Now().Add(-1)))
	n, err = client.Write([]byte("out"))
	say("writing goes on:", n, what(err))
	must(client.SetReadDeadline(time.Time{}))
	must(client.SetWriteDeadline(time.Now().Add(-1)))
	n, err = client.Write([]byte("out"))
	say("not any more:", n, what(err))
	server.Write([]byte("in"))
	n, err = client.Read(buffer)
	say("but reading does:", string(buffer[:n]), what(err))
	must(client.SetWriteDeadline(time.Now().Add(200 * time.Millisecond)))
	total, err := client.Write(make([]byte, 64<<20))
	say("a writer that nobody reads:", total > 0 && total < 64<<20, what(err))
	must(client.SetWriteDeadline(time.Time{}))
	must(client.Close())
	rest, err := io.Copy(io.Discard, server)
	say("what was written arrives:", rest == int64(total)+3, what(err))
	server.Close()

	// Many rounds of data and deadline at the same moment: each read gives one or the other, and nothing is lost.
	client, server = pair("tcp", "127.0.0.1:0")
	const rounds = 200
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for i := 0; i < rounds; i++ {
			time.Sleep(time.Duration(i%7) * 100 * time.Microsecond)
			server.Write([]byte{byte(i)})
		}
		server.Close()
	}()
	next, timeouts := 0, 0
	for {
		client.SetReadDeadline(time.Now().Add(300 * time.Microsecond))
		n, err := client.Read(buffer)
		for _, b := range buffer[:n] {
			if b != byte(next) {
				say("out of order:", b, next)
			}
			next++
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			if ne, ok := err.(net.Error); !ok || !ne.Timeout() {
				say(what(err))
				break
			}
			timeouts++
		}
	}
	wg.Wait()
	say("received", next, "timeouts", timeouts > 0)
	client.Close()

	// A timeout is over when the connection is closed.
	client, server = pair("tcp", "127.0.0.1:0")
	must(client.SetDeadline(time.Now().Add(10 * time.Millisecond)))
	must(client.Close())
	time.Sleep(20 * time.Millisecond)
	_, err = client.Read(buffer)
	say(what(err))
	say(what(client.SetReadDeadline(time.Now())), what(client.SetWriteDeadline(time.Now())))
	server.Close()
}
