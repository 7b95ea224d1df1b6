// Two peers that answer late, the second one first: the kernel waits, and copies too.
//
// The same task as in blocking, non-blocking, select, poll, epoll and signal-driven. Package syscall knows nothing of
// io_uring: the calls are made by their numbers, and the rings are read and written where they are mapped.
package main

import (
	"fmt"
	"os"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

// linux/io_uring.h; the numbers are the same on every architecture.
const (
	ringSetup      = 425        // io_uring_setup
	ringEnter      = 426        // io_uring_enter
	ringsAt        = 0          // IORING_OFF_SQ_RING
	entriesAt      = 0x10000000 // IORING_OFF_SQES
	singleMapping  = 1          // IORING_FEAT_SINGLE_MMAP
	waitForOne     = 1          // IORING_ENTER_GETEVENTS
	readOperation  = 22         // IORING_OP_READ
	completionSize = 16
)

// params is struct io_uring_params: what is asked for, and what the kernel says of the rings.
type params struct {
	submissionEntries, completionEntries, flags, threadCPU, threadIdle, features, workers uint32
	reserved                                                                              [3]uint32
	submissions                                                                           submissionOffsets
	completions                                                                           completionOffsets
}

// submissionOffsets is struct io_sqring_offsets: where in the mapping each number lies.
type submissionOffsets struct {
	head, tail, mask, entries, flags, dropped, array, reserved uint32
	address                                                    uint64
}

// completionOffsets is struct io_cqring_offsets.
type completionOffsets struct {
	head, tail, mask, entries, overflow, list, flags, reserved uint32
	address                                                    uint64
}

// submission is struct io_uring_sqe: one thing to do.
type submission struct {
	operation, flags byte
	priority         uint16
	fd               int32
	offset           uint64
	address          uint64
	length           uint32
	how              uint32
	name             uint64 // comes back with the completion
	rest             [24]byte
}

// completion is struct io_uring_cqe: one thing that is done.
type completion struct {
	name   uint64
	result int32
	flags  uint32
}

// ring is a pair of rings that the kernel and the program share.
type ring struct {
	fd      int
	params  params
	rings   []byte
	entries []byte
}

// The kernel writes here at any time: it must not be where memory moves, as stacks do.
var buffers [2][64]byte

func main() {
	if err := run(); err != nil {
		fmt.Println("io-uring:", err)
		os.Exit(1)
	}
}

func run() error {
	r, err := newRing(4)
	if err != nil {
		return err
	}
	defer syscall.Close(r.fd)
	begin := make(chan bool)
	first, err := ask("the first answer", 1500*time.Millisecond, begin)
	if err != nil {
		return err
	}
	second, err := ask("the second answer", 100*time.Millisecond, begin)
	if err != nil {
		return err
	}
	fds := []int{first, second}
	for name, fd := range fds {
		r.read(fd, buffers[name][:], uint64(name))
	}
	if err := r.enter(2, 0); err != nil {
		return err
	}

	close(begin)
	fmt.Println("something else, for a while")
	time.Sleep(700 * time.Millisecond)

	for left := 2; left > 0; left-- {
		done, err := r.next()
		if err != nil {
			return err
		}
		if done.result < 0 {
			return syscall.Errno(-done.result)
		}
		text := string(buffers[done.name][:done.result])
		fmt.Println("got", text)
		if err := syscall.Close(fds[done.name]); err != nil {
			return err
		}
	}
	return nil
}

// newRing makes a pair of rings and maps them.
func newRing(entries uint32) (*ring, error) {
	r := new(ring)
	fd, _, errno := syscall.Syscall(ringSetup, uintptr(entries), uintptr(unsafe.Pointer(&r.params)), 0)
	if errno != 0 {
		return nil, errno
	}
	r.fd = int(fd)
	if r.params.features&singleMapping == 0 {
		return nil, syscall.ENOSYS // before Linux 5.4 each ring was mapped by itself
	}
	size := r.params.completions.list + completionSize*r.params.completionEntries
	if array := r.params.submissions.array + 4*r.params.submissionEntries; array > size {
		size = array
	}
	var err error
	if r.rings, err = r.mapping(ringsAt, int(size)); err != nil {
		return nil, err
	}
	r.entries, err = r.mapping(entriesAt, int(r.params.submissionEntries)*int(unsafe.Sizeof(submission{})))
	return r, err
}

func (r *ring) mapping(at int64, size int) ([]byte, error) {
	return syscall.Mmap(r.fd, at, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED|syscall.MAP_POPULATE)
}

// word is one of the numbers that the kernel and the program share.
func (r *ring) word(at uint32) *uint32 {
	return (*uint32)(unsafe.Pointer(&r.rings[at]))
}

// read puts a read into the ring. Nobody is told yet.
func (r *ring) read(fd int, buffer []byte, name uint64) {
	tail := r.word(r.params.submissions.tail)
	index := *tail & *r.word(r.params.submissions.mask)
	entry := (*submission)(unsafe.Pointer(&r.entries[uintptr(index)*unsafe.Sizeof(submission{})]))
	*entry = submission{
		operation: readOperation,
		fd:        int32(fd),
		address:   uint64(uintptr(unsafe.Pointer(&buffer[0]))),
		length:    uint32(len(buffer)),
		name:      name,
	}
	*r.word(r.params.submissions.array + 4*index) = index
	atomic.StoreUint32(tail, *tail+1)
}

// enter tells the kernel of new submissions, and waits until something is done, if it is asked to.
func (r *ring) enter(submit, wait uint32) error {
	flags := uintptr(0)
	if wait > 0 {
		flags = waitForOne
	}
	for {
		_, _, errno := syscall.Syscall6(ringEnter, uintptr(r.fd), uintptr(submit), uintptr(wait), flags, 0, 0)
		if errno == 0 {
			return nil
		}
		if errno != syscall.EINTR {
			return errno
		}
	}
}

// next waits for the next thing that is done, and takes it out of the ring.
func (r *ring) next() (completion, error) {
	if err := r.enter(0, 1); err != nil {
		return completion{}, err
	}
	head := r.word(r.params.completions.head)
	index := *head & *r.word(r.params.completions.mask)
	done := *(*completion)(unsafe.Pointer(r.word(r.params.completions.list + completionSize*index)))
	atomic.StoreUint32(head, *head+1)
	return done, nil
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
