// Since Go 1.27.
package main

import "fmt"

type place struct{ line, column int }

type Range struct {
	place
	End *int
}

type token struct {
	Range
	text string
	n    [2]int
}

func count(name string, n int) int {
	fmt.Println("count", name, n)
	return n
}

func main() {
	a := token{line: 1, text: "a"}
	b := &token{text: fmt.Sprint("b", count("text", 1)), column: count("column", 2), line: count("line", 3), n: [2]int{count("n", 4), 5}}
	end := 7
	c := token{End: &end, column: 3}
	a.line++
	fmt.Println(a.line, a.column, a.text, b.line, b.column, b.text, b.n, c.line, c.column, *c.End)
	list := []token{{line: 5}, {Range: Range{place: place{6, 7}}}}
	for _, each := range list {
		fmt.Println(each.place, each.End == nil)
	}
}
