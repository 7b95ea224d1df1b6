package main

import (
	"container/heap"
	"container/list"
	"fmt"
	"sort"
)

type ByLen []string

func (b ByLen) Len() int           { return len(b) }
func (b ByLen) Less(i, j int) bool { return len(b[i]) < len(b[j]) }
func (b ByLen) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

type IntHeap []int

func (h IntHeap) Len() int            { return len(h) }
func (h IntHeap) Less(i, j int) bool  { return h[i] < h[j] }
func (h IntHeap) Swap(i, j int)       { h[i], h[j] = h[j], h[i] }
func (h *IntHeap) Push(x interface{}) { *h = append(*h, x.(int)) }
func (h *IntHeap) Pop() interface{} {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

type person struct {
	name string
	age  int
	pos  [2]int
}

func main() {
	a := []int{5, 2, 9, -1, 0}
	sort.Ints(a)
	fmt.Println(a, sort.SearchInts(a, 5), sort.SearchInts(a, 3))
	sort.Sort(sort.Reverse(sort.IntSlice(a)))
	fmt.Println(a)
	s := []string{"banana", "fig", "apple", "kiwi", "date"}
	sort.Stable(ByLen(s))
	fmt.Println(s)
	sort.Strings(s)
	fmt.Println(s, sort.StringsAreSorted(s))
	ps := []person{{"a", 3, [2]int{1, 1}}, {"b", 1, [2]int{2, 2}}, {"c", 3, [2]int{3, 3}}, {"d", 2, [2]int{4, 4}}}
	sort.SliceStable(ps, func(i, j int) bool { return ps[i].age > ps[j].age })
	fmt.Println(ps)
	sort.Slice(ps, func(i, j int) bool { return ps[i].name < ps[j].name })
	fmt.Println(ps)
	big := make([]int, 500)
	x := uint32(1)
	for i := range big {
		x = x*1664525 + 1013904223
		big[i] = int(x >> 16 % 1000)
	}
	sort.Ints(big)
	fmt.Println(sort.IntsAreSorted(big), big[0], big[499], sort.Search(500, func(i int) bool { return big[i] >= 30000 }))
	h := &IntHeap{5, 2, 8}
	heap.Init(h)
	heap.Push(h, 1)
	for h.Len() > 0 {
		fmt.Print(heap.Pop(h), " ")
	}
	fmt.Println()
	l := list.New()
	e := l.PushBack(1)
	l.PushFront(0)
	l.InsertAfter("x", e)
	l.MoveToFront(e)
	for e := l.Front(); e != nil; e = e.Next() {
		fmt.Print(e.Value, " ")
	}
	fmt.Println(l.Len())
	f := sort.Float64Slice{2.5, -1}
	f.Sort()
	fmt.Println(f)
}
