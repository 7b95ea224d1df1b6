package main

import (
	"fmt"
	"net"
	"os"
	"syscall"
	"time"
)

func check(err error) {
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
}

func main() {
	var p, q [2]int
	check(syscall.Pipe(p[:]))
	check(syscall.Pipe(q[:]))
	got := make(chan string)
	read := func(name string, fd int) {
		buffer := make([]byte, 16)
		n, err := syscall.Read(fd, buffer)
		check(err)
		got <- name + " " + string(buffer[:n])
	}
	go read("p", p[0])
	go read("q", q[0])
	time.Sleep(20 * time.Millisecond)
	fmt.Println("main goes on")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	go func() {
		c, err := l.Accept()
		check(err)
		c.Write([]byte("hello"))
		c.Close()
	}()
	c, err := net.Dial("tcp", l.Addr().String())
	check(err)
	b := make([]byte, 10)
	n, err := c.Read(b)
	check(err)
	fmt.Println("net:", string(b[:n]))
	go func() {
		time.Sleep(10 * time.Millisecond)
		syscall.Write(q[1], []byte("second"))
		time.Sleep(10 * time.Millisecond)
		syscall.Write(p[1], []byte("first"))
	}()
	fmt.Println(<-got)
	fmt.Println(<-got)
	// nothing but a call that blocks, with no timer left
	syscall.Write(p[1], []byte("x"))
	fmt.Println(syscall.Read(p[0], b))
	var tv = syscall.Timeval{Usec: 5000}
	fmt.Println(syscall.Select(0, nil, nil, nil, &tv))
	go read("never", p[0])
	time.Sleep(time.Millisecond)
}
