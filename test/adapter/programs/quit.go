// A process that gets SIGQUIT and does not listen to it, while its goroutines wait for all kinds of things.
package main

import (
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

type server struct{ listener net.Listener }

func (s *server) serve() {
	_, _ = s.listener.Accept()
}

func wait(group *sync.WaitGroup) {
	group.Wait()
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	read, _, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	var group sync.WaitGroup
	group.Add(1)
	server := &server{listener}
	go func() {
		server.serve()
	}()
	go func() {
		time.Sleep(time.Hour)
	}()
	go func() {
		wait(&group)
	}()
	go func() {
		// A system call that blocks.
		var buffer [1]byte
		_, _ = syscall.Read(int(read.Fd()), buffer[:])
	}()
	done := make(chan bool)
	go func() {
		time.Sleep(100 * time.Millisecond)
		_ = syscall.Kill(os.Getpid(), syscall.SIGQUIT)
		select {}
	}()
	<-done
}
