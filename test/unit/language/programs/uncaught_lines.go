package main

import "fmt"

type b struct{ n int }

func (x *b) add(n int) *b { x.n += n; return x }
func (x *b) fail() *b     { panic(fmt.Sprint("fail ", x.n)) }

func main() {
	x := &b{}
	defer func() {
		r := recover()
		fmt.Println(r)
		func(v any) {
			if v != nil {
				panic(v)
			}
		}(
			r,
		)
	}()
	x.
		add(1).
		add(2).
		fail().
		add(3)
}
