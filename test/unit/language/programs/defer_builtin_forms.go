package main

import (
	"fmt"
	"os"
	"strings"
	"sync"
)

type res struct{ name string }

func (r *res) Close() error       { fmt.Println("close", r.name); return nil }
func (r res) log(f string, a ...interface{}) { fmt.Printf(r.name+": "+f+"\n", a...) }
func open(n string) *res          { fmt.Println("open", n); return &res{n} }

type closer interface{ Close() error }

func multi() (err error) {
	for _, n := range []string{"a", "b"} {
		defer func(c closer) {
			if e := c.Close(); e != nil && err == nil {
				err = e
			}
		}(open(n))
	}
	return fmt.Errorf("kept")
}

func count(n int) (total int) {
	for i := 0; i < n; i++ {
		defer func(k int) { total += k }(i)
	}
	return 100
}

func nestedRecover() (s string) {
	defer func() {
		s += fmt.Sprint("|", recover())
		defer func() { s += fmt.Sprint("|", recover()) }()
		panic("third")
	}()
	defer func() { panic(fmt.Sprint(recover(), "+second")) }()
	panic("first")
}

func exitEarly(b bool) (r int) {
	defer func() {
		if recover() != nil {
			r = -1
		}
	}()
	if b {
		return 1
	}
	var p *res
	_ = p.name
	return 2
}

func main() {
	fmt.Println(multi(), count(5), nestedRecover(), exitEarly(true), exitEarly(false))
	func() {
		var mu sync.Mutex
		mu.Lock()
		defer mu.Unlock()
		defer open("x").Close()
		r := res{"r"}
		defer r.log("value %d %s", 1, "two")
		r.name = "changed"
		defer res.log(r, "expression")
		defer (*res).Close(&r)
		var c closer = open("iface")
		defer c.Close()
		c = nil
		cl := r.Close
		defer cl()
		defer fmt.Fprintln(os.Stdout, strings.Repeat("-", 3))
		m := map[interface{}]int{"k": 1, 2: 2}
		defer func() { fmt.Println(len(m)) }()
		defer delete(m, "k")
		s := []int{1, 2, 3}
		defer func() { fmt.Println(s) }()
		defer copy(s, []int{9})
		defer print("printed\n")
		defer func() { recover() }()
		defer panic("deferred panic")
		defer recover()
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var c closer
		defer c.Close()
		fmt.Println("not reached")
	}()
	go func() { defer fmt.Println("never seen?") ; select {} }()
	done := make(chan int)
	go func(f func(...int), xs ...int) { defer close(done); f(xs...) }(func(xs ...int) { fmt.Println(xs) }, 1, 2)
	<-done
	ch := make(chan string, 2)
	go open("goroutine").send(ch)
	go func() {}()
	fmt.Println(<-ch)
}

func (r *res) send(c chan string) { c <- r.name }
