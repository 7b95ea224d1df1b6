package main

import (
	"fmt"
	"time"
)

func producer(n int) <-chan int {
	c := make(chan int)
	go func() {
		defer close(c)
		for i := 0; i < n; i++ {
			c <- i
		}
	}()
	return c
}

func sieve(n int) (primes []int) {
	src := make(chan int)
	go func() {
		for i := 2; ; i++ {
			src <- i
		}
	}()
	for i := 0; i < n; i++ {
		p := <-src
		primes = append(primes, p)
		next := make(chan int)
		go func(in <-chan int, out chan<- int) {
			for {
				if v := <-in; v%p != 0 {
					out <- v
				}
			}
		}(src, next)
		src = next
	}
	return
}

func main() {
	for v := range producer(3) {
		fmt.Print(v, " ")
	}
	fmt.Println()
	fmt.Println(sieve(10))
	b := make(chan string, 2)
	b <- "a"
	b <- "b"
	fmt.Println(len(b), cap(b))
	select {
	case b <- "c":
		fmt.Println("never")
	default:
		fmt.Println("full")
	}
	close(b)
	v, ok := <-b
	fmt.Println(v, ok)
	for s := range b {
		fmt.Println(s)
	}
	v, ok = <-b
	fmt.Printf("%q %v\n", v, ok)
	var nilc chan int
	fmt.Println(len(nilc), cap(nilc))
	select {
	case <-nilc:
	case nilc <- 1:
	default:
		fmt.Println("nil blocks")
	}
	t := time.NewTimer(time.Hour)
	select {
	case <-t.C:
	case <-time.After(5 * time.Millisecond):
		fmt.Println("timeout", t.Stop())
	}
	done := make(chan struct{})
	data := make(chan int)
	go func() {
		for i := 0; i < 3; i++ {
			data <- i
		}
		close(done)
	}()
	sum := 0
loop:
	for {
		select {
		case x := <-data:
			sum += x
		case <-done:
			break loop
		}
	}
	fmt.Println(sum)
	cc := make(chan chan int, 1)
	c := make(chan int, 1)
	cc <- c
	(<-cc) <- 5
	fmt.Println(<-c)
	fc := make(chan func() string, 1)
	fc <- func() string { return "called" }
	fmt.Println((<-fc)())
	ec := make(chan error, 1)
	ec <- nil
	err := <-ec
	fmt.Println(err)
	arr := []chan int{make(chan int, 1), make(chan int, 1)}
	i := 1
	select {
	case arr[i] <- 7:
	}
	m := map[string]int{}
	select {
	case m["got"] = <-arr[1]:
	}
	fmt.Println(m)
	tick := time.NewTicker(time.Millisecond)
	n := 0
	for range tick.C {
		if n++; n == 3 {
			tick.Stop()
			break
		}
	}
	fmt.Println("ticks", n)
	sem := make(chan struct{}, 2)
	results := make(chan int, 6)
	for i := 0; i < 6; i++ {
		go func(i int) {
			sem <- struct{}{}
			defer func() { <-sem }()
			results <- i * i
		}(i)
	}
	total := 0
	for i := 0; i < 6; i++ {
		total += <-results
	}
	fmt.Println(total)
	var recvOnly <-chan int = c
	c <- 3
	fmt.Println(<-recvOnly+1, -<-func() chan int { c <- 4; return c }())
}
