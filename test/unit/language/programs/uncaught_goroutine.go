package main

import (
	"fmt"
	"time"
)

func worker(n int) {
	defer fmt.Println("worker's defer", n)
	var s []int
	fmt.Println(s[n])
}

func main() {
	defer fmt.Println("main's defer does not run")
	go worker(3)
	time.Sleep(time.Second)
}
