package main

import "fmt"

type node struct {
	l, r *node
	v    int
}

func build(d int) *node {
	if d == 0 {
		return nil
	}
	return &node{build(d - 1), build(d - 1), d}
}
func (n *node) sum() int {
	if n == nil {
		return 0
	}
	return n.l.sum() + n.v + n.r.sum()
}
func depth(n int) int {
	if n == 0 {
		return 0
	}
	return 1 + depth(n-1)
}
func even(n int) bool {
	if n == 0 {
		return true
	}
	return odd(n - 1)
}
func odd(n int) bool {
	if n == 0 {
		return false
	}
	return even(n - 1)
}
func ackermann(m, n int) int {
	if m == 0 {
		return n + 1
	}
	if n == 0 {
		return ackermann(m-1, 1)
	}
	return ackermann(m-1, ackermann(m, n-1))
}

func main() {
	fmt.Println(build(10).sum(), depth(5000), even(3001), ackermann(2, 9))
}
