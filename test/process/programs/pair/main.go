// Two sockets of one program: a goroutine waits in the kernel for what comes by one, and says it; lines of standard input go into the other. At the end
// of its input it sends a hundred bytes one by one, and is gone at once.
package main

import (
	"bufio"
	"fmt"
	"os"
	"syscall"
)

func receive(fd int) {
	for {
		buffer := make([]byte, 64)
		n, err := syscall.Read(fd, buffer)
		if n <= 0 || err != nil {
			return
		}
		fmt.Printf("%s\n", buffer[:n])
	}
}

func main() {
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	go receive(pair[0])
	fmt.Println("pair:0")
	told := bufio.NewScanner(os.Stdin)
	for told.Scan() {
		syscall.Write(pair[1], told.Bytes())
	}
	for i := byte(0); i < 100; i++ {
		syscall.Write(pair[1], []byte{'a' + i%26})
	}
	os.Exit(0)
}
