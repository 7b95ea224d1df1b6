// Something of everything that an image has to bring back.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strings"
	"sync"
)

type shape interface {
	area() float64
	String() string
}

type square struct{ side float64 }

func (s square) area() float64   { return s.side * s.side }
func (s *square) grow(n float64) { s.side *= n }
func (s square) String() string  { return fmt.Sprintf("square of %g", s.side) }

type named struct {
	*square
	sync.Mutex
	name string `json:"name"`
}

type list[T any] struct {
	head *node[T]
	size int
}

type node[T any] struct {
	value T
	next  *node[T]
}

func (l *list[T]) push(v T) *list[T] {
	l.head = &node[T]{v, l.head}
	l.size++
	return l
}

func each[T any, R any](l *list[T], f func(T) R) (all []R) {
	for n := l.head; n != nil; n = n.next {
		all = append(all, f(n.value))
	}
	return all
}

var (
	table = map[string]int{"one": 1, "two": 2, "three": first + 2}
	first = func() int { return len(os.Args) }()
	errNo = errors.New("no")
)

func init() { table["init"] = 0 }
func init() { table["second init"] = len(table) }

func fails(depth int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			_, file, line, _ := runtime.Caller(1)
			err = fmt.Errorf("depth %d: %v, %w (%v %v)", depth, r, errNo, file != "", line > 0)
		}
	}()
	var a []int
	return fmt.Errorf("%d", a[depth])
}

// A type of a function that has methods by what it embeds, and another one of its name.
func within(x shape) float64 {
	type inner struct {
		shape
		*square
	}
	both := inner{x, &square{1}}
	var grows interface{ grow(float64) } = both
	grows.grow(3)
	return both.shape.area() + both.side
}

var inLiteral = func() any {
	type inner struct{ square }
	return inner{square{5}}
}

// One for each instance.
func pairOf[A, B any](a A, b B) string {
	type pair struct {
		a A
		b B
	}
	return fmt.Sprintf("%T %v", pair{a, b}, pair{a, b})
}

func main() {
	s := &named{square: &square{2}, name: "n"}
	s.grow(1.5)
	var x shape = s
	fmt.Println(x, x.area(), s.name)
	grow := s.square.grow
	grow(2)
	fmt.Println((*square).String(s.square), square.area(*s.square))
	l := new(list[string]).push("a").push("bc")
	fmt.Println(each(l, func(v string) int { return len(v) }), each(l, strings.ToUpper))
	local := struct {
		shape
		n int
	}{x, 3}
	fmt.Println(local.area(), local.n)
	keys := make([]string, 0)
	for k := range table {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		fmt.Println(k, table[k])
	}
	results := make(chan int)
	var group sync.WaitGroup
	for i := 0; i < 3; i++ {
		group.Add(1)
		go func(i int) {
			defer group.Done()
			results <- i * i
		}(i)
	}
	go func() { group.Wait(); close(results) }()
	sum := 0
	for r := range results {
		sum += r
	}
	err := fails(3)
	fmt.Println(sum, err, errors.Is(err, errNo))
	type inner struct{ a, b int }
	fmt.Printf("%T %+v\n", inner{1, 2}, inner{1, 2})
	fmt.Println(within(x), inLiteral().(fmt.Stringer).String(), pairOf(1, "one"), pairOf(true, 2))
	switch v := x.(type) {
	case interface{ missing() }:
		fmt.Println("missing")
	case shape:
		fmt.Printf("%T\n", v)
	}
	os.Exit(3)
}
