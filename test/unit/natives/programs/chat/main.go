// A chat server: who joins, speaks and leaves is told to all others, through one goroutine that owns the members.
package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"sort"
	"strings"
	"time"
)

type member struct {
	name string
	out  chan<- string
}

type hub struct {
	join, leave chan member
	say         chan message
	who         chan chan []string
	quit        chan struct{}
}

type message struct{ from, text string }

func newHub() *hub {
	return &hub{make(chan member), make(chan member), make(chan message), make(chan chan []string), make(chan struct{})}
}

func (h *hub) run() {
	members := map[string]member{}
	broadcast := func(text, except string) {
		for name, m := range members {
			if name == except {
				continue
			}
			select {
			case m.out <- text:
			default:
				fmt.Println("slow:", name)
			}
		}
	}
	for {
		select {
		case m := <-h.join:
			members[m.name] = m
			broadcast("* "+m.name+" joined", m.name)
		case m := <-h.leave:
			delete(members, m.name)
			close(m.out)
			broadcast("* "+m.name+" left", "")
		case m := <-h.say:
			broadcast(m.from+": "+m.text, m.from)
		case reply := <-h.who:
			names := make([]string, 0, len(members))
			for name := range members {
				names = append(names, name)
			}
			sort.Strings(names)
			reply <- names
		case <-h.quit:
			return
		}
	}
}

func (h *hub) serve(c net.Conn) {
	in := bufio.NewScanner(c)
	if !in.Scan() {
		c.Close()
		return
	}
	out := make(chan string, 16)
	me := member{in.Text(), out}
	written := make(chan struct{})
	go func() {
		defer close(written)
		for text := range out {
			fmt.Fprintln(c, text)
		}
		c.Close()
	}()
	h.join <- me
	out <- "welcome, " + me.name
	for in.Scan() {
		switch text := strings.TrimSpace(in.Text()); {
		case text == "/who":
			reply := make(chan []string)
			h.who <- reply
			out <- strings.Join(<-reply, ", ")
		case text == "/quit":
			h.leave <- me
			<-written
			return
		case text != "":
			h.say <- message{me.name, text}
		}
	}
	h.leave <- me
	<-written
}

type client struct {
	name string
	conn net.Conn
	in   *bufio.Reader
}

func dial(address, name string) *client {
	conn, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	c := &client{name, conn, bufio.NewReader(conn)}
	c.send(name)
	c.expect(1)
	return c
}

func (c *client) send(text string) { fmt.Fprintf(c.conn, "%s\r\n", text) }

func (c *client) expect(n int) {
	for ; n > 0; n-- {
		c.conn.SetReadDeadline(time.Now().Add(10 * time.Second))
		line, err := c.in.ReadString('\n')
		fmt.Printf("%-5s| %q %v\n", c.name, line, err)
	}
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	h := newHub()
	go h.run()
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go h.serve(c)
		}
	}()
	address := listener.Addr().String()
	ada := dial(address, "ada")
	bob := dial(address, "bob")
	ada.expect(1)
	eve := dial(address, "eve")
	ada.expect(1)
	bob.expect(1)
	ada.send("hello, all")
	bob.expect(1)
	eve.expect(1)
	eve.send("/who")
	eve.expect(1)
	bob.send("/quit")
	ada.expect(1)
	eve.expect(1)
	bob.expect(1)
	eve.conn.(*net.TCPConn).CloseWrite()
	ada.expect(1)
	ada.send("still here?")
	ada.send("/who")
	ada.expect(1)
	ada.conn.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	_, err = ada.in.ReadByte()
	nerr, ok := err.(net.Error)
	fmt.Println(ok && nerr.Timeout(), os.IsTimeout(err))
	ada.conn.Close()
	listener.Close()
	close(h.quit)
}
