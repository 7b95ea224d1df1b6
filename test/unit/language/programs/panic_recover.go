package main

import (
	"errors"
	"fmt"
	"runtime"
)

func helper() interface{} { return recover() }

func try(name string, f func()) {
	defer func() {
		r := recover()
		if e, ok := r.(error); ok {
			fmt.Printf("%s: error %v\n", name, e)
		} else {
			fmt.Printf("%s: %v\n", name, r)
		}
	}()
	f()
	fmt.Println(name, "ended")
}

func named() (r int, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("caught: %v", x)
		}
	}()
	r = 3
	panic("in named")
}

func main() {
	try("nothing", func() {})
	try("string", func() { panic("s") })
	try("error", func() { panic(errors.New("e")) })
	try("int", func() { panic(42) })
	try("re-panic", func() {
		defer func() { panic(fmt.Sprint("again ", recover())) }()
		panic("first")
	})
	try("replace", func() {
		defer func() { panic("second") }()
		panic("first")
	})
	try("not direct", func() {
		defer func() { func() { fmt.Println("inner", recover()) }() }()
		panic("x")
	})
	try("deferred helper", func() {
		defer helper()
		panic("helped")
	})
	try("nested", func() {
		defer func() { fmt.Println("outer", recover()) }()
		defer func() {
			defer func() { fmt.Println("inner", recover()) }()
			panic("two")
		}()
		panic("one")
	})
	try("defers run", func() {
		defer fmt.Println("d1")
		defer func() { defer fmt.Println("d2") }()
		panic("run")
	})
	fmt.Println(named())
	try("recover outside", func() { fmt.Println(recover(), helper()) })
	try("twice", func() {
		defer func() { fmt.Println(recover(), recover()) }()
		panic("once")
	})
	try("loop", func() {
		for i := 0; i < 3; i++ {
			func() {
				defer func() {
					if r := recover(); r != nil {
						fmt.Print(r, " ")
					}
				}()
				if i%2 == 0 {
					panic(i)
				}
			}()
		}
		fmt.Println()
	})
	done := make(chan bool)
	go func() {
		defer close(done)
		defer func() { fmt.Println("goexit recover:", recover()) }()
		runtime.Goexit()
		fmt.Println("never")
	}()
	<-done
	done = make(chan bool)
	go func() {
		defer close(done)
		defer func() {
			defer func() { fmt.Println("then", recover()) }()
			panic("during goexit")
		}()
		runtime.Goexit()
	}()
	<-done
	var re runtime.Error
	try("runtime error", func() {
		defer func() {
			if err, ok := recover().(error); ok && errors.As(err, &re) {
				fmt.Println("is runtime.Error", re)
			}
		}()
		var a []int
		_ = a[5]
	})
	func() {
		defer func() { fmt.Println("middle", recover()) }()
		func() {
			defer func() { fmt.Println("unwinding") }()
			panic("deep")
		}()
		fmt.Println("not reached")
	}()
}
