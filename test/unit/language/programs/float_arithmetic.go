package main

import (
	"fmt"
	"math"
)

type F float32

func main() {
	var a, b float32 = 16777216, 1
	fmt.Println(a+b, a+b+b, a*a, a/3, float32(0.1)+float32(0.2), float32(0.1)*3)
	var x float64 = 1e308
	fmt.Println(x*10, -x*10, x/1e-10, x-x, 1/x)
	f := F(1) / 3
	f *= 3
	f++
	fmt.Println(f, f == 2, F(2.5)-0.1)
	sum := float32(0)
	for i := 0; i < 1000; i++ {
		sum += 0.1
	}
	fmt.Println(sum)
	nan := math.NaN()
	fmt.Println(nan == nan, nan != nan, nan < nan, nan > 1, !(nan <= 1))
	m := map[float64]int{}
	m[nan]++
	m[nan]++
	fmt.Println(len(m))
	fmt.Println(math.Floor(-0.5), math.Round(-0.5), math.Copysign(1, math.Floor(-0.5)), math.Trunc(-0.9))
	z := 0.0
	fmt.Println(z, -z, 1/z, -1/z, z/z, 0*-1.0, z*-1)
	fmt.Println(int(x/1e308*3.99), int(-3.99*(x/1e308)), uint8(x/1e308*255.9), float64(int64(math.MaxInt64)))
	fmt.Println(7/2, -7/2, 7%3, -7%3, 7/2.0, 1/3.0)
	fmt.Println(math.Float32bits(float32(0.1)), math.Float64bits(0.1), math.Float32frombits(0x7f800000))
	fmt.Println(math.MaxFloat32, float32(math.MaxFloat32), math.MaxFloat32*2 > math.MaxFloat32)
	fmt.Println(math.Modf(3.75))
	fmt.Println(math.Max(1, nan), math.Min(-0.0, 0), math.Dim(5, 3), math.IsNaN(math.Sqrt(-1)), math.Log(0), math.Atan2(1, -1), math.Tan(1), math.Sinh(1), math.Gamma(5))
	fmt.Println(float32(1e-46), float32(1e39*1e-1), float64(float32(1.1)))
	var i8 int8 = 100
	fmt.Println(float64(i8)*2, float32(i8)/3, int8(float64(i8)/2))
	fmt.Printf("%.20f %.3e %v %6.2f|%-8.2f|%+.2e\n", 0.1, 123456.789, 1e-7, 3.14159, 2.0, 12345.678)
	fmt.Println(1e20, 1e21, 123456789.123, 1e-5, 0.00001234, float32(1e20), float32(123456789), 100000, 1e5)
}
