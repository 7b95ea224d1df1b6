// The load of an echo server: ADDRESS CONNECTIONS. It connects, says so, and does nothing until it is told a number of milliseconds: so long it sends
// on every connection and waits for the same back, over and over, and then says how many exchanges a second there were behind the first half.
package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

var (
	exchanges atomic.Int64
	over      atomic.Bool
)

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func exchange(connection net.Conn) {
	message := []byte(strings.Repeat("x", 64))
	for !over.Load() {
		must(connection.Write(message))
		must(io.ReadFull(connection, message))
		exchanges.Add(1)
	}
}

func main() {
	var connections []net.Conn
	for range make([]struct{}, must(strconv.Atoi(os.Args[2]))) {
		connections = append(connections, must(net.Dial("tcp", os.Args[1])))
	}
	fmt.Println("connected")
	told := bufio.NewScanner(os.Stdin)
	if !told.Scan() {
		return
	}
	half := time.Duration(must(strconv.Atoi(told.Text()))) * time.Millisecond / 2
	var served sync.WaitGroup
	for _, connection := range connections {
		served.Add(1)
		go func(connection net.Conn) {
			defer served.Done()
			exchange(connection)
		}(connection)
	}
	time.Sleep(half)
	first, began := exchanges.Load(), time.Now()
	time.Sleep(half)
	fmt.Printf("%.0f\n", float64(exchanges.Load()-first)/time.Since(began).Seconds())
	over.Store(true)
	served.Wait()
}
