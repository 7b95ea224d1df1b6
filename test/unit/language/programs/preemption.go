package main

import (
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

type flag struct{ v atomic.Bool }

func (f *flag) wait() int {
	n := 0
	for !f.v.Load() {
		n++
	}
	return n
}

func atomics() {
	var done atomic.Bool
	go func() {
		time.Sleep(time.Millisecond)
		done.Store(true)
	}()
	for !done.Load() {
	}
	fmt.Println("atomics")
}

func selects() {
	quit := make(chan struct{})
	time.AfterFunc(20*time.Millisecond, func() { close(quit) })
	n := 0
	for {
		select {
		case <-quit:
			fmt.Println("selects", n > 0)
			return
		default:
			n++
		}
	}
}

func method() {
	var f flag
	go func() { f.v.Store(true) }()
	f.wait()
	fmt.Println("method")
}

func cas() {
	var state int32
	go func() { atomic.StoreInt32(&state, 1) }()
	for {
		if atomic.CompareAndSwapInt32(&state, 1, 2) {
			break
		}
	}
	fmt.Println("cas", state)
}

func mutexes() {
	var mu sync.Mutex
	ready := false
	go func() {
		mu.Lock()
		defer mu.Unlock()
		ready = true
	}()
	for {
		mu.Lock()
		if ready {
			mu.Unlock()
			break
		}
		mu.Unlock()
	}
	fmt.Println("mutexes")
}

func deadline() {
	fired := false
	t := time.AfterFunc(20*time.Millisecond, func() { fired = true })
	defer t.Stop()
	for start := time.Now(); !fired && time.Since(start) < time.Minute; {
	}
	fmt.Println("deadline", fired)
}

// Computes for long in plain functions, while the others do what they have to.
func computing() {
	var ticks atomic.Int32
	stop := make(chan bool)
	go func() {
		ticker := time.NewTicker(5 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				ticks.Add(1)
			case <-stop:
				return
			}
		}
	}()
	sum := 0
	for ticks.Load() < 3 {
		sum += work(1000)
	}
	close(stop)
	fmt.Println("computing", sum > 0)
}

func work(n int) (sum int) {
	for i := 0; i < n; i++ {
		sum += i % 7
	}
	return sum
}

func network() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer l.Close()
	var got atomic.Pointer[string]
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		b := make([]byte, 10)
		n, _ := c.Read(b)
		s := string(b[:n])
		got.Store(&s)
	}()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer c.Close()
	fmt.Fprint(c, "hello")
	for got.Load() == nil {
	}
	fmt.Println("network", *got.Load())
}

func two() {
	var turn, rounds atomic.Int32
	var wg sync.WaitGroup
	for i := int32(0); i < 2; i++ {
		wg.Add(1)
		i := i
		go func() {
			defer wg.Done()
			for r := 0; r < 3; r++ {
				for turn.Load() != i {
				}
				rounds.Add(1)
				turn.Store(1 - i)
			}
		}()
	}
	wg.Wait()
	fmt.Println("two", rounds.Load())
}

func main() {
	atomics()
	selects()
	method()
	cas()
	mutexes()
	deadline()
	computing()
	network()
	two()
	go func() {
		for {
		}
	}()
	time.Sleep(time.Millisecond)
	fmt.Println("main ends")
}
