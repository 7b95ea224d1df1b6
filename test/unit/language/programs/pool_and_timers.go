// sync.Pool hands out in Go's order, and forgets at the second collection; a timer's channel has no length since 1.23; far timers; a copied Cond.
package main

import (
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

func pools() {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	fmt.Println(debug.SetGCPercent(-1), debug.SetMaxStack(1<<20), debug.SetMemoryLimit(-1) == math.MaxInt64)
	runtime.GOMAXPROCS(1)
	var p sync.Pool
	for _, x := range []string{"a", "b", "c"} {
		p.Put(x)
	}
	fmt.Println(p.Get(), p.Get(), p.Get(), p.Get())
	for _, x := range []string{"a", "b", "c"} {
		p.Put(x)
	}
	runtime.GC()
	fmt.Println(p.Get(), p.Get())
	runtime.GC()
	fmt.Println(p.Get())
}

func timers() {
	t := time.NewTimer(time.Nanosecond)
	time.Sleep(20 * time.Millisecond)
	fmt.Println(len(t.C), cap(t.C))
	fmt.Println(t.Reset(math.MaxInt64), t.Stop())
	ticker := time.NewTicker(math.MaxInt64)
	ticker.Reset(time.Millisecond)
	<-ticker.C
	ticker.Reset(math.MaxInt64 - 1)
	ticker.Stop()
	fmt.Println(cap(time.After(math.MaxInt64)))
}

func copies() {
	defer func() { fmt.Println(recover()) }()
	c := sync.Cond{L: &sync.Mutex{}}
	c.Signal()
	d := c
	d.Broadcast()
}

func main() {
	pools()
	timers()
	copies()
}
