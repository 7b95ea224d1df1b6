package main

import "fmt"

func main() {
	var n uint = 70
	var one64 int64 = 1
	var u64 uint64 = 1<<63 | 1
	var i32 int32 = -5
	var u8 uint8 = 200
	fmt.Println(one64<<62, one64<<63, one64<<64-one64, one64<<n)
	fmt.Println(u64>>1, u64>>63, u64>>64, u64>>n, u64<<1)
	fmt.Println(i32>>1, i32>>31, i32>>n, i32<<30, i32<<n)
	fmt.Println(u8<<1, u8>>3, u8<<8, u8>>n, u8<<7>>7)
	var s int8 = -128
	fmt.Println(s>>7, s>>1, s<<1, int8(s>>n))
	for k := 28; k < 36; k++ {
		fmt.Print(1<<k, " ", int32(1)<<k, " ", uint32(1)<<k, ";")
	}
	fmt.Println()
	m := int64(-1)
	fmt.Println(m>>1, m>>63, uint64(m)>>1, uint64(m)>>60, m<<63)
	x := int64(-0x123456789abcdef)
	for _, k := range []int{0, 1, 4, 31, 32, 33, 52, 53, 60} {
		fmt.Print(x>>k, " ", x<<k, " ", uint64(x)>>k, ";")
	}
	fmt.Println()
	x <<= 3
	x >>= 1
	x |= 0x7000000000000001
	x &^= 0xff
	x ^= -1
	fmt.Println(x, x&0xffffffffffff, x|1<<40, x&^(1<<40))
	var sh uint8 = 3
	fmt.Println(1<<sh == 8, float64(1<<3), uint8(1)<<sh<<sh)
	defer func() { fmt.Println(recover()) }()
	neg := -1
	fmt.Println(1 << neg)
}
