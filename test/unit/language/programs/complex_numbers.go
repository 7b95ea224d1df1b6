package main

import (
	"fmt"
	"math"
	"math/cmplx"
)

type Z complex128

func (z Z) Abs() float64 { return cmplx.Abs(complex128(z)) }

func main() {
	a, b := 1+2i, complex(3, -4)
	fmt.Println(a+b, a-b, a*b, a/b, -a, a == b, a != b)
	var c64 complex64 = complex(float32(0.1), 2)
	c64 *= c64
	c64 += 1
	c64++
	fmt.Println(c64, real(c64), imag(c64), complex128(c64))
	fmt.Println(real(a), imag(b), cmplx.Abs(b), cmplx.Sqrt(-1), cmplx.Exp(1i*math.Pi))
	fmt.Printf("%v %.2f %T %T %g\n", a, b, a, c64, b)
	m := map[complex128]string{1i: "i"}
	fmt.Println(m[complex(0, 1)], Z(3+4i).Abs())
	zero := 0i
	q := a / zero
	fmt.Println(math.IsInf(real(q), 0), cmplx.IsNaN(zero/zero))
	for z, n := 0i, 0; n < 3; n++ {
		z = z*z + (0.3 + 0.5i)
		fmt.Printf("%.4f ", z)
	}
	fmt.Println()
	arr := [2]complex128{1, 2i}
	brr := arr
	brr[0] += 1i
	fmt.Println(arr, brr, arr == brr)
	var i interface{} = a
	fmt.Println(i == interface{}(1+2i), i.(complex128)*2)
}
