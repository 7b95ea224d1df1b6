// What debug.Stack and runtime.Callers show of a panic: beneath a deferred call lies where the panic was raised, recovered or not.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
)

type caller struct{}

func functions() {
	for _, line := range strings.Split(string(debug.Stack()), "\n") {
		if i := strings.LastIndex(line, "("); i > 0 && !strings.HasPrefix(line, "\t") && !strings.Contains(line, "sync.") {
			fmt.Println("  ", line[:i])
		}
	}
}

//go:noinline
func deep() { panic("x") }

func plain() {
	defer func() {
		fmt.Println("recovered", recover())
		functions()
	}()
	deep()
}

func again() {
	defer func() {
		fmt.Println("recovered", recover())
		functions()
	}()
	func() {
		defer func() {
			p := recover()
			panic(p)
		}()
		deep()
	}()
}

func once() {
	defer func() {
		fmt.Println("recovered", recover())
		functions()
	}()
	var once sync.Once
	once.Do(deep)
}

func nilPointer() {
	defer func() {
		fmt.Println("recovered", recover())
		functions()
	}()
	var p *struct{ x int }
	fmt.Println(p.x)
}

func nothing() {
	defer func() {
		p := recover()
		_, isError := p.(runtime.Error)
		fmt.Printf("recovered %T %v\n", p, isError)
		functions()
	}()
	deep := func(x any) { panic(x) }
	deep(nil)
}

func (caller) close() {
	pc := make([]uintptr, 20)
	frames := runtime.CallersFrames(pc[:runtime.Callers(1, pc)])
	for more := true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		if strings.HasPrefix(frame.Function, "main.") || frame.Function == "runtime.gopanic" {
			fmt.Println("  ", frame.Function)
		}
	}
}

func exits(done chan bool) {
	defer close(done)
	defer functions()
	runtime.Goexit()
}

func closes() {
	defer func() { fmt.Println(recover()) }()
	defer caller{}.close()
	defer func() {
		defer caller{}.close()
		recover()
	}()
	deep()
}

func main() {
	plain()
	again()
	once()
	nilPointer()
	nothing()
	closes()
	done := make(chan bool)
	go exits(done)
	<-done
	functions()
}
