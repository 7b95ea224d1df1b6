package main

import (
	"bytes"
	"io"
	"net"
	"os"
	"strings"
)

// sink reads all of a connection in the background.
func sink(c net.Conn) chan []byte {
	result := make(chan []byte, 1)
	go func() {
		data, err := io.ReadAll(c)
		if err != nil {
			say("sink:", what(err))
		}
		c.Close()
		result <- data
	}()
	return result
}

func sum(data []byte) (total uint32) {
	for _, b := range data {
		total = total*31 + uint32(b)
	}
	return total
}

// only hides every method but Read.
type only struct{ io.Reader }

func main() {
	folder := scratch()
	defer os.RemoveAll(folder)
	data := bytes.Repeat([]byte("0123456789abcdef-"), 20000)
	file := folder + "/data"
	must(os.WriteFile(file, data, 0o600))
	want := sum(data)

	send := func(name string, source func() (io.Reader, func())) {
		client, server := pair("tcp", "127.0.0.1:0")
		got := sink(server)
		r, done := source()
		n, err := client.ReadFrom(r)
		say(name, n, what(err))
		done()
		must(client.Close())
		received := <-got
		say(name, "received", len(received), sum(received) == want)
	}
	send("bytes.Reader", func() (io.Reader, func()) { return bytes.NewReader(data), func() {} })
	send("file", func() (io.Reader, func()) {
		f, err := os.Open(file)
		must(err)
		return f, func() {
			at, err := f.Seek(0, io.SeekCurrent)
			say("the file stands at", at, what(err))
			f.Close()
		}
	})
	send("part of a file", func() (io.Reader, func()) {
		f, err := os.Open(file)
		must(err)
		return &io.LimitedReader{R: f, N: 100000}, func() {
			at, err := f.Seek(0, io.SeekCurrent)
			say("the file stands at", at, what(err))
			f.Close()
		}
	})
	send("file at an offset", func() (io.Reader, func()) {
		f, err := os.Open(file)
		must(err)
		f.Seek(17, io.SeekStart)
		return f, func() { f.Close() }
	})
	send("hidden file", func() (io.Reader, func()) {
		f, err := os.Open(file)
		must(err)
		return only{f}, func() { f.Close() }
	})
	tcpSource := func() (io.Reader, func()) {
		client, server := pair("tcp", "127.0.0.1:0")
		go func() {
			client.Write(data)
			client.Close()
		}()
		return server, func() { server.Close() }
	}
	send("tcp", tcpSource)
	send("part of tcp", func() (io.Reader, func()) {
		r, done := tcpSource()
		return &io.LimitedReader{R: r, N: 50000}, done
	})
	unixPair := func() (client, server *net.UnixConn) {
		os.Remove(folder + "/s")
		l, err := net.ListenUnix("unix", &net.UnixAddr{Name: folder + "/s", Net: "unix"})
		must(err)
		defer l.Close()
		client, err = net.DialUnix("unix", nil, l.Addr().(*net.UnixAddr))
		must(err)
		server, err = l.AcceptUnix()
		must(err)
		return client, server
	}
	send("unix", func() (io.Reader, func()) {
		client, server := unixPair()
		go func() {
			client.Write(data)
			client.Close()
		}()
		return server, func() { server.Close() }
	})
	send("pipe", func() (io.Reader, func()) {
		r, w, err := os.Pipe()
		must(err)
		go func() {
			w.Write(data)
			w.Close()
		}()
		return r, func() { r.Close() }
	})

	// A TCP connection copied to others with io.Copy.
	copyTo := func(name string, target func() (io.WriteCloser, func() []byte)) {
		client, server := pair("tcp", "127.0.0.1:0")
		go func() {
			client.Write(data)
			client.Close()
		}()
		w, result := target()
		n, err := io.Copy(w, server)
		say(name, n, what(err))
		must(w.Close())
		server.Close()
		received := result()
		say(name, "received", len(received), sum(received) == want)
	}
	copyTo("to file", func() (io.WriteCloser, func() []byte) {
		f, err := os.Create(folder + "/copy")
		must(err)
		return f, func() []byte {
			data, err := os.ReadFile(folder + "/copy")
			must(err)
			return data
		}
	})
	copyTo("to unix", func() (io.WriteCloser, func() []byte) {
		client, server := unixPair()
		got := sink(server)
		return client, func() []byte { return <-got }
	})
	copyTo("to tcp", func() (io.WriteCloser, func() []byte) {
		client, server := pair("tcp", "127.0.0.1:0")
		got := sink(server)
		return client, func() []byte { return <-got }
	})

	// Errors on both sides.
	client, server := pair("tcp", "127.0.0.1:0")
	f, err := os.Open(folder)
	must(err)
	_, err = client.ReadFrom(f)
	say("a folder:", what(err))
	f.Close()
	_, err = client.ReadFrom(f)
	say("a closed file:", what(err))
	n, err := client.ReadFrom(strings.NewReader(""))
	say("nothing:", n, what(err))
	must(client.Close())
	_, err = client.ReadFrom(strings.NewReader("x"))
	say(what(err))
	must(server.Close())
}
