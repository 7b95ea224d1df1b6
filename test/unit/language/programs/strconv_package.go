package main

import (
	"fmt"
	"math"
	"strconv"
)

func main() {
	fmt.Println(strconv.Itoa(-45), strconv.FormatInt(math.MinInt64, 2), strconv.FormatUint(math.MaxUint64, 36), strconv.FormatInt(255, 16))
	for _, s := range []string{"0", "-12", "+7", "abc", "", "9223372036854775807", "9223372036854775808", "1_000", " 1"} {
		n, err := strconv.Atoi(s)
		fmt.Println(n, err)
	}
	for _, s := range []string{"0x1f", "0b11", "0o17", "017", "1_000", "-0x8000000000000000", "0xg"} {
		n, err := strconv.ParseInt(s, 0, 64)
		fmt.Println(n, err)
	}
	u, err := strconv.ParseUint("18446744073709551615", 10, 64)
	fmt.Println(u, err)
	_, err = strconv.ParseInt("300", 10, 8)
	fmt.Println(err)
	_, err = strconv.ParseUint("-1", 10, 8)
	fmt.Println(err)
	for _, s := range []string{"3.14", "1e400", "-0", "inf", "NaN", "0x1p-2", ".5", "1e", "4.9e-324", "123456789012345678", "2.2250738585072011e-308"} {
		f, err := strconv.ParseFloat(s, 64)
		fmt.Println(f, err)
	}
	f32, err := strconv.ParseFloat("0.1", 32)
	fmt.Println(f32, err)
	fmt.Println(strconv.FormatFloat(1.0/3, 'g', -1, 64), strconv.FormatFloat(1.0/3, 'f', 3, 64), strconv.FormatFloat(1e21, 'f', -1, 64), strconv.FormatFloat(0.1, 'e', 2, 32), strconv.FormatFloat(100, 'b', -1, 64), strconv.FormatFloat(3.5, 'x', -1, 64), strconv.FormatFloat(0.1, 'g', -1, 32))
	fmt.Println(strconv.Quote("hi\n\"é\x00\xff世"), strconv.QuoteToASCII("é世😀"), strconv.QuoteRune('☺'))
	s, err := strconv.Unquote(`"a\tb\u00e9"`)
	fmt.Println(s, err)
	_, err = strconv.Unquote(`"open`)
	fmt.Println(err)
	b, err := strconv.ParseBool("T")
	fmt.Println(b, err)
	_, err = strconv.ParseBool("maybe")
	fmt.Println(err)
	fmt.Println(string(strconv.AppendInt([]byte("n="), 42, 10)), string(strconv.AppendQuote(nil, "q")), strconv.FormatBool(true))
	fmt.Println(math.Sqrt(2), math.Floor(-1.5), math.Trunc(2.7), math.Round(2.5), math.RoundToEven(2.5), math.Mod(7, -3), math.Pow(2, 0.5), math.Hypot(3, 4), math.Cbrt(27), math.Log2(8), math.Exp(1), math.Sin(1), math.Float64bits(1.5), math.Float32bits(-0.5), math.Float64frombits(0x3ff8000000000000))
	fmt.Println(math.MaxFloat64, math.SmallestNonzeroFloat32, math.Inf(-1), math.NaN(), 1e100, 5e-324, float32(3.4e38))
	fr, ex := math.Frexp(8.5)
	fmt.Println(fr, ex, math.Ldexp(0.5, 4), math.FMA(2, 3, 4), math.Remainder(5, 3))
}
