// Since Go 1.23.
package main

import (
	"fmt"
	"iter"
	"runtime"
	"slices"
)

func try(name string, f func()) {
	defer func() {
		r := recover()
		_, isRuntime := r.(runtime.Error)
		fmt.Printf("%s: %v (runtime.Error %v)\n", name, r, isRuntime)
	}()
	f()
}

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; i < n; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

// Goes on after false.
func stubborn(yield func(int) bool) {
	for i := range 5 {
		yield(i)
	}
}

// Swallows what the body panics with.
func swallow(yield func(int) bool) {
	defer func() { fmt.Println("swallowed", recover()) }()
	yield(1)
}

// Swallows and goes on.
func swallowOn(yield func(int) bool) {
	func() {
		defer func() { fmt.Println("swallowed", recover()) }()
		yield(1)
	}()
	yield(2)
}

// Changes the panic.
func change(yield func(int) bool) {
	defer func() { panic(fmt.Sprint("changed ", recover())) }()
	yield(1)
}

var kept func(int) bool

func keep(yield func(int) bool) {
	kept = yield
	yield(1)
}

func keepTwice(yield func(int) bool) {
	yield(1)
	if kept != nil {
		kept(7)
	}
	kept = yield
}

func search(want int) (found int, err error) {
	defer func() {
		found *= 10
	}()
	for i := range count(5) {
		defer fmt.Println("deferred", i)
		for j := range count(5) {
			if i*j == want {
				return i, fmt.Errorf("%d*%d", i, j)
			}
		}
	}
	return -1, nil
}

func labels() {
outer:
	for i := range count(4) {
	middle:
		for j := range count(4) {
			for k := range count(4) {
				switch {
				case k == 1 && j == 0:
					continue middle
				case k == 2 && i == 0:
					continue outer
				case i == 2:
					break outer
				case k == 3:
					break middle
				}
				fmt.Println(i, j, k)
			}
		}
	}
	fmt.Println("after labels")
}

func gotos() {
	tries := 0
again:
	tries++
	for i := range count(3) {
		for j := range count(3) {
			if i == 1 && j == 1 && tries < 3 {
				goto again
			}
			if tries == 3 && i == 2 {
				goto done
			}
			fmt.Println(tries, i, j)
		}
	}
done:
	fmt.Println("done", tries)
}

func recovers() (s string) {
	defer func() {
		for i := range count(2) {
			if r := recover(); r != nil {
				s = fmt.Sprint("recovered ", r, " at ", i)
			}
		}
	}()
	for i := range count(3) {
		if i == 1 {
			panic("one")
		}
	}
	return "no"
}

func deferOrder() {
	defer fmt.Println("first")
	for i := range count(3) {
		defer func() { fmt.Println("loop", i) }()
		func() {
			defer fmt.Println("inner", i)
		}()
	}
	fmt.Println("end of deferOrder")
}

func goexits() {
	done := make(chan bool)
	go func() {
		defer close(done)
		defer fmt.Println("goexit deferred")
		for range count(3) {
			runtime.Goexit()
		}
		fmt.Println("not reached")
	}()
	<-done
}

func channels() {
	c := make(chan int)
	go func() {
		for i := range count(3) {
			c <- i
		}
		close(c)
	}()
	for i := range count(5) {
		v, ok := <-c
		fmt.Println(i, v, ok)
	}
}

func results() (a int, b string) {
	for i := range count(3) {
		a, b = i, "x"
		if i == 1 {
			return
		}
	}
	return 9, "nine"
}

func pairs(yield func(string, []int) bool) {
	_ = yield("a", []int{1}) && yield("b", []int{2, 3})
}

func none(yield func() bool) {
	for yield() {
	}
}

type tree struct {
	left, right *tree
	v           int
}

func (t *tree) all() iter.Seq[int] {
	return func(yield func(int) bool) { t.push(yield) }
}
func (t *tree) push(yield func(int) bool) bool {
	return t == nil || t.left.push(yield) && yield(t.v) && t.right.push(yield)
}

func main() {
	try("stubborn break", func() {
		for i := range stubborn {
			fmt.Println(i)
			if i == 1 {
				break
			}
		}
	})
	try("stubborn return", func() {
		for i := range stubborn {
			if i == 1 {
				return
			}
		}
	})
	try("stubborn ok", func() {
		for range stubborn {
		}
	})
	try("swallow", func() {
		for range swallow {
			panic("body")
		}
	})
	try("swallow nothing", func() {
		for range swallow {
		}
	})
	try("swallow on", func() {
		for i := range swallowOn {
			if i == 1 {
				panic("body")
			}
			fmt.Println("again", i)
		}
	})
	try("change", func() {
		for range change {
			panic("body")
		}
	})
	try("kept", func() {
		for i := range keep {
			fmt.Println("kept body", i)
		}
		kept(2)
	})
	try("kept after break", func() {
		for range keep {
			break
		}
		kept(2)
	})
	try("kept inside", func() {
		for i := range keep {
			if i == 1 {
				kept(3)
			}
		}
	})
	try("kept of the loop before", func() {
		kept = nil
		for range 2 {
			for i := range keepTwice {
				fmt.Println("twice", i)
			}
		}
	})
	try("stubborn nested", func() {
		for range count(2) {
			for range stubborn {
				return
			}
		}
	})
	try("stubborn nested continue", func() {
	outer:
		for range count(2) {
			for range stubborn {
				continue outer
			}
		}
	})
	try("nil iterator", func() {
		var f iter.Seq[int]
		for range f {
		}
	})
	try("body panics", func() {
		for i := range count(2) {
			var m map[int]int
			m[i] = 1
		}
	})
	fmt.Println(search(6))
	fmt.Println(search(100))
	labels()
	gotos()
	try("recover in a body", func() { fmt.Println(recovers()) })
	deferOrder()
	goexits()
	channels()
	fmt.Println(results())
	for k, v := range pairs {
		fmt.Println(k, v)
	}
	n := 0
	for range none {
		if n++; n == 3 {
			break
		}
	}
	fmt.Println(n)
	t := &tree{&tree{nil, nil, 1}, &tree{&tree{nil, nil, 3}, nil, 4}, 2}
	for v := range t.all() {
		if v == 4 {
			break
		}
		fmt.Println(v)
	}
	next, stop := iter.Pull(t.all())
	fmt.Println(next())
	fmt.Println(next())
	stop()
	fmt.Println(next())
	try("pull panics", func() {
		next, stop := iter.Pull(func(yield func(int) bool) {
			yield(1)
			panic("in iterator")
		})
		defer stop()
		fmt.Println(next())
		fmt.Println(next())
	})
	fmt.Println(slices.Collect(t.all()), slices.Sorted(count(3)))
	var funcs []func() int
	for i := range count(3) {
		funcs = append(funcs, func() int { i *= 2; return i })
	}
	for _, f := range funcs {
		fmt.Print(f(), f(), " ")
	}
	fmt.Println()
}
