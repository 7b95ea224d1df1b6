// Makes the file that it is told, and then computes for ever, without a call that waits.
package main

import "os"

func main() {
	aside := os.Args[1] + ".new"
	if err := os.WriteFile(aside, nil, 0o600); err != nil {
		panic(err)
	}
	// Who sees the file knows that the rest is done.
	if err := os.Rename(aside, os.Args[1]); err != nil {
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
