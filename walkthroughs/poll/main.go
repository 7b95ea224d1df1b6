// Two peers that answer late, the second one first: waited for by poll.
//
// The same task as in blocking, non-blocking, select and epoll. Not every architecture has a call named poll; all have
// ppoll, which is the same with a finer timeout and a signal mask. Package syscall has neither as a function.
package main

import (
	"fmt"
	"os"
	"syscall"
	"time"
	"unsafe"
)

// pollfd is the kernel's struct pollfd.
type pollfd struct {
	fd      int32
	events  int16
	revents int16
}

const pollIn = 1

func main() {
	if err := run(); err != nil {
		fmt.Println("poll:", err)
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

	watched := []pollfd{
		{fd: int32(first), events: pollIn},
		{fd: int32(second), events: pollIn},
	}
	for left := 2; left > 0; {
		n, err := poll(watched)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return err
		}
		fmt.Println("ready:", n)
		for i := range watched {
			if watched[i].revents == 0 {
				continue
			}
			text, err := read(int(watched[i].fd))
			if err != nil {
				return err
			}
			fmt.Println("got", text)
			// A negative descriptor is passed over.
			watched[i].fd = -1
			left--
		}
	}
	return nil
}

// poll waits until at least one of the descriptors is ready.
func poll(fds []pollfd) (int, error) {
	n, _, errno := syscall.Syscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&fds[0])), uintptr(len(fds)), 0, 0, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}

// read takes the answer on a descriptor and closes the descriptor.
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
