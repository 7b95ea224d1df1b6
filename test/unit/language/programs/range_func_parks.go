// Since Go 1.23.
// A loop over a func whose body waits: the function around waits at the same time, in loops within loops too.
package main

import (
	"fmt"
	"time"
)

func three(yield func(int) bool) {
	for i := 0; i < 3; i++ {
		if !yield(i) {
			return
		}
	}
}

func nap() int {
	time.Sleep(time.Microsecond)
	return 1
}

func sum() (total int) {
	for x := range three {
		total += nap() + x
		for y := range three {
			if y == 2 {
				break
			}
			total += nap() * 10
		}
	}
	return total + nap()
}

func main() {
	for x := range three {
		fmt.Println(nap(), x)
	}
	fmt.Println(sum())
}
