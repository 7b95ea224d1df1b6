// A panic while another goroutine waits; an argument is given to debug.SetTraceback.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

func main() {
	for _, level := range os.Args[1:] {
		debug.SetTraceback(level)
	}
	never := make(chan int)
	go func() {
		<-never
	}()
	runtime.Gosched()
	panic("enough")
}
