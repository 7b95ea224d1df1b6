// Waking a thread that sleeps in epoll: how long it means to sleep, and what ends the sleep before its time.
//
// Go does it when another thread sets an earlier timer. So that it can be seen with one thread too, the program
// finds the descriptor that Go uses for it, with the help of /proc, and writes what Go would write.
package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

func main() {
	if err := run(); err != nil {
		fmt.Println("netpoll-break:", err)
		os.Exit(1)
	}
}

func run() error {
	socket, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer socket.Close()
	received := make(chan error, 1)
	go receive(socket, received)
	runtime.Gosched()

	nap()
	earlier()

	wake, err := findBreak(socket.(*net.UDPConn))
	if err != nil {
		return err
	}
	if err := poke(wake, 1); err != nil {
		return err
	}
	nap()
	if err := poke(wake, 3); err != nil {
		return err
	}
	nap()

	if _, err := socket.WriteTo([]byte("bye"), socket.LocalAddr()); err != nil {
		return err
	}
	err = <-received
	fmt.Println("received")
	return err
}

// receive waits for one datagram: somebody must be waiting for the network.
func receive(socket net.PacketConn, received chan<- error) {
	_, _, err := socket.ReadFrom(make([]byte, 16))
	received <- err
}

// nap sleeps, so that the thread has nothing to do but to sleep in epoll.
func nap() {
	start := time.Now()
	time.Sleep(200 * time.Millisecond)
	fmt.Println("slept long enough:", time.Since(start) >= 120*time.Millisecond)
}

// earlier sets a timer for two hours, and then one that is due before.
func earlier() {
	late := time.AfterFunc(2*time.Hour, fired)
	defer late.Stop()
	done := make(chan struct{})
	time.AfterFunc(60*time.Millisecond, func() { close(done) })
	<-done
	fmt.Println("the earlier timer came first")
}

func fired() {
	fmt.Println("the late timer: this takes two hours")
}

// A waker is the descriptor that ends the poller's sleep, and what must be written to it.
type waker struct {
	fd      int
	message []byte
}

// findBreak looks for the epoll instance that watches the socket, and in it for the descriptor that is not watched
// edge-triggered: the one by which Go wakes itself.
func findBreak(socket *net.UDPConn) (waker, error) {
	number, err := numberOf(socket)
	if err != nil {
		return waker{}, err
	}
	links, err := filepath.Glob("/proc/self/fd/*")
	if err != nil {
		return waker{}, err
	}
	for _, link := range links {
		if name, _ := os.Readlink(link); name != "anon_inode:[eventpoll]" {
			continue
		}
		info, err := os.ReadFile("/proc/self/fdinfo/" + filepath.Base(link))
		if err != nil {
			return waker{}, err
		}
		watched := watchedBy(string(info))
		if _, ours := watched[number]; !ours {
			continue
		}
		for fd, events := range watched {
			if events&edgeTriggered == 0 {
				return writeEnd(fd, links)
			}
		}
	}
	return waker{}, errors.New("no epoll instance watches the socket")
}

const edgeTriggered = 1 << 31

func numberOf(socket *net.UDPConn) (int, error) {
	access, err := socket.SyscallConn()
	if err != nil {
		return 0, err
	}
	var number int
	err = access.Control(func(fd uintptr) { number = int(fd) })
	return number, err
}

// watchedBy reads the lines "tfd: 5 events: 80002019 data: ..." of an epoll instance.
func watchedBy(info string) map[int]uint64 {
	watched := make(map[int]uint64)
	for _, line := range strings.Split(info, "\n") {
		fields := strings.Fields(line)
		if len(fields) < 4 || fields[0] != "tfd:" {
			continue
		}
		fd, _ := strconv.Atoi(fields[1])
		watched[fd], _ = strconv.ParseUint(fields[3], 16, 32)
	}
	return watched
}

// writeEnd gives the descriptor to write to: the same one for an eventfd, the other end of a pipe.
func writeEnd(fd int, links []string) (waker, error) {
	name, err := os.Readlink("/proc/self/fd/" + strconv.Itoa(fd))
	if err != nil {
		return waker{}, err
	}
	if name == "anon_inode:[eventfd]" {
		one := uint64(1)
		return waker{fd, append([]byte(nil), (*[8]byte)(unsafe.Pointer(&one))[:]...)}, nil
	}
	for _, link := range links {
		other, _ := strconv.Atoi(filepath.Base(link))
		if to, _ := os.Readlink(link); to == name && other != fd {
			return waker{other, []byte{0}}, nil
		}
	}
	return waker{}, fmt.Errorf("%s has no other end", name)
}

// poke does what runtime.netpollBreak does.
func poke(wake waker, times int) error {
	for i := 0; i < times; i++ {
		if _, err := syscall.Write(wake.fd, wake.message); err != nil {
			return err
		}
	}
	return nil
}
