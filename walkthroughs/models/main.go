// One peer that answers late, five times: the five models of I/O, each with its two phases, waiting and copying.
//
// Each function gets the answer in its own way. The walkthroughs named for the models have more of each.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

func main() {
	if err := run(); err != nil {
		fmt.Println("models:", err)
		os.Exit(1)
	}
}

func run() error {
	models := []struct {
		name string
		get  func(fd int, begin chan bool) (string, error)
	}{
		{"blocking", blocking},
		{"non-blocking", nonBlocking},
		{"multiplexing", multiplexing},
		{"signal-driven", signalDriven},
		{"asynchronous", asynchronous},
	}
	for _, model := range models {
		fd, begin, err := ask()
		if err != nil {
			return err
		}
		text, err := model.get(fd, begin)
		if err != nil {
			return err
		}
		fmt.Println(model.name+":", text)
		if err := syscall.Close(fd); err != nil {
			return err
		}
	}
	return nil
}

// blocking waits and copies in one call.
func blocking(fd int, begin chan bool) (string, error) {
	close(begin)
	return read(fd)
}

// nonBlocking asks, is told that there is nothing, and asks again.
func nonBlocking(fd int, begin chan bool) (string, error) {
	if err := syscall.SetNonblock(fd, true); err != nil {
		return "", err
	}
	_, err := read(fd)
	fmt.Println("not yet:", err)
	close(begin)
	time.Sleep(pause)
	return read(fd)
}

// multiplexing waits in one call, for any of several descriptors, and copies in another.
func multiplexing(fd int, begin chan bool) (string, error) {
	epfd, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return "", err
	}
	defer syscall.Close(epfd)
	event := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(fd)}
	if err := syscall.EpollCtl(epfd, syscall.EPOLL_CTL_ADD, fd, &event); err != nil {
		return "", err
	}
	close(begin)
	events := make([]syscall.EpollEvent, 1)
	for {
		_, err := syscall.EpollWait(epfd, events, -1)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return "", err
		}
		return read(int(events[0].Fd))
	}
}

// signalDriven does something else until the kernel has sent a signal.
func signalDriven(fd int, begin chan bool) (string, error) {
	// A signal mask belongs to a thread.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	signals, err := announce(fd)
	if err != nil {
		return "", err
	}
	defer syscall.Close(signals)
	close(begin)
	time.Sleep(pause)
	signal := make([]byte, 128)
	if _, err := syscall.Read(signals, signal); err != nil {
		return "", err
	}
	return read(fd)
}

// asynchronous does something else until the kernel has waited, and copied too.
func asynchronous(fd int, begin chan bool) (string, error) {
	r, err := newRing()
	if err == syscall.ENOSYS || err == syscall.EPERM {
		return "this machine does not allow io_uring", nil
	}
	if err != nil {
		return "", err
	}
	defer syscall.Close(r.fd)
	r.submit(fd)
	if err := r.enter(1, 0); err != nil {
		return "", err
	}
	close(begin)
	time.Sleep(pause)
	if err := r.enter(0, 1); err != nil {
		return "", err
	}
	n := r.result()
	return string(buffer[:n]), nil
}

// pause is longer than the peer takes.
const pause = 400 * time.Millisecond

// ask makes a connection to a peer that sends its answer a while after the beginning.
func ask() (fd int, begin chan bool, err error) {
	ends, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, nil, err
	}
	begin = make(chan bool)
	go answer(ends[1], begin)
	return ends[0], begin, nil
}

func answer(fd int, begin <-chan bool) {
	<-begin
	time.Sleep(100 * time.Millisecond)
	syscall.Write(fd, []byte("the answer"))
}

func read(fd int) (string, error) {
	text := make([]byte, 64)
	n, err := syscall.Read(fd, text)
	if err != nil {
		return "", err
	}
	return string(text[:n]), nil
}

// What follows is what package syscall does not have: signals for a descriptor, and rings.

const (
	setSignal = 10 // F_SETSIG
	setOwner  = 15 // F_SETOWN_EX, for a thread
	readable  = 40 // a real-time signal
)

