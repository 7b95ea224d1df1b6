package main

import "fmt"

func pair(yield func(int) bool) {
	if yield(1) {
		yield(2)
	}
}

func main() {
	sum := 0
	for x := range pair {
		doubled := 2 * x
		sum += doubled
		fmt.Print(sum, " ")
	}
	fmt.Println("done")
}
