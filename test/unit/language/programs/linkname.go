// Names for what stands in other packages.
package main

import (
	"fmt"
	"math/bits"
	"time"
	_ "unsafe"
)

//go:linkname nanotime runtime.nanotime
func nanotime() int64

//go:linkname seconds time.Time.abs
func seconds(t time.Time) uint64

//go:linkname overflow runtime.overflowError
var overflow error

func main() {
	before := nanotime()
	fmt.Println(before > 0, nanotime() >= before)
	day := time.Date(2006, time.January, 2, 15, 4, 5, 6, time.UTC)
	fmt.Println(seconds(day) - seconds(day.AddDate(0, 0, -1)))
	defer func() { fmt.Println(recover() == overflow, overflow) }()
	bits.Div64(1, 0, 1)
}
