package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	for i := 0; i < 50; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			v := n
			runtime.Gosched()
			n = v + 1
		}()
	}
	wg.Wait()
	fmt.Println(n)
	var once sync.Once
	for i := 0; i < 3; i++ {
		once.Do(func() { fmt.Println("once", i) })
	}
	var rw sync.RWMutex
	rw.RLock()
	rw.RLock()
	locked := make(chan bool)
	go func() { rw.Lock(); locked <- true; rw.Unlock() }()
	select {
	case <-locked:
		fmt.Println("never")
	case <-time.After(2 * time.Millisecond):
	}
	rw.RUnlock()
	rw.RUnlock()
	fmt.Println(<-locked)
	cond := sync.NewCond(&mu)
	ready, woken := false, make(chan int, 3)
	for i := 0; i < 3; i++ {
		go func(i int) {
			mu.Lock()
			for !ready {
				cond.Wait()
			}
			mu.Unlock()
			woken <- i
		}(i)
	}
	time.Sleep(time.Millisecond)
	mu.Lock()
	ready = true
	cond.Broadcast()
	mu.Unlock()
	fmt.Println(<-woken + <-woken + <-woken)
	var c int64
	var u uint32
	for i := 0; i < 10; i++ {
		wg.Add(1)
		go func() { atomic.AddInt64(&c, 1<<60); atomic.AddUint32(&u, ^uint32(0)); wg.Done() }()
	}
	wg.Wait()
	fmt.Println(atomic.LoadInt64(&c), u, atomic.CompareAndSwapUint32(&u, 5, 6), atomic.SwapInt64(&c, 3), c)
	var ai atomic.Int32
	ai.Store(5)
	fmt.Println(ai.Add(2), ai.CompareAndSwap(7, 9), ai.Load())
	var av atomic.Value
	av.Store([]string{"x"})
	fmt.Println(av.Load().([]string)[0])
	var ap atomic.Pointer[string]
	s := "pointed"
	ap.Store(&s)
	fmt.Println(*ap.Load())
	var m sync.Map
	m.Store("a", 1)
	v, ok := m.Load("a")
	act, loaded := m.LoadOrStore("a", 2)
	fmt.Println(v, ok, act, loaded)
	m.Range(func(k, v interface{}) bool { fmt.Println(k, v); return true })
	m.Delete("a")
	_, ok = m.Load("a")
	fmt.Println(ok)
	pool := sync.Pool{New: func() interface{} { return new(int) }}
	p := pool.Get().(*int)
	*p = 4
	pool.Put(p)
	fmt.Println(*p, mu.TryLock(), mu.TryLock())
	func() {
		defer func() { fmt.Println(recover()) }()
		var w sync.WaitGroup
		w.Done()
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var o sync.Once
		o.Do(func() { panic("in once") })
	}()
	fmt.Println(runtime.NumGoroutine() >= 1)
}
