package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

func eval(s string, c chan int) chan int { fmt.Print(s, " "); return c }
func val(s string, v int) int            { fmt.Print(s, " "); return v }

func main() {
	a, b := make(chan int, 1), make(chan int, 1)
	b <- 1
	select {
	case eval("a", a) <- val("va", 5):
		fmt.Println("sent", <-a)
	case v := <-eval("never ready", nil):
		fmt.Println(v)
	}
	counts := [2]int{}
	for i := 0; i < 200; i++ {
		x, y := make(chan int, 1), make(chan int, 1)
		x <- 1
		y <- 1
		select {
		case <-x:
			counts[0]++
		case <-y:
			counts[1]++
		}
	}
	fmt.Println(counts[0] > 20, counts[1] > 20, counts[0]+counts[1])
	var x int
	var ok bool
	select {
	case x, ok = <-b:
	}
	fmt.Println(x, ok)
	close(b)
	select {
	case x, ok = <-b:
		fmt.Println(x, ok)
	}
	func() {
		defer func() { fmt.Println(recover()) }()
		select {
		case b <- 1:
		default:
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
	defer cancel()
	select {
	case <-ctx.Done():
		fmt.Println(ctx.Err(), errors.Is(ctx.Err(), context.DeadlineExceeded))
	case <-time.After(10 * time.Second):
	}
	ctx2, cancel2 := context.WithCancel(context.WithValue(context.Background(), "k", 7))
	cancel2()
	<-ctx2.Done()
	fmt.Println(ctx2.Err(), ctx2.Value("k"), ctx2.Value("z"))
	for i := 0; i < 3; i++ {
		select {
		default:
			if i == 1 {
				continue
			}
			fmt.Print(i, " ")
		}
	}
	fmt.Println()
	quit := make(chan bool)
	out := make(chan string)
	go func() {
		for n := 0; ; n++ {
			select {
			case out <- fmt.Sprint("n", n):
			case <-quit:
				close(out)
				return
			}
		}
	}()
	fmt.Println(<-out, <-out)
	quit <- true
	_, open := <-out
	fmt.Println(open)
	start := time.Now()
	time.Sleep(3 * time.Millisecond)
	fmt.Println(time.Since(start) >= 3*time.Millisecond)
	fired := make(chan string, 1)
	time.AfterFunc(time.Millisecond, func() { fired <- "fired" })
	fmt.Println(<-fired)
	var in chan int
	t := 0
	in = make(chan int, 3)
	in <- 1
	in <- 2
	close(in)
	for in != nil {
		select {
		case v, ok := <-in:
			if !ok {
				in = nil
				break
			}
			t += v
		}
	}
	fmt.Println(t)
}
