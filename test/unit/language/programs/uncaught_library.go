// A panic in a method that a package of Go's calls, while another panic is under way.
package main

import (
	"fmt"
	"sort"
	"strings"
)

type wrong []int

func (w wrong) Len() int           { return len(w) }
func (w wrong) Less(i, j int) bool { return w[i+100] < w[j] }
func (w wrong) Swap(i, j int)      {}

func repeat(times int) {
	defer func() {
		fmt.Println(recover())
		sort.Sort(wrong{3, 2, 1})
	}()
	fmt.Println(strings.Repeat("x", times))
}

func main() {
	repeat(-1)
}
