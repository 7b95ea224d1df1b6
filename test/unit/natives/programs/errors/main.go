package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"sort"
	"strconv"
	"sync"
	"syscall"
	"time"
)

type E1 struct{ n int }

func (e E1) Error() string { return "e1" }

type E2 struct{ err error }

func (e *E2) Error() string        { return "e2" }
func (e *E2) Unwrap() error        { return e.err }
func (e *E2) Is(target error) bool { return target == io.EOF }

type E3 []string

func (e E3) Error() string { return "e3" }

type asser struct{}

func (asser) Error() string { return "asser" }
func (asser) As(t any) bool {
	if p, ok := t.(*E1); ok {
		*p = E1{99}
		return true
	}
	return false
}

type timeouter interface{ Timeout() bool }

func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Printf("%s panics: %v\n", name, r)
		}
	}()
	f()
}

type person struct {
	Name string
	Age  int
}

func main() {
	w := fmt.Errorf("a: %w", &E2{fmt.Errorf("b: %w", E1{5})})
	var e1 E1
	var e2 *E2
	var to timeouter
	fmt.Println(errors.As(w, &e1), e1, errors.As(w, &e2), e2 != nil, errors.As(w, &to))
	fmt.Println(errors.Is(w, io.EOF), errors.Is(w, E1{5}), errors.Is(w, E1{6}), errors.Is(nil, io.EOF), errors.Is(w, nil))
	fmt.Println(errors.Is(E3{"x"}, E3{"x"}))
	fmt.Println(errors.As(asser{}, &e1), e1)
	try("nil target", func() { errors.As(w, nil) })
	try("non pointer", func() { errors.As(w, e1) })
	try("non error", func() { var s string; errors.As(w, &s) })
	try("nil ptr", func() { var p *E1; errors.As(w, p) })
	_, err := net.Dial("tcp", "127.0.0.1:1")
	var op *net.OpError
	var se *os.SyscallError
	var errno syscall.Errno
	fmt.Println(err, errors.As(err, &op), errors.As(err, &se), errors.As(err, &errno), errno == syscall.ECONNREFUSED, errors.Is(err, syscall.ECONNREFUSED), errors.As(err, &to))
	fmt.Printf("%T %+v %s\n", op, op.Op, op.Net)
	_, err = os.Open("/nonexistent")
	var pe *fs.PathError
	fmt.Println(err, errors.As(err, &pe), pe.Op, errors.Is(err, fs.ErrNotExist), errors.Is(err, os.ErrNotExist))
	_, err = strconv.Atoi("12x")
	var ne *strconv.NumError
	fmt.Println(errors.As(err, &ne), ne.Func, ne.Err == strconv.ErrSyntax, err)

	people := []person{{"A", 30}, {"B", 20}, {"C", 20}, {"D", 10}}
	sort.SliceStable(people, func(i, j int) bool { return people[i].Age < people[j].Age })
	fmt.Println(people)
	p0 := &people[0]
	sort.Slice(people, func(i, j int) bool { return people[i].Name > people[j].Name })
	fmt.Println(people, *p0, sort.SliceIsSorted(people, func(i, j int) bool { return people[i].Name > people[j].Name }))
	ints := make([]int, 40)
	for i := range ints {
		ints[i] = (i * 17) % 41
	}
	sort.Slice(ints, func(i, j int) bool { return ints[i] < ints[j] })
	fmt.Println(ints)
	fs := []float32{3, 1, 2}
	sort.Slice(fs, func(i, j int) bool { return fs[i] < fs[j] })
	fmt.Println(fs)
	pp := []*person{{"x", 3}, {"y", 1}}
	sort.Slice(pp, func(i, j int) bool { return pp[i].Age < pp[j].Age })
	fmt.Println(*pp[0], *pp[1])
	try("sort int", func() { sort.Slice(5, nil) })
	as := [][2]int{{2, 1}, {1, 2}}
	sort.Slice(as, func(i, j int) bool { return as[i][0] < as[j][0] })
	fmt.Println(as)

	var m sync.Map
	m.Store("a", 1)
	m.Store(2, "two")
	v, ok := m.Load("a")
	fmt.Println(v, ok)
	fmt.Println(m.Load("zz"))
	fmt.Println(m.LoadOrStore("a", 5))
	fmt.Println(m.LoadOrStore("b", 6))
	fmt.Println(m.LoadAndDelete("a"))
	fmt.Println(m.LoadAndDelete("a"))
	m.Delete(2)
	m.Store([2]int{1, 2}, person{"P", 1})
	fmt.Println(m.Load([2]int{1, 2}))
	n := 0
	m.Range(func(k, v any) bool { n++; m.Delete(k); return true })
	fmt.Println(n)
	try("unhashable", func() { m.Store([]int{1}, 1) })
	var wg sync.WaitGroup
	for i := 0; i < 5; i++ {
		wg.Add(1)
		go func(i int) { defer wg.Done(); time.Sleep(time.Millisecond); m.Store(i, i*i) }(i)
	}
	wg.Wait()
	sum := 0
	m.Range(func(k, v any) bool { sum += v.(int); time.Sleep(time.Microsecond); return true })
	fmt.Println(sum)

	ctx, cancel := context.WithTimeout(context.WithValue(context.Background(), person{"k", 1}, "val"), 5*time.Millisecond)
	defer cancel()
	fmt.Println(ctx.Value(person{"k", 1}), ctx.Value("no"))
	<-ctx.Done()
	fmt.Println(ctx.Err(), errors.Is(ctx.Err(), context.DeadlineExceeded))
	try("ctx key", func() { context.WithValue(context.Background(), []int{}, 1) })
	fmt.Println(fmt.Sprint(context.WithValue(context.Background(), "k", "v")))
	try("custom", func() { panic(fmt.Errorf("x %d", 1)) })
	var np *person
	try("nil deref", func() { fmt.Println(np.Name) })
	try("conv", func() { var x any = "s"; fmt.Println(x.(int)) })
	try("conv2", func() { var x any = person{}; fmt.Println(x.(fmt.Stringer)) })
}
