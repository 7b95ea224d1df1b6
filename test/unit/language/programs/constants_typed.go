package main

import (
	"fmt"
	"math"
)

type Flags uint16

const (
	Read Flags = 1 << iota
	Write
	Exec
	All = Read | Write | Exec
)

func (f Flags) Has(g Flags) bool { return f&g == g }
func (f *Flags) Set(g Flags)     { *f |= g }
func (f *Flags) Clear(g Flags)   { *f &^= g }

type Unit float32

const (
	Meter Unit = 1
	Kilo       = 1000 * Meter
	half       = Meter / 2
)

const (
	A, B = 1 << iota, 'a' + iota
	C, D
	_, _
	E, F
)

const (
	x = iota
	y = "const"
	z
	w = iota
	v
)

const big = 1 << 62
const huge = big * big * 4
const ratio = huge / big
const f1 = 1.0 << 3
const neg = -7 / 2
const mod = -7 % 3
const not = ^0
const notU = ^uint32(0)
const cmp = "a" < "b" && 1.5 > 1
const str = "len" + "gth"

func main() {
	var f Flags
	f.Set(Write | Exec)
	f.Clear(Exec)
	fmt.Println(f, f.Has(Write), f.Has(Read), All, ^f, f<<15)
	fmt.Println(Kilo, half, A, B, C, D, E, F)
	fmt.Printf("%T %T %T %T %T\n", Kilo, B, f1, All, uint64(ratio & 0xff))
	fmt.Println(x, y, z, w, v, uint64(ratio & 0xff), neg, mod, not, notU, cmp, len(str), f1)
	var i8 int8 = 1 << 6
	var fl = 1 << 3.0
	var u uint = 1<<63 + 1<<62
	sh := 3
	var i64 int64 = 1 << sh
	var d float64 = 5 / 2
	var e float64 = 5 / 2.0
	fmt.Println(i8<<1, fl, u, i64, d, e, 'a'*2, 1e3, 07, 1_0.5)
	fmt.Println(math.MaxInt8, math.MinInt16, uint64(math.MaxInt64)+1, math.MaxUint32, int64(math.MinInt64))
	fmt.Println(float32(0.1)*float32(0.1), 0.1*0.1, 1/3.0, float32(1)/3, 2.0/3 == 2/3.0)
	const c complex64 = 1 + 2i
	fmt.Println(c*c, real(c), imag(c*1i), complex(1, 2.5))
	const r = 'x'
	var b byte = r
	s := "a" + string(rune(r)) + "\n"
	fmt.Printf("%q %v %c %d\n", s, b, r, r-'a')
	type local int
	const l local = 3
	fmt.Printf("%T %v\n", l*2, l/2)
	fmt.Println(len([...]string{2: "", 5: ""}), len("constant"), cap([4]int{}))
	arr := [len(str)]int{ratio & 3: 1}
	fmt.Println(arr)
	switch 5 {
	case x, neg:
	case 2 + 3:
		fmt.Println("five")
	}
}
