package main

import (
	"fmt"
	"math"
)

type Celsius float64
type ID string
type Bytes []byte
type Point struct{ X, Y int }
type Other struct{ X, Y int }

func main() {
	fs := []float64{1.9, -1.9, 300.5, -129.5, 1e10, -1e10, 4294967296.5, 0.5, -0.5}
	for _, f := range fs {
		fmt.Println(int(f), int64(f), int32(int64(f)), uint8(int(f)), int8(int(f)), uint32(int64(f)), float32(f))
	}
	fmt.Println(int64(1e18), uint64(1.5e19), int64(-9.2e18))
	big := int64(1)<<62 + 1
	fmt.Println(float64(big), float32(big), int64(float64(big)), float64(uint64(math.MaxUint64)))
	fmt.Println(float32(16777217), float32(int32(16777217)), float64(int64(9007199254740993)))
	i := 300
	j := -1
	fmt.Println(uint8(i), int8(i), uint16(j), uint32(j), uint64(j), uint(j), int32(uint32(j)<<31), uintptr(j))
	fmt.Println(string(rune(65)), string(rune(0x4e16)), string(rune(-1)), []byte("hé"), []rune("hé世"), string([]rune{104, 19990, -5}))
	b := []byte("abc")
	s := string(b)
	b[0] = 'z'
	fmt.Println(s, string(b), ID(s)+"!", []byte(ID(s)), Bytes("x"), string(Bytes{65, 66}))
	fmt.Println(Celsius(36.6)+1, float64(Celsius(1))/3)
	p := Point{1, 2}
	o := Other(p)
	o.X = 9
	q := (*Other)(&p)
	q.Y = 7
	fmt.Println(p, o, *q, struct{ X, Y int }(p))
	arr := [4]int{1, 2, 3, 4}
	pa := (*[2]int)(arr[1:3])
	pa[0] = 20
	fmt.Println(arr, *pa, len(pa))
	var nan = math.NaN()
	fmt.Println(nan == nan, nan < 1, math.IsInf(1/zero(), 1), -zero(), 1/-zero(), math.Signbit(math.Copysign(0, -1)))
	fmt.Println(int64(int32(-5)), uint64(uint32(5)), int(int8(-1)), uint16(int8(j)), rune('x'), byte('y'))
	var any interface{} = Celsius(3)
	_, isFloat := any.(float64)
	fmt.Println(isFloat, any.(Celsius))
}

func zero() float64 { return 0 }
