// Two peers that answer late, the second one first: read by calls that block.
//
// The same task as in non-blocking, select, poll and epoll. First one reads after the other, then each in a goroutine,
// and so in a thread, of its own.
package main

import (
	"fmt"
	"os"
	"syscall"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Println("blocking:", err)
		os.Exit(1)
	}
}

func run() error {
	fmt.Println("one after the other")
	first, second, err := askBoth()
	if err != nil {
		return err
	}
	for _, fd := range []int{first, second} {
		text, err := read(fd)
		if err != nil {
			return err
		}
		fmt.Println("got", text)
	}

	fmt.Println("each in a goroutine")
	first, second, err = askBoth()
	if err != nil {
		return err
	}
	texts := make(chan string)
	go wait(first, texts)
	go wait(second, texts)
	fmt.Println("got", <-texts)
	fmt.Println("got", <-texts)
	return nil
}

// wait reads one answer.
func wait(fd int, texts chan<- string) {
	text, err := read(fd)
	if err != nil {
		text = err.Error()
	}
	texts <- text
}

// read waits for the answer on a descriptor, takes it and closes the descriptor.
func read(fd int) (string, error) {
	buffer := make([]byte, 64)
	n, err := syscall.Read(fd, buffer)
	if err != nil {
		return "", err
	}
	return string(buffer[:n]), syscall.Close(fd)
}

// askBoth asks both peers; the second one answers earlier.
func askBoth() (first, second int, err error) {
	if first, err = ask("the first answer", 400*time.Millisecond); err != nil {
		return 0, 0, err
	}
	second, err = ask("the second answer", 100*time.Millisecond)
	return first, second, err
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
