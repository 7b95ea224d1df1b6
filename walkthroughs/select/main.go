// Two peers that answer late, the second one first: waited for by select.
//
// The same task as in blocking, non-blocking, poll and epoll.
package main

import (
	"fmt"
	"os"
	"syscall"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Println("select:", err)
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

	var watched syscall.FdSet
	add(&watched, first)
	add(&watched, second)
	for left := 2; left > 0; {
		// The kernel writes its answer over the set: it is given a copy.
		ready := watched
		n, err := syscall.Select(second+1, &ready, nil, nil, nil)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return err
		}
		fmt.Println("ready:", n)
		for fd := 0; fd <= second; fd++ {
			if !has(&ready, fd) {
				continue
			}
			text, err := read(fd)
			if err != nil {
				return err
			}
			fmt.Println("got", text)
			remove(&watched, fd)
			left--
		}
	}
	fmt.Println("room in a set:", 64*len(watched.Bits))
	return nil
}

func add(set *syscall.FdSet, fd int) {
	set.Bits[fd/64] |= 1 << (uint(fd) % 64)
}

func remove(set *syscall.FdSet, fd int) {
	set.Bits[fd/64] &^= 1 << (uint(fd) % 64)
}

func has(set *syscall.FdSet, fd int) bool {
	return set.Bits[fd/64]&(1<<(uint(fd)%64)) != 0
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
