// What nobody holds any more is collected by debug.FreeOSMemory, however old it is.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type node struct {
	next   *node
	values [8]int
}

var list *node

func heap() uint64 {
	debug.FreeOSMemory()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

func fill() {
	for i := 0; i < 300_000; i++ {
		list = &node{next: list}
	}
}

func main() {
	fill()
	held := heap()
	list = nil
	fmt.Println("megabytes are free:", held-heap() > 10_000_000)
}
