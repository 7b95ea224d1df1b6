// Makes the file that it is told, and then computes for ever, without a call that waits.
package main

import "os"

func main() {
	if err := os.WriteFile(os.Args[1], nil, 0o600); err != nil {
		panic(err)
	}
	sum := 0
	for i := 0; ; i++ {
		sum += i & 3
		if sum < 0 {
			panic(sum)
		}
	}
}
