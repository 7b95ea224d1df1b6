package main

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"reflect"
	"strings"
	"time"
)

type node struct {
	next *node
	v    int
}
type T struct {
	A []int
	M map[string]*int
	F func()
	I any
	p *T
}
type S string
type hdr struct {
	A uint16
	B [2]uint8
	C int32
	D struct{ X, Y uint8 }
}

func main() {
	one, one2, two := 1, 1, 2
	pairs := [][2]any{
		{1, 1}, {1, int8(1)}, {[]int{1}, []int{1}}, {[]int(nil), []int{}}, {map[string]int{"a": 1}, map[string]int{"a": 1}}, {map[string]int{"a": 1}, map[string]int{"b": 1}},
		{T{M: map[string]*int{"x": &one}}, T{M: map[string]*int{"x": &one2}}}, {T{M: map[string]*int{"x": &one}}, T{M: map[string]*int{"x": &two}}},
		{T{F: func() {}}, T{F: func() {}}}, {T{I: []any{1, "x"}}, T{I: []any{1, "x"}}}, {&T{p: &T{}}, &T{p: &T{}}}, {nil, nil}, {nil, 1}, {[2]int{1, 2}, [2]int{1, 2}},
		{[]byte("ab"), []byte("ab")}, {S("a"), "a"}, {time.Unix(1, 0), time.Unix(1, 0)},
	}
	for i, p := range pairs {
		fmt.Println(i, reflect.DeepEqual(p[0], p[1]))
	}
	a, b := &node{v: 1}, &node{v: 1}
	a.next, b.next = a, b
	fmt.Println(reflect.DeepEqual(a, b))
	cyc := map[string]any{}
	cyc["self"] = cyc
	fmt.Println(reflect.DeepEqual(cyc, cyc))
	sl := []any{nil}
	sl[0] = sl
	sl2 := []any{nil}
	sl2[0] = sl2
	fmt.Println(reflect.DeepEqual(sl, sl2))

	var buf bytes.Buffer
	h := hdr{1, [2]uint8{2, 3}, -4, struct{ X, Y uint8 }{5, 6}}
	fmt.Println(binary.Write(&buf, binary.BigEndian, h), buf.Bytes(), binary.Size(h))
	var g hdr
	fmt.Println(binary.Read(&buf, binary.BigEndian, &g), g)
	fs := flag.NewFlagSet("x", flag.ContinueOnError)
	n := fs.Int("n", 5, "number `count`")
	d := fs.Duration("d", time.Second, "dur")
	s := fs.String("s", "def", "str")
	var sb strings.Builder
	fs.SetOutput(&sb)
	fmt.Println(fs.Parse([]string{"-n", "7", "-d=2s", "rest"}), *n, *d, *s, fs.Args())
	fs.PrintDefaults()
	fmt.Println(fs.Parse([]string{"-n", "x"}))
	fmt.Print(sb.String())

	ch := make(chan int, 2)
	cv := reflect.ValueOf(ch)
	cv.Send(reflect.ValueOf(5))
	fmt.Println(cv.TrySend(reflect.ValueOf(6)), cv.TrySend(reflect.ValueOf(7)), cv.Len(), cv.Cap())
	x, ok := cv.Recv()
	fmt.Println(x, ok)
	go func() { time.Sleep(time.Millisecond); <-ch; cv.Close() }()
	for cv.Len() > 0 {
		time.Sleep(time.Millisecond)
	}
	x, ok = cv.Recv()
	fmt.Println(x, ok)
	x, ok = reflect.ValueOf(make(chan string)).TryRecv()
	fmt.Println(x, ok, x.IsValid())
	c1, c2 := make(chan int), make(chan string, 1)
	c2 <- "sel"
	i, rv, ok := reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(c1)}, {Dir: reflect.SelectRecv, Chan: reflect.ValueOf(c2)}})
	fmt.Println(i, rv, ok)
	i, rv, ok = reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectDefault}, {Dir: reflect.SelectSend, Chan: reflect.ValueOf(c1), Send: reflect.ValueOf(1)}})
	fmt.Println(i, rv, ok)
	go func() { c1 <- 9 }()
	i, rv, ok = reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(c1)}})
	fmt.Println(i, rv, ok)

	it := reflect.TypeOf(0)
	fmt.Println(reflect.SliceOf(it), reflect.MapOf(reflect.TypeOf(""), it), reflect.ArrayOf(3, it), reflect.ChanOf(reflect.RecvDir, it), reflect.PtrTo(it), reflect.FuncOf([]reflect.Type{it, reflect.SliceOf(it)}, []reflect.Type{it}, true), reflect.SliceOf(it) == reflect.TypeOf([]int{}))
	st := reflect.StructOf([]reflect.StructField{{Name: "A", Type: it, Tag: `json:"a"`}, {Name: "B", Type: reflect.TypeOf("")}})
	sv := reflect.New(st).Elem()
	sv.Field(0).SetInt(3)
	fmt.Printf("%v %+v %T\n", st, sv, sv.Interface())
	mv := reflect.MakeMap(reflect.TypeOf(map[string][]int{}))
	mv.SetMapIndex(reflect.ValueOf("k"), reflect.ValueOf([]int{1}))
	fmt.Println(mv, mv.MapIndex(reflect.ValueOf("k")), mv.MapIndex(reflect.ValueOf("z")).IsValid(), mv.MapKeys())
	it2 := mv.MapRange()
	for it2.Next() {
		fmt.Println(it2.Key(), it2.Value())
	}
	ms := reflect.MakeSlice(reflect.TypeOf([]string{}), 1, 3)
	ms.Index(0).SetString("q")
	ms = reflect.Append(ms, reflect.ValueOf("r"))
	ms = reflect.AppendSlice(ms, reflect.ValueOf([]string{"s", "t"}))
	fmt.Println(ms, ms.Len(), ms.Slice(1, 3), ms.Slice3(0, 1, 2).Cap())
	arr := [4]int{1, 2, 3, 4}
	av := reflect.ValueOf(&arr).Elem()
	sl3 := av.Slice(1, 3)
	sl3.Index(0).SetInt(99)
	fmt.Println(arr, sl3)
	fmt.Println(reflect.Copy(av, reflect.ValueOf([]int{7, 8})), arr)
	fmt.Println(reflect.Zero(reflect.TypeOf(hdr{})), reflect.Indirect(reflect.ValueOf(&one)), reflect.ValueOf("héllo").Index(1), reflect.ValueOf("hello").Slice(1, 3))
	sw := reflect.Swapper([]string{"a"})
	sw(0, 0)
	var e error
	ev := reflect.ValueOf(&e).Elem()
	fmt.Println(ev.Kind(), ev.IsNil(), ev.NumMethod(), ev.Elem().IsValid(), ev.Type())
	fmt.Println(reflect.ValueOf(&e).Pointer() == reflect.ValueOf(&e).Pointer(), reflect.ValueOf(fmt.Println).Kind())
	var nilp *node
	fmt.Println(reflect.ValueOf(nilp).IsNil(), reflect.ValueOf(nilp).Elem().IsValid(), reflect.ValueOf(nil).IsValid(), reflect.ValueOf(nil).String(), reflect.ValueOf(3).String(), reflect.TypeOf(nil) == nil)
	type local struct{ Z int }
	fmt.Printf("%T %v %#v\n", local{}, reflect.TypeOf(local{}), local{3})
}
