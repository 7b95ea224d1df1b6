package main

import "fmt"

type Money int64
type Grid [3][3]uint8

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
func pow(b, e, m uint64) uint64 {
	r := uint64(1)
	for ; e > 0; e >>= 1 {
		if e&1 == 1 {
			r = r * b % m
		}
		b = b * b % m
	}
	return r
}
func isqrt(n uint64) uint64 {
	x := n
	for y := (x + 1) / 2; y < x; y = (x + n/x) / 2 {
		x = y
	}
	return x
}
func collatz(n int) (steps int) {
	for n != 1 {
		if n%2 == 0 {
			n /= 2
		} else {
			n = 3*n + 1
		}
		steps++
	}
	return
}
func xorshift(s *uint64) uint64 {
	*s ^= *s << 13
	*s ^= *s >> 7
	*s ^= *s << 17
	return *s
}
func digits(n int) (s string) {
	if n < 0 {
		return "-" + digits(-n)
	}
	for {
		s = string(rune('0'+n%10)) + s
		if n /= 10; n == 0 {
			return
		}
	}
}

func main() {
	fmt.Println(gcd(1<<63, 6), gcd(600851475143, 6857), pow(3, 1000, 1000000007), isqrt(1<<62), collatz(837799))
	seed := uint64(88172645463325252)
	for i := 0; i < 4; i++ {
		fmt.Print(xorshift(&seed), " ")
	}
	fmt.Println(digits(-9007199254740993))
	fib := [2]uint64{0, 1}
	for i := 0; i < 100; i++ {
		fib[0], fib[1] = fib[1], fib[0]+fib[1]
	}
	fmt.Println(fib)
	f := 1
	for i := 1; i <= 25; i++ {
		f *= i
	}
	fmt.Println(f)
	var g Grid
	for i := range g {
		for j := range g[i] {
			g[i][j] = uint8(i*100 + j*90)
		}
	}
	fmt.Println(g)
	var u8 uint8 = 250
	u8 += 10
	var i16 int16 = -32768
	i16--
	var i32 int32 = 65536
	i32 *= i32
	var u32 uint32 = 1
	u32 -= 2
	fmt.Println(u8, i16, i32, u32, u32*u32, int32(u32), uint16(u32))
	m := Money(1<<53) + 1
	m *= 3
	fmt.Println(m, m/7, m%7, float64(m), -m, m>>3, m > 1<<54)
	n := 1 << 40
	n |= 1 << 3
	n &^= 1 << 40
	n <<= 59
	n >>= 60
	fmt.Println(n, n&1, n^-1, uint(n)>>60)
	a, b := int64(-9223372036854775808), int64(-1)
	fmt.Println(a/b, a%b, a*b, a+b, -a == a, uint64(a), a>>63)
	h := uint64(5381)
	for _, c := range "djb2 hash" {
		h = h<<5 + h + uint64(c)
	}
	fmt.Println(h, uint32(h), int8(h), h%1000)
	x := 10
	x, y := x/3, x%3
	fmt.Println(x, y, x/2*2+x%2 == x)
	var sum uint64
	for i := uint64(1 << 62); i > 1<<60; i -= 1 << 60 {
		sum += i
	}
	fmt.Println(sum)
	for i := uint8(250); i >= 250; i++ {
		fmt.Print(i, " ")
	}
	for i := int8(126); i > 0; i++ {
		fmt.Print(i, " ")
	}
	fmt.Println()
}
