package main

import (
	"fmt"
	"runtime"
	"time"
)

func main() {
	go func() {
		time.Sleep(2 * time.Millisecond)
		fmt.Println("goroutine ends")
	}()
	defer fmt.Println("main's defer")
	runtime.Goexit()
}
