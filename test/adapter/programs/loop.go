package main

import "fmt"

type pair struct {
	name  string
	count int
}

func add(p *pair, n int) {
	p.count += n
}

func main() {
	p := &pair{name: "sum"}
	for i := 0; i < 10; i++ {
		// a comment, and no statement
		add(p, i)
	}
	fmt.Println(p.name, p.count)
}
