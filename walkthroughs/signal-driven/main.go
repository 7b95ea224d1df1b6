// Two peers that answer late, the second one first: the kernel sends a signal when there is something to read.
//
// The same task as in blocking, non-blocking, select, poll, epoll and io-uring. A signal mask belongs to a thread, so
// this goroutine keeps its thread. The signals are blocked there, which keeps them until signalfd takes them.
package main

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
	"time"
	"unsafe"
)

// Package syscall has none of these.
const (
	setSignal   = 10 // F_SETSIG
	setOwner    = 15 // F_SETOWN_EX
	ownerThread = 0  // F_OWNER_TID
	block       = 0  // SIG_BLOCK
	readable    = 40 // a real-time signal: each one is kept, and says which descriptor it is for
)

// owner is the kernel's struct f_owner_ex.
type owner struct {
	kind int32
	id   int32
}

// signalInfo is the beginning of the kernel's struct signalfd_siginfo, which has 128 bytes.
type signalInfo struct {
	signal  uint32
	errno   int32
	code    int32
	process uint32
	user    uint32
	fd      int32
	rest    [104]byte
}

func main() {
	if err := run(); err != nil {
		fmt.Println("signal-driven:", err)
		os.Exit(1)
	}
}

func run() error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	set := uint64(1) << (readable - 1)
	if err := blockSignals(&set); err != nil {
		return err
	}
	signals, err := signalDescriptor(&set)
	if err != nil {
		return err
	}
	defer syscall.Close(signals)

	begin := make(chan bool)
	first, err := ask("the first answer", 1500*time.Millisecond, begin)
	if err != nil {
		return err
	}
	second, err := ask("the second answer", 100*time.Millisecond, begin)
	if err != nil {
		return err
	}
	for _, fd := range []int{first, second} {
		if err := announce(fd); err != nil {
			return err
		}
	}

	close(begin)
	fmt.Println("something else, for a while")
	time.Sleep(700 * time.Millisecond)

	for left := 2; left > 0; left-- {
		info, err := nextSignal(signals)
		if err != nil {
			return err
		}
		fmt.Println("a signal for the second:", int(info.fd) == second)
		text, err := read(int(info.fd))
		if err != nil {
			return err
		}
		fmt.Println("got", text)
	}
	return nil
}

// blockSignals keeps signals from this thread until somebody takes them.
func blockSignals(set *uint64) error {
	_, _, errno := syscall.RawSyscall6(syscall.SYS_RT_SIGPROCMASK,
		block, uintptr(unsafe.Pointer(set)), 0, unsafe.Sizeof(*set), 0, 0)
	return failure(errno)
}

// signalDescriptor gives a descriptor from which signals of the set can be read.
func signalDescriptor(set *uint64) (int, error) {
	fd, _, errno := syscall.RawSyscall6(syscall.SYS_SIGNALFD4,
		^uintptr(0), uintptr(unsafe.Pointer(set)), unsafe.Sizeof(*set), syscall.O_CLOEXEC, 0, 0)
	return int(fd), failure(errno)
}

// announce asks the kernel to send this thread a signal as soon as there is something to read.
func announce(fd int) error {
	to := owner{kind: ownerThread, id: int32(syscall.Gettid())}
	if err := control(fd, setOwner, uintptr(unsafe.Pointer(&to))); err != nil {
		return err
	}
	if err := control(fd, setSignal, readable); err != nil {
		return err
	}
	return control(fd, syscall.F_SETFL, syscall.O_ASYNC|syscall.O_NONBLOCK)
}

// control is fcntl(2).
//
//go:uintptrescapes
func control(fd, command int, argument uintptr) error {
	_, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), uintptr(command), argument)
	return failure(errno)
}

// nextSignal takes a signal that has been sent, or waits for one.
func nextSignal(signals int) (*signalInfo, error) {
	info := new(signalInfo)
	for {
		_, _, errno := syscall.Syscall(syscall.SYS_READ,
			uintptr(signals), uintptr(unsafe.Pointer(info)), unsafe.Sizeof(*info))
		if errno != syscall.EINTR {
			return info, failure(errno)
		}
	}
}

// failure is the error of a system call, nil when there is none.
func failure(errno syscall.Errno) error {
	if errno == 0 {
		return nil
	}
	return errno
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

// ask makes a connection to a peer that sends its answer a while after the beginning.
func ask(text string, after time.Duration, begin <-chan bool) (int, error) {
	ends, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	go answer(ends[1], text, after, begin)
	return ends[0], nil
}

func answer(fd int, text string, after time.Duration, begin <-chan bool) {
	<-begin
	time.Sleep(after)
	syscall.Write(fd, []byte(text))
}
