// Two goroutines count; main waits for both.
package main

import "fmt"

func left(turns int, done chan string) {
	for i := 0; i < turns; i++ {
		tick("left", i)
	}
	done <- "left"
}

func right(turns int, done chan string) {
	for i := 0; i < turns; i++ {
		tick("right", i)
	}
	done <- "right"
}

func tick(who string, i int) {}

func main() {
	done := make(chan string)
	go left(3, done)
	go right(3, done)
	fmt.Println(<-done, <-done)
}
