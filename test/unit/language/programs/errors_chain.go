package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"syscall"
)

type NotFound struct{ Name string }

func (n NotFound) Error() string        { return n.Name + " not found" }
func (n NotFound) Is(target error) bool { return target == fs.ErrNotExist }

type Wrap struct {
	Op  string
	Err error
}

func (w *Wrap) Error() string { return w.Op + ": " + w.Err.Error() }
func (w *Wrap) Unwrap() error { return w.Err }

type Timeout interface{ Timeout() bool }

func main() {
	base := errors.New("base")
	w1 := fmt.Errorf("one: %w", base)
	w2 := &Wrap{"two", w1}
	fmt.Println(w2, errors.Is(w2, base), errors.Unwrap(w2) == w1, errors.Unwrap(base) == nil)
	fmt.Println(errors.Is(&Wrap{"x", NotFound{"f"}}, fs.ErrNotExist), errors.Is(nil, base), errors.Is(base, nil))
	var nf NotFound
	fmt.Println(errors.As(&Wrap{"y", NotFound{"g"}}, &nf), nf.Name)
	var wp *Wrap
	fmt.Println(errors.As(fmt.Errorf("z: %w", w2), &wp), wp.Op)
	fmt.Println(errors.As(base, &wp))
	_, err := os.Open("/does/not/exist")
	var pe *fs.PathError
	var errno syscall.Errno
	var to Timeout
	fmt.Println(err, errors.Is(err, os.ErrNotExist), errors.As(err, &pe), pe.Op, pe.Path, errors.As(err, &errno), int(errno), errors.As(err, &to))
	_, err = strconv.Atoi("12x")
	fmt.Println(err, errors.Is(err, strconv.ErrSyntax))
	_, err = strconv.ParseInt("99999999999999999999", 10, 64)
	fmt.Println(err, errors.Is(err, strconv.ErrRange))
	fmt.Println(syscall.ECONNREFUSED, syscall.Errno(9999), syscall.EAGAIN.Temporary(), syscall.SIGINT)
	fmt.Println(io.EOF, errors.Is(fmt.Errorf("%w", io.EOF), io.EOF), fmt.Errorf("%v", io.EOF) == io.EOF)
	func() {
		defer func() { fmt.Println(recover()) }()
		var e error = base
		errors.As(e, nil)
	}()
	fmt.Printf("%v %+v %q %T\n", w1, w2.Err, base, w1)
}
