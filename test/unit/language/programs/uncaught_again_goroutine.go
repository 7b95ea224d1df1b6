package main

import (
	"errors"
	"fmt"
)

func step(n int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("step %d: %v", n, r)
			if n == 2 {
				panic(errors.Unwrap(err) == nil)
			}
		}
	}()
	if n > 0 {
		panic(n * 10)
	}
	return nil
}

func main() {
	done := make(chan bool)
	go func() {
		for i := 0; ; i++ {
			fmt.Println(step(i))
		}
	}()
	<-done
}
