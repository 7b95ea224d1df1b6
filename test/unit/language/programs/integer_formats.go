package main

import (
	"fmt"
	"math"
)

type Bits uint8

func (b Bits) String() string { return fmt.Sprintf("Bits(%08b)", uint8(b)) }

type Level int

const (
	Debug Level = iota - 1
	Info
	Warn
)

var names = map[Level]string{Debug: "debug", Info: "info"}

func (l Level) String() string {
	if s, ok := names[l]; ok {
		return s
	}
	return fmt.Sprintf("Level(%d)", int(l))
}

func main() {
	for _, n := range []int64{0, 1, -1, 255, -256, math.MaxInt32, math.MinInt32, 1 << 53, 1<<53 + 1, math.MaxInt64, math.MinInt64} {
		fmt.Printf("%d %x %X %o %b %+d|%20d|%-20d|%020d|% d|%#x|%#o|%q|%c\n", n, n, n, n, n, n, n, n, n, n, n, n, n%128, n%128)
	}
	fmt.Println(Debug, Info, Warn, Level(9), Bits(5))
	fmt.Printf("%v %d %s %x %T %#v\n", Bits(7), Bits(7), Bits(7), Bits(7), Bits(7), Bits(7))
	fmt.Printf("%v %+v\n", []Level{Debug, Warn}, map[Bits]Level{1: Info})
	fmt.Printf("%+v %v\n", struct {
		L Level
		b Bits
	}{Warn, 2}, &struct{ L []Level }{[]Level{Info}})
	fmt.Println(uint64(math.MaxUint64), uint32(math.MaxUint32), uintptr(5), int8(math.MinInt8), 'a', byte('a'), rune(0x10ffff))
	fmt.Printf("%3c|%-3c|%03d|%.3d|%8.3d|%-8.3d|%+.2d|%x|%X\n", 'x', 'y', 7, 7, 7, 7, 7, "hex", []byte{1, 171})
	fmt.Printf("%d %v %x\n", []uint8{1, 2}, [2]int8{-1, 1}, [3]uint16{10, 11, 12})
	fmt.Printf("%*d|%-*d|%0*d\n", 5, 1, 5, 2, 5, 3)
	fmt.Printf("%6.2f|%6v|%-6v|%6t|%6q|%06.2f\n", math.Pi, 5, 5, true, "a", -1.5)
	fmt.Printf("%t %v %08.3f %+.3e %g %G\n", true, false, -3.14159, 12345.678, 1e-10, 1e100)
}
