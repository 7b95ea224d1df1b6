package main

import (
	"errors"
	"fmt"
	"time"
)

// The stack of functions that have waited is told as that of others, line for line.

type walker struct {
	depth int
	next  *walker
}

func nap(n int) int {
	time.Sleep(time.Microsecond)
	return n
}

func (w *walker) walk() (err error) {
	defer func() {
		fmt.Println("left", nap(w.depth))
	}()
	if w.depth == nap(0) {
		func() {
			w = nil
			nap(1)
			fmt.Println(w.next,
				nap(2))
		}()
	}
	for i := nap(0); i < 2; i++ {
		if err := w.next.
			walk(); err != nil {
			return err
		}
	}
	return errors.New("not reached")
}

func each[T any](list []T, f func(T) error) {
	for i := 0; i < nap(len(list)); i++ {
		if err := f(list[nap(i)]); err != nil {
			panic(err)
		}
	}
}

func main() {
	w := &walker{depth: 2, next: &walker{depth: 1, next: &walker{}}}
	defer func() {
		nap(1)
		err := recover()
		fmt.Println(err)
		each([]*walker{w, nil}, func(w *walker) error {
			nap(1)
			if w == nil {
				return errors.New("none")
			}
			return nil
		})
	}()
	each([]*walker{w}, (*walker).walk)
}
