// Half of what has arrived is read: does epoll tell of the other half? With level triggering, with edge triggering, and
// with EPOLLONESHOT.
package main

import (
	"fmt"
	"os"
	"syscall"
)

// Package syscall gives the bit as a negative number, which does not fit Events.
const (
	edgeTriggered = 1 << 31
	oneShot       = syscall.EPOLLONESHOT
)

func main() {
	if err := run(); err != nil {
		fmt.Println("level-or-edge:", err)
		os.Exit(1)
	}
}

func run() error {
	epfd, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return err
	}
	defer syscall.Close(epfd)
	for _, try := range []func(epfd int) error{level, edge, once} {
		if err := try(epfd); err != nil {
			return err
		}
	}
	return nil
}

// level is told of what is there, as often as it asks.
func level(epfd int) error {
	near, far, err := connect(epfd, 0)
	if err != nil {
		return err
	}
	defer closeBoth(near, far)
	if err := send(far, 2048); err != nil {
		return err
	}
	fmt.Println("level: told of", ready(epfd))
	receive(near, 1024)
	fmt.Println("level: half is read, told of", ready(epfd))
	receive(near, 1024)
	fmt.Println("level: all is read, told of", ready(epfd))
	return nil
}

// edge is told when something arrives, and not again.
func edge(epfd int) error {
	near, far, err := connect(epfd, edgeTriggered)
	if err != nil {
		return err
	}
	defer closeBoth(near, far)
	if err := send(far, 2048); err != nil {
		return err
	}
	fmt.Println("edge: told of", ready(epfd))
	receive(near, 1024)
	fmt.Println("edge: half is read, told of", ready(epfd))
	if err := send(far, 1); err != nil {
		return err
	}
	fmt.Println("edge: one byte more, told of", ready(epfd))
	fmt.Println("edge: read until there is nothing:", drain(near))
	return nil
}

// once is told one time, and then only when it has asked anew.
func once(epfd int) error {
	near, far, err := connect(epfd, oneShot)
	if err != nil {
		return err
	}
	defer closeBoth(near, far)
	if err := send(far, 1); err != nil {
		return err
	}
	fmt.Println("once: told of", ready(epfd))
	fmt.Println("once: nothing is read, told of", ready(epfd))
	if err := control(epfd, syscall.EPOLL_CTL_MOD, near, oneShot); err != nil {
		return err
	}
	fmt.Println("once: asked anew, told of", ready(epfd))
	return nil
}

// connect makes a pair of sockets, the near one non-blocking and watched for what arrives.
func connect(epfd int, how uint32) (near, far int, err error) {
	ends, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, -1, err
	}
	if err := syscall.SetNonblock(ends[0], true); err != nil {
		return -1, -1, err
	}
	return ends[0], ends[1], control(epfd, syscall.EPOLL_CTL_ADD, ends[0], how)
}

func control(epfd, operation, fd int, how uint32) error {
	event := syscall.EpollEvent{Events: syscall.EPOLLIN | how, Fd: int32(fd)}
	return syscall.EpollCtl(epfd, operation, fd, &event)
}

// ready says of how many descriptors epoll tells now, without waiting.
func ready(epfd int) int {
	events := make([]syscall.EpollEvent, 8)
	n, err := syscall.EpollWait(epfd, events, 0)
	if err != nil {
		return -1
	}
	return n
}

func send(fd, length int) error {
	_, err := syscall.Write(fd, make([]byte, length))
	return err
}

func receive(fd, length int) int {
	n, err := syscall.Read(fd, make([]byte, length))
	if err != nil {
		return -1
	}
	return n
}

// drain reads until the kernel says EAGAIN.
func drain(fd int) int {
	total := 0
	for {
		n := receive(fd, 512)
		if n <= 0 {
			return total
		}
		total += n
	}
}

func closeBoth(near, far int) {
	syscall.Close(near)
	syscall.Close(far)
}
