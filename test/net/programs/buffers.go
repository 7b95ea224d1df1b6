package main

import (
	"bytes"
	"io"
	"net"
	"os"
)

func main() {
	client, server := pair("tcp", "127.0.0.1:0")
	received := make(chan []byte)
	go func() {
		data, err := io.ReadAll(server)
		must(err)
		received <- data
	}()
	b := net.Buffers{[]byte("one,"), nil, []byte("two,"), []byte("three;")}
	n, err := b.WriteTo(client)
	say(n, what(err), len(b))

	many := make(net.Buffers, 3000)
	for i := range many {
		many[i] = []byte{byte('a' + i%26)}
	}
	n, err = many.WriteTo(client)
	say(n, what(err), len(many))

	large := net.Buffers{bytes.Repeat([]byte("x"), 300000), bytes.Repeat([]byte("y"), 300000), []byte("z")}
	keep := append(net.Buffers(nil), large...)
	n, err = large.WriteTo(client)
	say(n, what(err), len(large), len(keep[0]), len(keep[2]))
	must(client.Close())
	data := <-received
	say(len(data), string(data[:40]), string(data[len(data)-3:]), bytes.Count(data, []byte("y")))
	must(server.Close())
	last := net.Buffers{[]byte("late")}
	n, err = last.WriteTo(client)
	say(n, what(err), len(last))

	// Read and WriteTo something that has no writev.
	b = net.Buffers{[]byte("abc"), []byte("defg"), []byte("h")}
	part := make([]byte, 5)
	k, err := b.Read(part)
	say(k, string(part[:k]), what(err), len(b))
	var out bytes.Buffer
	n, err = b.WriteTo(&out)
	say(n, out.String(), what(err), len(b))
	k, err = b.Read(part)
	say(k, what(err))

	folder := scratch()
	defer os.RemoveAll(folder)
	l, err := net.Listen("unix", folder+"/s")
	must(err)
	defer l.Close()
	go func() {
		c, err := l.Accept()
		must(err)
		b := net.Buffers{[]byte("unix "), []byte("too")}
		n, err := b.WriteTo(c)
		say(n, what(err))
		c.Close()
	}()
	c, err := net.Dial("unix", folder+"/s")
	must(err)
	data, err = io.ReadAll(c)
	say(string(data), what(err))
	c.Close()

	// A datagram is all buffers together.
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	must(err)
	hidePort(pc.LocalAddr(), "UDP")
	u, err := net.Dial("udp", pc.LocalAddr().String())
	must(err)
	b = net.Buffers{[]byte("one "), []byte("datagram")}
	n, err = b.WriteTo(u)
	say(n, what(err))
	buffer := make([]byte, 100)
	k, _, err = pc.ReadFrom(buffer)
	say(k, string(buffer[:k]), what(err))
	u.Close()
	pc.Close()
}
