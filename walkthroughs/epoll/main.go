// Two peers that answer late, the second one first: waited for by epoll.
//
// The same task as in blocking, non-blocking, select and poll.
package main

import (
	"fmt"
	"os"
	"syscall"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Println("epoll:", err)
		os.Exit(1)
	}
}

func run() error {
	first, err := ask("the first answer", 400*time.Millisecond)
	if err != nil {
		return err
	}
	second, err := ask("the second answer", 100*time.Millisecond)
	if err != nil {
		return err
	}

	epfd, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return err
	}
	for _, fd := range []int{first, second} {
		if err := add(epfd, fd); err != nil {
			return err
		}
	}
	if err := addFile(epfd, "/etc/passwd"); err != syscall.EPERM {
		return err
	}
	fmt.Println("a file:", syscall.EPERM)

	events := make([]syscall.EpollEvent, 8)
	for left := 2; left > 0; {
		n, err := syscall.EpollWait(epfd, events, -1)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return err
		}
		fmt.Println("ready:", n)
		for _, event := range events[:n] {
			text, err := read(int(event.Fd))
			if err != nil {
				return err
			}
			fmt.Println("got", text)
			left--
		}
	}
	return syscall.Close(epfd)
}

// add says once that a descriptor is of interest.
func add(epfd, fd int) error {
	event := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(fd)}
	return syscall.EpollCtl(epfd, syscall.EPOLL_CTL_ADD, fd, &event)
}

// addFile tries the same with a file, which is always ready and tells nobody.
func addFile(epfd int, name string) error {
	fd, err := syscall.Open(name, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(fd)
	return add(epfd, fd)
}

// read takes the answer on a descriptor and closes the descriptor, which ends the interest in it too.
func read(fd int) (string, error) {
	buffer := make([]byte, 64)
	n, err := syscall.Read(fd, buffer)
	if err != nil {
		return "", err
	}
	return string(buffer[:n]), syscall.Close(fd)
}

// ask makes a connection to a peer that sends its answer after a while.
func ask(text string, after time.Duration) (int, error) {
	ends, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	go answer(ends[1], text, after)
	return ends[0], nil
}

func answer(fd int, text string, after time.Duration) {
	time.Sleep(after)
	syscall.Write(fd, []byte(text))
}
