package main

import "fmt"

type T struct {
	N   int
	Arr [4]int
	P   *T
}

func (t T) V() int  { return t.N }
func (t *T) P1() int { return t.N }

func try(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
	fmt.Print("no panic ")
}

func main() {
	s := []int{1, 2, 3}
	a := [4]int{}
	str := "hello"
	i, j, big := 5, -1, 1<<40
	var t *T
	var m map[string]int
	var f func()
	var iface interface{} = "x"
	zero := 0
	var u8 uint8 = 200
	var u64 uint64 = 1 << 63
	try(func() { _ = s[i] })
	try(func() { _ = s[j] })
	try(func() { s[i] = 1 })
	try(func() { s[u8]++ })
	try(func() { _ = s[u64] })
	try(func() { _ = s[big] })
	try(func() { _ = a[i] })
	try(func() { a[j] = 1 })
	try(func() { _ = str[i] })
	try(func() { _ = s[i:] })
	try(func() { _ = s[:i] })
	try(func() { _ = s[1:2:2][0:i] })
	k := 1
	try(func() { _ = s[2:k] })
	try(func() { _ = s[j:] })
	try(func() { _ = s[:2:i] })
	try(func() { _ = s[:3:k] })
	try(func() { _ = s[i:2:3] })
	try(func() { _ = str[i+1:] })
	try(func() { _ = str[:i+1] })
	try(func() { _ = str[3:k] })
	try(func() { _ = a[:i] })
	try(func() { _ = a[i:] })
	try(func() { _ = 1 / zero })
	try(func() { _ = u8 % uint8(zero) })
	try(func() { _ = int64(1) / int64(zero) })
	try(func() { fmt.Print(1/float64(zero), " ") })
	try(func() { _ = t.N })
	try(func() { t.N = 1 })
	try(func() { _ = t.V() })
	try(func() { _ = t.P1() })
	try(func() { _ = t.Arr[1] })
	try(func() { t = &T{}; _ = t.P.P.N })
	try(func() { _ = *t.P })
	try(func() { m["a"] = 1 })
	try(func() { f() })
	try(func() { _ = iface.(int) })
	try(func() { _ = iface.(fmt.Stringer) })
	try(func() { _ = make([]int, j) })
	try(func() { _ = make([]int, 2, k) })
	try(func() { _ = make(chan int, j) })
	try(func() { var c chan int; close(c) })
	try(func() { c := make(chan int); close(c); close(c) })
	try(func() { c := make(chan int, 1); close(c); c <- 1 })
	try(func() { _ = (*[4]int)(s) })
	try(func() { var p *int; *p = 1 })
	try(func() { var p *int; _ = *p })
	try(func() { var p *[3]int; _ = p[1] })
	try(func() { var p *[3]int; fmt.Print(len(p), " ") })
	try(func() { var p *[3]int; for i := range p { fmt.Print(i, " ") } })
	try(func() { var p *[3]int; for _, v := range p { fmt.Print(v, " ") } })
	try(func() { var e error; _ = e.Error() })
	try(func() { panic(nil) })
	try(func() { panic(fmt.Sprintf("%d", 1)) })
	try(func() { var n []int; n[0] = 1 })
	try(func() { var p **T; _ = (*p).N })
}
