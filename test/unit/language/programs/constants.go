package main

import (
	"fmt"
	"math"
	"math/big"
	"time"
)

type Weekday int

const (
	Sunday Weekday = iota
	Monday
	_
	Wednesday
)

func (d Weekday) String() string { return [...]string{"Su", "Mo", "Tu", "We"}[d] }

const (
	_  = iota
	KB = 1 << (10 * iota)
	MB
	GB
)

const (
	a, b = iota, iota * 10
	c, d
	_, _
	e, f
)

const (
	big1  = 1 << 100
	small = big1 >> 98
	third = 1.0 / 3
	r     = 'a' + 1
	str   = "con" + "stant"
	cplx  = 2i * 2i
	tt    = len(str) > 3 && third < 0.34
	mask  = ^uint8(0x0f)
	dur   = 3 * time.Second / 2
	typed = int8(-128)
)

func main() {
	fmt.Println(Sunday, Monday, Wednesday, Weekday(2))
	fmt.Println(KB, MB, GB, a, b, c, d, e, f)
	fmt.Println(small, third, r, string(rune(r)), str, cplx, tt, mask, dur, typed)
	fmt.Println(math.MaxUint64/3, uint64(math.MaxUint64), math.Pi, float32(math.Pi))
	fmt.Printf("%T %T %T %T %T\n", r, third, cplx, big1>>90, tt)
	const huge = 1e300 * 1e300 / 1e599
	fmt.Println(huge, 5/2, 5.0/2, -5/2, -5%3, 7.0/2.0 == 3.5)
	var f32 float32 = 0.1
	fmt.Println(f32, float64(f32), f32*10 == 1, 0.1+0.2, 0.1+0.2 == 0.3)
	x := 0.1
	y := 0.2
	fmt.Println(x+y, x+y == 0.3, math.MaxInt64, math.SmallestNonzeroFloat64)
	var u uint8 = 'x' - 'a'
	fmt.Println(u, 0b1010_1010, 0o17, 017, 0x_ff, 1_000_000, 0x1p-2, 'a', '\u00e9', '\377', "\x41\101\u0041")
	fmt.Println(big.NewInt(0).Exp(big.NewInt(3), big.NewInt(100), nil))
	const local = iota
	fmt.Println(local, len([10]int{}), len("é"), cap([3]string{}))
}
