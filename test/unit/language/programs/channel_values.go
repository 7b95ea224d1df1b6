package main

import "fmt"

type msg struct {
	id   int
	body []string
	arr  [2]int
	resp chan msg
}

func serve(in <-chan msg) {
	for m := range in {
		m.id *= 10
		m.arr[0]++
		m.body = append(m.body, "served")
		m.resp <- m
	}
}

func fan(ins ...<-chan int) <-chan int {
	out := make(chan int)
	left := len(ins)
	done := make(chan bool)
	for _, in := range ins {
		go func(in <-chan int) {
			for v := range in {
				out <- v
			}
			done <- true
		}(in)
	}
	go func() {
		for ; left > 0; left-- {
			<-done
		}
		close(out)
	}()
	return out
}

func emit(vs ...int) <-chan int {
	c := make(chan int, len(vs))
	defer close(c)
	for _, v := range vs {
		c <- v
	}
	return c
}

func main() {
	in := make(chan msg)
	go serve(in)
	m := msg{id: 1, resp: make(chan msg, 1)}
	in <- m
	m.arr[0] = 50
	got := <-m.resp
	fmt.Println(m.id, m.arr, got.id, got.arr, got.body)
	sum := 0
	for v := range fan(emit(1, 2), emit(3), emit()) {
		sum += v
	}
	fmt.Println(sum)
	ic := make(chan interface{}, 5)
	ic <- 1
	ic <- "s"
	ic <- nil
	ic <- m.arr
	ic <- struct{}{}
	close(ic)
	for v := range ic {
		fmt.Printf("%T ", v)
	}
	fmt.Println()
	u64 := make(chan uint64, 1)
	u64 <- 1<<64 - 1
	fmt.Println(<-u64)
	f32 := make(chan float32, 1)
	f32 <- 0.1
	fmt.Println(<-f32)
	chans := map[string]chan int{"a": make(chan int, 1)}
	chans["a"] <- 4
	fmt.Println(<-chans["a"], chans["b"] == nil)
	var send chan<- int = chans["a"]
	var recv <-chan int = chans["a"]
	send <- 9
	fmt.Println(<-recv, len(recv), cap(send))
	func() {
		defer func() { fmt.Println(recover()) }()
		close(chans["b"])
	}()
	errs := make(chan error, 2)
	errs <- fmt.Errorf("e")
	errs <- nil
	fmt.Println(<-errs, <-errs)
	ptr := make(chan *msg, 1)
	p := &m
	ptr <- p
	q := <-ptr
	q.id = 77
	fmt.Println(m.id, p == q)
	select {
	case v, ok := <-emit(8):
		fmt.Println(v, ok)
	}
	var a [2]int
	i := 0
	ch := make(chan int, 2)
	ch <- 5
	ch <- 6
	a[i], a[i+1] = <-ch, <-ch
	fmt.Println(a)
	x, ok := <-emit()
	fmt.Println(x, ok, <-emit(1)+<-emit(2)*<-emit(3))
}
