package main

import (
	"fmt"
	"log"
	"os"
	"runtime"
)

type chain struct{ log []int }

func (c *chain) here(what string) *chain {
	_, _, line, _ := runtime.Caller(1)
	c.log = append(c.log, line)
	return c
}

func line(any) int {
	_, _, line, _ := runtime.Caller(1)
	return line
}

type node struct {
	next *node
	n    int
}

func deep(n *node) (int, []int) {
	return n.
		next.
		next.
		n, []int{
		line(nil),
		line(
			line(nil),
		),
	}
}

func where(f func()) {
	defer func() {
		r := recover()
		pcs := make([]uintptr, 20)
		frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
		for {
			frame, more := frames.Next()
			if frame.Function == "main.main.func1" {
				fmt.Println(frame.Line)
			}
			if !more {
				break
			}
		}
		fmt.Println("recovered", r)
	}()
	f()
}

func main() {
	c := &chain{}
	c.here("a").
		here("b").
		here(
			"c",
		)
	fmt.Println(c.log)
	fmt.Println(
		line(1),
		line(
			2),
		line(3)+
			line(4),
		map[string]int{
			"a": line(5),
			"b": func() int {
				return line(6)
			}(),
		},
	)
	n := &node{n: 1, next: &node{n: 2, next: &node{n: 3}}}
	fmt.Println(deep(n))
	l := log.New(os.Stdout, "", log.Lshortfile)
	l.Println(
		"two",
		"lines",
	)
	l.
		Println("chained")
	done := make(chan bool)
	go func() {
		defer close(done)
		l.Printf(
			"%d",
			1)
	}()
	<-done
	switch x := c.here("x"); {
	case len(x.log) ==
		line(1):
	case line(2) ==
		line(3):
	default:
		if len(x.log) > 100 ||
			line(3) == 4 ||
			line(3) == line(3) {
			fmt.Println("equal",
				c.here("q").log)
		}
	}
	n.next.next = nil
	fmt.Println(
		n.n,
		node{
			n:    1,
			next: n.next,
		}.n,
		n.next.next.
			n,
	)
}
