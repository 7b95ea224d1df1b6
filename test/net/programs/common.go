// What the programs of this folder share: printing without what differs from run to run.
package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"
)

// The texts that say leaves out, and what it prints in their place.
var hidden []string

// hide makes say print name in place of text.
func hide(text, name string) { hidden = append(hidden, text, name) }

// hidePort makes say print :name in place of the port of an address.
func hidePort(a net.Addr, name string) string {
	text := a.String()
	port := text[strings.LastIndexByte(text, ':'):]
	hide(port+" ", ":"+name+" ")
	hide(port+":", ":"+name+":")
	hide(port+"-", ":"+name+"-")
	hide(port+"\n", ":"+name+"\n")
	return port[1:]
}

// say prints its arguments on a line.
func say(args ...any) {
	text := fmt.Sprintln(args...)
	for i := 0; i < len(hidden); i += 2 {
		text = strings.ReplaceAll(text, hidden[i], hidden[i+1])
	}
	os.Stdout.WriteString(text)
}

// must ends the program when something fails that is not what it is about.
func must(err error) {
	if err != nil {
		say("fails:", err)
		os.Exit(3)
	}
}

// what describes an error: its text, and what programs ask about it.
func what(err error) string {
	if err == nil {
		return "nil"
	}
	text := fmt.Sprintf("%v [%T", err, err)
	var op *net.OpError
	if errors.As(err, &op) {
		text += fmt.Sprintf(" op=%s net=%s inner=%T", op.Op, op.Net, op.Err)
	}
	var ne net.Error
	if errors.As(err, &ne) {
		text += fmt.Sprintf(" timeout=%v temporary=%v", ne.Timeout(), ne.Temporary())
	}
	if errors.Is(err, net.ErrClosed) {
		text += " closed"
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		text += " deadline"
	}
	return text + "]"
}

// pair gives both ends of a TCP connection.
func pair(network, address string) (client, server *net.TCPConn) {
	l, err := net.Listen(network, address)
	must(err)
	defer l.Close()
	accepted := make(chan *net.TCPConn)
	go func() {
		c, err := l.Accept()
		must(err)
		accepted <- c.(*net.TCPConn)
	}()
	c, err := net.Dial(network, l.Addr().String())
	must(err)
	client, server = c.(*net.TCPConn), <-accepted
	hidePort(server.LocalAddr(), "SERVER")
	hidePort(client.LocalAddr(), "CLIENT")
	return client, server
}

// after calls f in a goroutine of its own when so much time has passed.
func after(milliseconds int, f func()) {
	go func() {
		time.Sleep(time.Duration(milliseconds) * time.Millisecond)
		f()
	}()
}

// scratch makes a folder for socket files; its name is hidden.
func scratch() string {
	folder, err := os.MkdirTemp("", "net")
	must(err)
	hide(folder, "DIR")
	return folder
}

// descriptors says how many descriptors are open.
func descriptors() int {
	entries, err := os.ReadDir("/proc/self/fd")
	must(err)
	return len(entries)
}
