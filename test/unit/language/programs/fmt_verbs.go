package main

import (
	"errors"
	"fmt"
	"os"
	"time"
)

type P struct {
	X, Y int
	name string
	In   *P
	M    map[string]int
	I    interface{}
}
type S string
type G struct{ n int }

func (g G) Format(f fmt.State, c rune) { w, ok := f.Width(); fmt.Fprintf(f, "G<%c %d %v %v>", c, w, ok, f.Flag('+')) }

type GS struct{}

func (GS) GoString() string { return "go-string" }
func (GS) String() string   { return "string" }

type bad struct{}

func (bad) String() string { panic("bad String") }

func main() {
	fmt.Printf("%d|%5d|%-5d|%05d|%+d|%x|%X|%#x|%o|%#o|%b|%c|%q|%U|%#U\n", 42, 42, 42, 42, 42, 255, 255, 255, 8, 8, 5, 'x', 'x', 'é', 'é')
	fmt.Printf("%f|%.2f|%8.3f|%-8.1f|%+.1f|%e|%g|%G|%08.3f|%6.0f|% d|%x\n", 3.14159, 3.14159, 3.14159, 3.14159, 2.0, 12345.678, 1e21, 1e-7, 3.14159, 2.5, 7, 1.5)
	fmt.Printf("%s|%10s|%-10s|%.2s|%q|%x|%X|% x|%#q\n", "go", "go", "go", "golang", "a\"b\n", "hi", "hi", "hi", "raw")
	fmt.Printf("%t|%v|%p|%5t\n", true, false, nil, true)
	p := P{1, 2, "n", &P{X: 3}, map[string]int{"b": 2, "a": 1}, 5}
	p.In = nil
	fmt.Printf("%v\n%+v\n%#v\n", p, p, p)
	fmt.Printf("%v %+v %#v\n", &p.M, []string{"a", "b"}, []string{"a", "b"})
	fmt.Printf("%v %v %#v %T\n", [3]bool{true}, []byte("hi"), []byte("hi"), []byte{})
	fmt.Printf("%s %x %q %d\n", []byte("hi"), []byte("hi"), []string{"x y", "z"}, []int{1, 2})
	fmt.Printf("%v %d %s\n", S("s"), []interface{}{1, "a", nil}, errors.New("err"))
	fmt.Printf("%d %s %!|%z\n", "str", 5, 1)
	fmt.Printf("%d\n", 1, 2)
	fmt.Printf("%d %d\n", 1)
	fmt.Printf("%[2]d %[1]d %*d %.*f|%[5]d\n", 1, 2, 5, 3, 2, 1.234)
	fmt.Printf("%v %5v %+v\n", G{}, G{}, G{})
	fmt.Printf("%v %s %#v %d\n", GS{}, GS{}, GS{}, GS{})
	fmt.Printf("%v\n", bad{})
	var np *GS
	var ne error
	fmt.Printf("%v %v %+v %s\n", np, ne, nil, nil)
	fmt.Println(int8(-5), uint8(200), 1e6, 1e20, 1e21, 123456789.0, float32(0.1), 100000000.0, 1.0, -0.0)
	fmt.Println([]float64{1, 2.5}, map[string][]int{"z": {1}, "a": nil}, struct {
		A *int
		B interface{}
	}{}, [][]string{{"a"}, {}})
	fmt.Print("a", "b", 1, 2, true, "c", 3.5, '\n', "\n")
	fmt.Println(fmt.Sprint("x", 1, 2, "y"), fmt.Sprintln("z", 1) == "z 1\n", fmt.Sprintf("%%"))
	fmt.Println(time.Duration(1500)*time.Millisecond, 2*time.Hour+3*time.Second, time.Duration(0), time.Duration(999))
	fmt.Println(time.Date(2020, 2, 29, 1, 2, 3, 4, time.UTC), time.Month(3), time.Sunday)
	fmt.Fprintf(os.Stdout, "%6.2f%%|%+q|%x|%X\n", 99.5, "héé", -255, "hello")
	fmt.Printf("%v %v\n", struct{}{}, &struct{ A, B int }{1, 2})
	fmt.Printf("%08b %o %x %X %#b\n", 37, -8, uint64(1<<63), int64(-1<<63), 5)
	fmt.Printf("%6d|%-6d|%+06d|%x|%t\n", []int{1, 2}, [2]int{3, 4}, 12, []string{"ab", "c"}, "notbool")
	fmt.Printf("%T %T %T %T %T %T\n", main, p, &p, map[string]func(int) error{}, make(chan<- int), struct{ A int `tag:"x"` }{})
	var a, b int
	var s string
	n, err := fmt.Sscanf("10-20 abc", "%d-%d %s", &a, &b, &s)
	fmt.Println(n, err, a, b, s)
	n, err = fmt.Sscan("7 x", &a, &b)
	fmt.Println(n, err, a)
	fmt.Println(fmt.Errorf("w: %w", os.ErrExist), fmt.Sprintf("%v", fmt.Errorf("%w and %d", errors.New("e"), 1)))
}
