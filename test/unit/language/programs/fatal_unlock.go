package main

import (
	"fmt"
	"sync"
)

func main() {
	defer fmt.Println("does not run")
	defer func() { fmt.Println(recover()) }()
	var mu sync.Mutex
	mu.Unlock()
}
