package main

import "fmt"

type T struct{ next *T }

func (t *T) Len() int {
	if t == nil {
		return 0
	}
	return 1 + t.next.Len()
}

func f(p *int, s []int, m map[string]int, c chan int, fn func(), i interface{}, e error) {
	fmt.Println(p == nil, s == nil, m == nil, c == nil, fn == nil, i == nil, e == nil)
}

func slice(s []int) []int { return s }

func main() {
	f(nil, nil, nil, nil, nil, nil, nil)
	var t *T
	fmt.Println(t.Len(), (&T{&T{}}).Len())
	var s []int
	for range s {
		fmt.Println("never")
	}
	fmt.Println(len(s), cap(s), append(s, s...) == nil, s[0:0] == nil, len(s[:]), copy(s, s))
	var m map[string][]int
	fmt.Println(m["x"] == nil, len(m["x"]))
	_, ok := m["x"]
	fmt.Println(ok)
	var i interface{}
	_, ok = i.(int)
	fmt.Println(ok)
	_, ok = i.(fmt.Stringer)
	fmt.Println(ok)
	var fn func(int) = nil
	fmt.Printf("%v %v %v %v\n", s, m, i, fn == nil)
	fmt.Println(slice(nil) == nil, []int(nil) == nil, (*T)(nil) == t, interface{}((*T)(nil)) == nil)
	var arr [2]*T
	arr[1] = &T{}
	fmt.Println(arr[0] == nil, arr[1] == nil, arr[1].next == nil)
	fmt.Printf("%+v %#v %T %T\n", struct {
		P *int
		E error
	}{}, []interface{}{nil}, t, i)
	switch x := i.(type) {
	case nil:
		fmt.Println("nil case", x)
	}
	c := make(chan *T, 1)
	c <- nil
	fmt.Println(<-c == nil)
	ms := []map[string]int{nil, {"a": 1}}
	fmt.Println(ms[0]["a"], ms[1]["a"], len(ms[0]))
}
