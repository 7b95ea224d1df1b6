// Four threads wait for connections on one listener, each by an epoll instance of its own, and one connection arrives:
// how many are woken? Without EPOLLEXCLUSIVE, and with it.
package main

import (
	"fmt"
	"os"
	"syscall"
	"time"
)

const (
	workers   = 4
	exclusive = 1 << 28 // EPOLLEXCLUSIVE, which package syscall does not have
)

func main() {
	if err := run(); err != nil {
		fmt.Println("limits:", err)
		os.Exit(1)
	}
}

func run() error {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return err
	}
	fmt.Println("descriptors are limited:", limit.Cur > 0)

	woken, accepted, err := herd(0)
	if err != nil {
		return err
	}
	fmt.Println("all are told: woken", woken, "accepted", accepted)

	woken, accepted, err = herd(exclusive)
	if err != nil {
		return err
	}
	fmt.Println("one is told: woken", woken, "accepted", accepted)
	return nil
}

// herd lets the workers wait for one connection, and counts those that were woken and those that got it.
func herd(how uint32) (woken, accepted int, err error) {
	listener, address, err := listen()
	if err != nil {
		return 0, 0, err
	}
	defer syscall.Close(listener)
	waiting := make(chan bool)
	results := make(chan result)
	for i := 0; i < workers; i++ {
		go wait(listener, how, waiting, results)
	}
	for i := 0; i < workers; i++ {
		<-waiting
	}
	// They are about to wait; a moment later they do.
	time.Sleep(200 * time.Millisecond)

	client, err := connect(address)
	if err != nil {
		return 0, 0, err
	}
	defer syscall.Close(client)
	for i := 0; i < workers; i++ {
		r := <-results
		if r.err != nil {
			err = r.err
		}
		woken += r.woken
		accepted += r.accepted
	}
	return woken, accepted, err
}

type result struct {
	woken, accepted int
	err             error
}

// wait waits for the listener, and then tries to get a connection.
func wait(listener int, how uint32, waiting chan<- bool, results chan<- result) {
	epfd, err := watch(listener, how)
	waiting <- true
	if err != nil {
		results <- result{err: err}
		return
	}
	defer syscall.Close(epfd)
	events := make([]syscall.EpollEvent, 1)
	n, err := syscall.EpollWait(epfd, events, 1000)
	for err == syscall.EINTR {
		n, err = syscall.EpollWait(epfd, events, 1000)
	}
	if err != nil || n == 0 {
		results <- result{err: err}
		return
	}
	// So that none is late only because another was quick.
	time.Sleep(200 * time.Millisecond)
	fd, _, err := syscall.Accept4(listener, syscall.SOCK_CLOEXEC)
	if err == syscall.EAGAIN {
		results <- result{woken: 1}
		return
	}
	if err != nil {
		results <- result{err: err}
		return
	}
	results <- result{woken: 1, accepted: 1, err: syscall.Close(fd)}
}

// watch makes an epoll instance with the listener in it.
func watch(listener int, how uint32) (int, error) {
	epfd, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return -1, err
	}
	event := syscall.EpollEvent{Events: syscall.EPOLLIN | how, Fd: int32(listener)}
	return epfd, syscall.EpollCtl(epfd, syscall.EPOLL_CTL_ADD, listener, &event)
}

// listen makes a non-blocking listener on a free port of the loopback interface.
func listen() (int, syscall.Sockaddr, error) {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, nil, err
	}
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return -1, nil, err
	}
	if err := syscall.Listen(fd, 16); err != nil {
		return -1, nil, err
	}
	address, err := syscall.Getsockname(fd)
	return fd, address, err
}

func connect(address syscall.Sockaddr) (int, error) {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	return fd, syscall.Connect(fd, address)
}
