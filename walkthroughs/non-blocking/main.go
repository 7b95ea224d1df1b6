// Two peers that answer late, the second one first: asked again and again by calls that never block.
//
// The same task as in blocking, select, poll and epoll.
package main

import (
	"fmt"
	"os"
	"syscall"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Println("non-blocking:", err)
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
	open := []int{first, second}
	for _, fd := range open {
		if err := syscall.SetNonblock(fd, true); err != nil {
			return err
		}
	}

	inVain := 0
	for len(open) > 0 {
		var waiting []int
		for _, fd := range open {
			text, err := read(fd)
			if err == syscall.EAGAIN {
				inVain++
				waiting = append(waiting, fd)
				continue
			}
			if err != nil {
				return err
			}
			fmt.Println("got", text)
		}
		open = waiting
		// Without it the loop would do nothing but ask, on a whole processor.
		time.Sleep(5 * time.Millisecond)
	}
	fmt.Println("asked in vain more than once:", inVain > 1)
	return nil
}

// read takes the answer on a descriptor, if it is there, and closes the descriptor.
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
