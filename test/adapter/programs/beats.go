// Command beats says something from time to time.
package main

import (
	"fmt"
	"time"
)

func main() {
	for i := 0; i < 3; i++ {
		fmt.Println("beat", i)
		time.Sleep(300 * time.Millisecond)
	}
}
