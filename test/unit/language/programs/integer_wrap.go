package main

import (
	"fmt"
	"math"
)

func main() {
	var i8 int8 = math.MaxInt8
	var i16 int16 = math.MaxInt16
	var i32 int32 = math.MaxInt32
	var i64 int64 = math.MaxInt64
	var i int = math.MaxInt
	i8++
	i16++
	i32++
	i64++
	i++
	fmt.Println(i8, i16, i32, i64, i)
	i8--
	i16--
	i32--
	i64--
	i--
	fmt.Println(i8, i16, i32, i64, i)
	fmt.Println(i8*i8, i16*i16, i32*i32, i64*i64, i*i)
	var u8 uint8
	var u16 uint16
	var u32 uint32
	var u64 uint64
	var up uintptr
	u8--
	u16--
	u32--
	u64--
	up--
	fmt.Println(u8, u16, u32, u64, up)
	fmt.Println(u8*u8, u16*u16, u32*u32, u64*u64)
	u64 += 2
	fmt.Println(u64, -u64, ^u64, -u32, ^u8)
	m := int64(math.MinInt64)
	fmt.Println(-m, m/-1, m%-1, m-1, ^m)
	m8 := int8(-128)
	fmt.Println(-m8, m8/-1, m8%-1, ^m8)
	x := uint64(0xdeadbeefcafebabe)
	fmt.Printf("%x %x %x\n", x*x, x*0x9e3779b97f4a7c15, x^x>>33)
	h := uint32(2166136261)
	for _, c := range []byte("hash me") {
		h ^= uint32(c)
		h *= 16777619
	}
	fmt.Println(h)
	h64 := uint64(14695981039346656037)
	for _, c := range []byte("hash me") {
		h64 ^= uint64(c)
		h64 *= 1099511628211
	}
	fmt.Println(h64)
	a, b := int64(-7), int64(2)
	fmt.Println(a/b, a%b, a/-b, a%-b, 7/-b, -a%b)
	fmt.Println(int64(9007199254740993)+1, int64(9007199254740992)-1, int64(-9007199254740993)*3)
	z := 0
	fmt.Println(z*-5, 1/float64(z*-5), -z)
}
