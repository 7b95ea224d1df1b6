// What is mapped is memory: a file, and memory that is nobody's.
package main

import (
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

type pair struct {
	first, second uint32
}

func main() {
	if err := run(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func run() error {
	f, err := os.CreateTemp("", "mapped")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.WriteString("hello, file"); err != nil {
		return err
	}
	m, err := syscall.Mmap(int(f.Fd()), 0, 11, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return err
	}
	fmt.Println(len(m), cap(m), string(m))
	m[0] = 'J'
	b := make([]byte, 5)
	if _, err := f.ReadAt(b, 0); err != nil {
		return err
	}
	fmt.Println(string(b))
	if _, err := f.WriteAt([]byte("FILE"), 7); err != nil {
		return err
	}
	fmt.Println(string(m))
	fmt.Println(syscall.Munmap(m[:3]), syscall.Munmap(m), syscall.Munmap(m))

	a, err := syscall.Mmap(-1, 0, 8192, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_PRIVATE|syscall.MAP_ANON)
	if err != nil {
		return err
	}
	p := (*pair)(unsafe.Pointer(&a[4096]))
	p.second = 0x01020304
	q := (*uint32)(unsafe.Pointer(&a[4100]))
	*q++
	fmt.Println(a[4095:4106], *p)
	fmt.Println(syscall.Munmap(a))

	_, err = syscall.Mmap(int(f.Fd())+1000, 0, 4096, syscall.PROT_READ, syscall.MAP_SHARED)
	fmt.Println(err)
	_, err = syscall.Mmap(int(f.Fd()), 1, 4096, syscall.PROT_READ, syscall.MAP_SHARED)
	fmt.Println(err)
	return nil
}
