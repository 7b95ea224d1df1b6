package main

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"sync"
	"time"
)

type job struct{ id, n int }
type answer struct {
	job
	value int
	err   error
}

func worker(ctx context.Context, jobs <-chan job, out chan<- answer, wg *sync.WaitGroup) {
	defer wg.Done()
	for j := range jobs {
		a := answer{job: j}
		if j.n < 0 {
			a.err = errors.New("negative")
		} else {
			a.value = j.n * j.n
		}
		select {
		case out <- a:
		case <-ctx.Done():
			return
		}
	}
}

type broker struct {
	mu   sync.RWMutex
	subs map[string][]chan string
}

func (b *broker) sub(topic string) <-chan string {
	c := make(chan string, 4)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.subs[topic] = append(b.subs[topic], c)
	return c
}
func (b *broker) pub(topic, m string) (n int) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, c := range b.subs[topic] {
		c <- m
		n++
	}
	return
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	jobs, out := make(chan job), make(chan answer)
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go worker(ctx, jobs, out, &wg)
	}
	go func() {
		for i, n := range []int{3, -1, 4, 1, -5, 9} {
			jobs <- job{i, n}
		}
		close(jobs)
		wg.Wait()
		close(out)
	}()
	var all []answer
	for a := range out {
		all = append(all, a)
	}
	cancel()
	sort.Slice(all, func(i, j int) bool { return all[i].id < all[j].id })
	for _, a := range all {
		fmt.Println(a.id, a.n, a.value, a.err)
	}
	b := &broker{subs: map[string][]chan string{}}
	s1, s2 := b.sub("t"), b.sub("t")
	fmt.Println(b.pub("t", "hello"), b.pub("none", "x"), <-s1, <-s2)
	var once sync.Once
	closed := make(chan struct{})
	for i := 0; i < 3; i++ {
		go once.Do(func() { close(closed) })
	}
	<-closed
	tctx, tcancel := context.WithTimeout(ctx, time.Hour)
	defer tcancel()
	fmt.Println(tctx.Err(), ctx.Err() == context.Canceled)
	unb := make(chan int)
	go func() { defer close(unb); unb <- 1; unb <- 2 }()
	v1, ok1 := <-unb
	v2, ok2 := <-unb
	v3, ok3 := <-unb
	fmt.Println(v1, ok1, v2, ok2, v3, ok3)
	ping, pong := make(chan int), make(chan int)
	go func() {
		for n := range ping {
			pong <- n + 1
		}
		close(pong)
	}()
	n := 0
	for n < 10 {
		ping <- n
		n = <-pong
	}
	close(ping)
	_, open := <-pong
	fmt.Println(n, open)
}
