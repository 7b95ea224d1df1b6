package main

import (
	"errors"
	"fmt"
)

type T struct{ N int }
type S string
type Str interface{ String() string }

func (t T) String() string { return fmt.Sprint("T#", t.N) }

func kind(x interface{}) string {
	switch v := x.(type) {
	case nil:
		return "nil"
	case int:
		return fmt.Sprint("int ", v+1)
	case int8, int16:
		return fmt.Sprintf("small %T %v", v, v)
	case uint64:
		return fmt.Sprint("uint64 ", v>>1)
	case string:
		return "string " + v
	case S:
		return "S " + string(v)
	case []int:
		return fmt.Sprint("slice ", len(v))
	case [2]int:
		v[0] = 9
		return fmt.Sprint("array ", v)
	case map[string]int:
		return fmt.Sprint("map ", v["a"])
	case func() int:
		return fmt.Sprint("func ", v())
	case chan int:
		return fmt.Sprint("chan ", cap(v))
	case *T:
		v.N++
		return fmt.Sprint("*T ", v.N)
	case error:
		return "error " + v.Error()
	case Str:
		return "Stringer " + v.String()
	case *int:
		return fmt.Sprint("*int ", *v)
	case struct{ A int }:
		return fmt.Sprint("anon ", v.A)
	case complex128:
		return fmt.Sprint("complex ", real(v))
	default:
		return fmt.Sprintf("other %T", v)
	}
}

func main() {
	n := 4
	arr := [2]int{1, 2}
	t := &T{5}
	for _, x := range []interface{}{nil, 1, int8(2), int16(3), uint64(1 << 63), "s", S("t"), []int{1}, arr,
		map[string]int{"a": 1}, func() int { return 6 }, make(chan int, 3), t, T{7}, errors.New("e"), &n,
		struct{ A int }{8}, 2i, 1.5, struct{ B int }{1}, []string{}, true, 'x', byte(1)} {
		fmt.Println(kind(x))
	}
	fmt.Println(arr, t.N)
	switch x := interface{}(t); y := x.(type) {
	case fmt.Stringer, error:
		fmt.Printf("%T\n", y)
	}
	switch interface{}(1).(type) {
	default:
		fmt.Println("default first")
	case string:
	}
	var s fmt.Stringer = t
	switch s.(type) {
	case T:
		fmt.Println("T")
	case *T:
		fmt.Println("*T")
	}
loop:
	for i := 0; ; i++ {
		switch interface{}(i).(type) {
		case int:
			if i == 2 {
				break loop
			}
			if i == 1 {
				break
			}
			fmt.Println("first")
			continue
		}
		fmt.Println("after", i)
	}
}
