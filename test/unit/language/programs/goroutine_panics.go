package main

import (
	"errors"
	"fmt"
	"sync"
)

type result struct {
	id  int
	err error
}

func safe(id int, f func() error) (r result) {
	r.id = id
	defer func() {
		if p := recover(); p != nil {
			r.err = fmt.Errorf("worker %d: %v", id, p)
		}
	}()
	r.err = f()
	return
}

func main() {
	jobs := []func() error{
		func() error { return nil },
		func() error { return errors.New("plain") },
		func() error { panic("boom") },
		func() error { var m map[string]int; m["x"] = 1; return nil },
		func() error { var s []int; return fmt.Errorf("%d", s[3]) },
	}
	results := make([]result, len(jobs))
	var wg sync.WaitGroup
	for i, j := range jobs {
		i, j := i, j
		wg.Add(1)
		go func() {
			defer wg.Done()
			results[i] = safe(i, j)
		}()
	}
	wg.Wait()
	for _, r := range results {
		fmt.Println(r.id, r.err)
	}
	in, out := make(chan int), make(chan int)
	for w := 0; w < 3; w++ {
		go func() {
			for n := range in {
				out <- n * n
			}
		}()
	}
	go func() {
		defer close(in)
		for i := 1; i <= 9; i++ {
			in <- i
		}
	}()
	sum := 0
	for i := 0; i < 9; i++ {
		sum += <-out
	}
	fmt.Println(sum)
	var mu sync.Mutex
	seen := map[int]bool{}
	var wg2 sync.WaitGroup
	for i := 0; i < 20; i++ {
		wg2.Add(1)
		go func(n int) {
			defer wg2.Done()
			defer mu.Unlock()
			mu.Lock()
			seen[n%7] = true
		}(i)
	}
	wg2.Wait()
	fmt.Println(len(seen))
	errc := make(chan error)
	go func() {
		defer close(errc)
		defer func() {
			if r := recover(); r != nil {
				errc <- r.(error)
			}
		}()
		var p *result
		p.id = 1
	}()
	for err := range errc {
		fmt.Println("got:", err)
	}
}
