package main

func index(values []int, at int) int {
	return values[at]
}

func main() {
	println(index([]int{1, 2, 3}, 5))
}
