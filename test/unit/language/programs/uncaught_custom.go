package main

import "errors"

type custom struct{ n int }

func convert() {
	if c, ok := recover().(custom); ok {
		panic(errors.New("converted"))
	} else {
		println(c.n)
	}
}

func work() {
	defer convert()
	defer func() { panic(custom{6}) }()
	defer func() { recover() }()
	panic("plain")
}

func main() {
	println("before")
	defer println("deferred")
	defer func() { println(recover().(error).Error()) }()
	work()
}