// announce asks the kernel to send this thread a signal as soon as there is something to read; it is read from the
// descriptor that announce gives.
func announce(fd int) (int, error) {
	set := uint64(1) << (readable - 1)
	_, _, errno := syscall.RawSyscall6(syscall.SYS_RT_SIGPROCMASK,
		0, uintptr(unsafe.Pointer(&set)), 0, unsafe.Sizeof(set), 0, 0)
	if errno != 0 {
		return -1, errno
	}
	signals, _, errno := syscall.RawSyscall6(syscall.SYS_SIGNALFD4,
		^uintptr(0), uintptr(unsafe.Pointer(&set)), unsafe.Sizeof(set), syscall.O_CLOEXEC, 0, 0)
	if errno != 0 {
		return -1, errno
	}
	owner := [2]int32{0, int32(syscall.Gettid())}
	if err := control(fd, setOwner, uintptr(unsafe.Pointer(&owner))); err != nil {
		return -1, err
	}
	if err := control(fd, setSignal, readable); err != nil {
		return -1, err
	}
	return int(signals), control(fd, syscall.F_SETFL, syscall.O_ASYNC|syscall.O_NONBLOCK)
}

// control is fcntl(2).
//
//go:uintptrescapes
func control(fd, command int, argument uintptr) error {
	if _, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), uintptr(command), argument); errno != 0 {
		return errno
	}
	return nil
}

// The kernel writes here at any time: it must not be where memory moves, as stacks do.
var buffer [64]byte

// ring is a pair of rings for one operation at a time, which the kernel and the program share.
type ring struct {
	fd      int
	params  [30]uint32 // struct io_uring_params, 120 bytes
	rings   []byte
	entries []byte
}

func newRing() (*ring, error) {
	r := new(ring)
	fd, _, errno := syscall.Syscall(425, 1, uintptr(unsafe.Pointer(&r.params)), 0) // io_uring_setup
	if errno != 0 {
		return nil, errno
	}
	r.fd = int(fd)
	if r.params[5]&1 == 0 {
		return nil, syscall.ENOSYS // before Linux 5.4 each ring was mapped by itself
	}
	// The completions are behind everything else, but for the array of submissions, which has one element here.
	size := int(r.params[25] + 16*r.params[1])
	if array := int(r.params[16] + 4*r.params[0]); array > size {
		size = array
	}
	var err error
	if r.rings, err = r.mapping(0, size); err != nil {
		return nil, err
	}
	r.entries, err = r.mapping(0x10000000, 64*int(r.params[0]))
	return r, err
}

func (r *ring) mapping(at int64, size int) ([]byte, error) {
	return syscall.Mmap(r.fd, at, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED|syscall.MAP_POPULATE)
}

// word is one of the numbers in the rings.
func (r *ring) word(at uint32) *uint32 {
	return (*uint32)(unsafe.Pointer(&r.rings[at]))
}

// submit puts a read into the ring: where from, where to, how much.
func (r *ring) submit(fd int) {
	r.entries[0] = 22 // IORING_OP_READ
	*(*int32)(unsafe.Pointer(&r.entries[4])) = int32(fd)
	*(*uint64)(unsafe.Pointer(&r.entries[16])) = uint64(uintptr(unsafe.Pointer(&buffer[0])))
	*(*uint32)(unsafe.Pointer(&r.entries[24])) = uint32(len(buffer))
	*r.word(r.params[16]) = 0
	tail := r.word(r.params[11])
	atomic.StoreUint32(tail, *tail+1)
}

// enter tells the kernel of what was submitted, and waits until something is done, if it is asked to.
func (r *ring) enter(submit, wait uintptr) error {
	for {
		_, _, errno := syscall.Syscall6(426, uintptr(r.fd), submit, wait, wait, 0, 0) // io_uring_enter
		if errno == 0 {
			return nil
		}
		if errno != syscall.EINTR {
			return errno
		}
	}
}

// result takes what is done out of the ring: how much was read.
func (r *ring) result() int32 {
	head := r.word(r.params[20])
	n := *(*int32)(unsafe.Pointer(r.word(r.params[25] + 8)))
	atomic.StoreUint32(head, *head+1)
	return n
}
