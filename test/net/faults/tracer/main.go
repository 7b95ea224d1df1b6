// tracer PROGRAM [ARGUMENT...]: makes system calls of a real Go program fail where its marks say so (program/main.go), by ptrace(2).
// strace -e inject counts the calls of each thread for itself; here all threads count together. For recording only; x86-64.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"unsafe"
)

const (
	getSyscallInfo = 0x420e // PTRACE_GET_SYSCALL_INFO, linux/ptrace.h
	exitKill       = 0x100000
	wall           = 0x40000000
	entry, exit    = 1, 2
)

// Numbers of arch/x86/entry/syscalls/syscall_64.tbl.
var numbers = map[string]uint64{
	"read": 0, "write": 1, "close": 3, "writev": 20, "sendfile": 40, "socket": 41, "connect": 42, "sendto": 44, "recvfrom": 45, "sendmsg": 46,
	"recvmsg": 47, "shutdown": 48, "bind": 49, "listen": 50, "getsockname": 51, "getpeername": 52, "socketpair": 53, "setsockopt": 54,
	"getsockopt": 55, "fcntl": 72, "epoll_ctl": 233, "openat": 257, "unlinkat": 263, "faccessat": 269, "splice": 275, "epoll_pwait": 281,
	"accept4": 288, "pipe2": 293,
}

// tracer knows which call is to fail, and what threads in a call are to be told at its end.
type tracer struct {
	armed    bool
	call     uint64
	errno    int
	left     int
	happened bool
	answers  map[int]int
}

func (t *tracer) enter(pid int) {
	var regs syscall.PtraceRegs
	if syscall.PtraceGetRegs(pid, &regs) != nil {
		return
	}
	if regs.Orig_rax == numbers["faccessat"] {
		t.mark(pid, text(pid, uintptr(regs.Rsi)))
		return
	}
	if !t.armed || regs.Orig_rax != t.call || wakes(pid, regs) {
		return
	}
	if t.left--; t.left > 0 {
		return
	}
	t.armed, t.happened = false, true
	t.answers[pid] = t.errno
	// The kernel closes a descriptor whatever close(2) says; every other call that fails did nothing.
	if t.call != numbers["close"] {
		regs.Orig_rax = ^uint64(0)
		syscall.PtraceSetRegs(pid, &regs)
	}
}

// wakes says whether a call is of Go's netpollBreak, at whose failure the runtime ends the program: of an eventfd, or a byte of a pipe.
func wakes(pid int, regs syscall.PtraceRegs) bool {
	if regs.Orig_rax != numbers["read"] && regs.Orig_rax != numbers["write"] {
		return false
	}
	link, _ := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", pid, regs.Rdi))
	return link == "anon_inode:[eventfd]" || strings.HasPrefix(link, "pipe:") && (regs.Rdx == 1 || regs.Rdx == 16)
}

func (t *tracer) mark(pid int, path string) {
	var call string
	var errno, n int
	if count, _ := fmt.Sscanf(path, "@@fail %s %d %d", &call, &errno, &n); count == 3 {
		number, known := numbers[call]
		if !known {
			fmt.Fprintln(os.Stderr, "tracer: the number of", call, "is not known here")
			os.Exit(2)
		}
		*t = tracer{armed: true, call: number, errno: errno, left: n, answers: t.answers}
	} else if path == "@@over" {
		if t.happened {
			t.answers[pid] = int(syscall.EBUSY)
		}
		t.armed, t.happened = false, false
	}
}

func (t *tracer) leave(pid int) {
	errno, given := t.answers[pid]
	if !given {
		return
	}
	delete(t.answers, pid)
	var regs syscall.PtraceRegs
	if syscall.PtraceGetRegs(pid, &regs) == nil {
		regs.Rax = uint64(-int64(errno))
		syscall.PtraceSetRegs(pid, &regs)
	}
}

func text(pid int, address uintptr) string {
	var bytes [64]byte
	n, _ := syscall.PtracePeekData(pid, address, bytes[:])
	before, _, _ := strings.Cut(string(bytes[:n]), "\x00")
	return before
}

func main() {
	runtime.LockOSThread()
	command := exec.Command(os.Args[1], os.Args[2:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	if err := command.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	program := command.Process.Pid
	var status syscall.WaitStatus
	syscall.Wait4(program, &status, wall, nil)
	const sysgood, clone = 1, 8
	syscall.PtraceSetOptions(program, sysgood|clone|exitKill)
	syscall.PtraceSyscall(program, 0)

	t := &tracer{answers: map[int]int{}}
	for {
		pid, err := syscall.Wait4(-1, &status, wall, nil)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		if status.Exited() || status.Signaled() {
			if pid == program {
				os.Exit(status.ExitStatus())
			}
			continue
		}
		signal := 0
		switch stop := status.StopSignal(); {
		case stop == syscall.SIGTRAP|0x80:
			var info [88]byte
			syscall.Syscall6(syscall.SYS_PTRACE, getSyscallInfo, uintptr(pid), uintptr(len(info)), uintptr(unsafe.Pointer(&info[0])), 0, 0)
			if info[0] == entry {
				t.enter(pid)
			} else if info[0] == exit {
				t.leave(pid)
			}
		case stop == syscall.SIGTRAP || stop == syscall.SIGSTOP:
		default:
			signal = int(stop)
		}
		syscall.PtraceSyscall(pid, signal)
	}
}
