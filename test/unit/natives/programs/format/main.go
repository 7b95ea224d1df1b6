package main

import (
	"fmt"
	"math"
	"net"
	"os"
	"time"
	"unsafe"
)

type inner struct {
	A int
	b string
	C *int
}
type outer struct {
	inner
	I    any
	E    error
	S    []inner
	M    map[string]inner
	F    func(int) string
	Ch   chan int
	P    *inner
	Arr  [3]uint8
	U    unsafe.Pointer
	priv any
}
type str string
type bs []byte
type flag uint8

func (f flag) String() string { return fmt.Sprintf("flag(%b)", uint8(f)) }

type ptrStringer struct{ n int }

func (p *ptrStringer) String() string { return "ptr!" + fmt.Sprint(p.n) }

type goStringer struct{}

func (goStringer) GoString() string { return "GO" }

type formatter struct{ x int }

func (f formatter) Format(s fmt.State, verb rune) {
	_, ok := s.Width()
	fmt.Fprintf(s, "<%c %v %v %d>", verb, ok, s.Flag('+'), f.x)
}

type panicky struct{}

func (panicky) String() string { panic("oops") }

type nilPanic struct{ s string }

func (n *nilPanic) String() string { return n.s }

type errT struct{ msg string }

func (e errT) Error() string { return "errT:" + e.msg }

type pair[K comparable, V any] struct {
	Key K
	Val V
}
type tree struct {
	Left, Right *tree
	V           int
}
type iface interface{ String() string }
type myMap map[str][]int
type fn func(a int, b ...string) (error, bool)

func main() {
	n := 7
	in := inner{1, "two", nil}
	values := []struct {
		name string
		v    any
	}{
		{"int", 42}, {"neg", -7}, {"i8", int8(-128)}, {"u8", uint8(200)}, {"i64", int64(math.MinInt64)}, {"u64", uint64(math.MaxUint64)},
		{"rune", 'é'}, {"uptr", uintptr(255)}, {"f", 3.25}, {"f32", float32(0.1)}, {"big", 1e21}, {"inf", math.Inf(-1)}, {"nan", math.NaN()},
		{"-0", math.Copysign(0, -1)}, {"c", complex(1, -2.5)}, {"c64", complex64(complex(0.1, 2))}, {"b", true},
		{"s", "héllo\n\"q\"`"}, {"es", ""}, {"bad", "a\xffb"}, {"bytes", []byte("hi\x00")}, {"nilbytes", []byte(nil)}, {"arrb", [3]byte{1, 2, 3}},
		{"str", str("typed")}, {"bs", bs("xyz")}, {"flag", flag(5)}, {"nil", nil}, {"nilerr", error(nil)},
		{"ints", []int{1, 2, 3}}, {"nilints", []int(nil)}, {"strs", []string{"a", "b c"}}, {"anys", []any{1, "x", nil, 2.5, []int{1}}},
		{"arr", [2][2]int{{1, 2}, {3, 4}}}, {"map", map[string]int{"z": 26, "a": 1, "m": 13}}, {"nilmap", map[int]bool(nil)},
		{"mapf", map[float64]string{2.5: "b", -1: "a", math.Inf(1): "c"}},
		{"mapst", map[[2]int]string{{2, 1}: "x", {1, 9}: "y"}}, {"mymap", myMap{"k": {1, 2}}},
		{"inner", in}, {"pinner", &in}, {"outer", outer{inner: in, I: 5, E: errT{"bad"}, S: []inner{in}, M: map[string]inner{"k": in}, Arr: [3]uint8{9, 8, 7}, priv: str("p")}},
		{"pouter", &outer{I: in, P: nil, priv: []int{1}}}, {"pp", struct{ P *int }{nil}},
		{"anon", struct {
			X int `json:"x"`
			Y str
		}{1, "y"}}, {"empty", struct{}{}}, {"pslice", &[]int{1}}, {"parr", &[2]string{"a", "b"}}, {"pmap", &map[string]bool{"t": true}},
		{"ps", ptrStringer{1}}, {"pps", &ptrStringer{2}}, {"sps", []*ptrStringer{}}, {"vps", []ptrStringer{{3}}}, {"gs", goStringer{}},
		{"fm", formatter{9}}, {"panicky", panicky{}}, {"nilpanic", (*nilPanic)(nil)}, {"errT", errT{"m"}}, {"perrT", &errT{"p"}},
		{"patherr", &os.PathError{Op: "open", Path: "/x", Err: errT{"q"}}},
		{"pair", pair[string, int]{"a", 1}}, {"ppair", &pair[int, []string]{2, []string{"x"}}}, {"tree", tree{V: 1}},
		{"ptree", &tree{V: 2}}, {"dur", 1500 * time.Millisecond}, {"month", time.March}, {"ip", net.IPv4(127, 0, 0, 1)}, {"ipnil", net.IP(nil)},
		{"addr", &net.TCPAddr{IP: net.IPv4(10, 0, 0, 1), Port: 80}}, {"mask", net.CIDRMask(24, 32)}, {"hw", net.HardwareAddr{1, 2, 3, 4, 5, 6}},
		{"ifaces", []iface{flag(1), flag(4)}}, {"errs", []error{errT{"q"}, nil}}, {"nfn", fn(nil)}, {"nch", (chan<- int)(nil)},
		{"np", (*int)(nil)}, {"npp", (**tree)(nil)}, {"fieldp", struct{ T *tree }{nil}}, {"uptrs", []uintptr{1, 255}}, {"flags", []flag{1, 2}},
		{"mapflag", map[flag]flag{2: 3, 1: 4}}, {"c128s", []complex128{1, 2i}}, {"bools", []bool{true, false}}, {"i8s", []int8{-1, 2}}, {"runes", []rune("hé")},
	}
	verbs := []string{"%v", "%+v", "%#v", "%T", "%d", "%s", "%q", "%x", "%08.3f", "%-6v|", "%t"}
	for _, e := range values {
		fmt.Print(e.name, ":")
		for _, verb := range verbs {
			fmt.Printf(" "+verb, e.v)
		}
		fmt.Println()
	}
	// pointers: only their shape
	for _, v := range []any{&n, new(string), func() {}, make(chan int), map[int]int{}, []int{1}, unsafe.Pointer(&n), &in, &[1]int{1}} {
		p := fmt.Sprintf("%p", v)
		fmt.Printf("%T %v %v %v\n", v, len(p) > 6, p[:2], p == fmt.Sprintf("%p", v))
	}
	fmt.Printf("%p %p\n", 5, nil)
	q := &struct{ P **int }{}
	fmt.Printf("%v %+v\n", q, q)
	fmt.Println(fmt.Sprintf("%v", &n) == fmt.Sprintf("%p", &n), fmt.Sprintf("%#v", &n)[:7])
	fmt.Printf("%[2]d %[1]d %d\n", 1, 2)
	fmt.Printf("%*d|%-*d|%.*f\n", 5, 1, 5, 2, 2, 3.14159)
	fmt.Printf("%d %d\n", 1)
	fmt.Printf("%d\n", 1, 2)
	fmt.Printf("%!\n")
	fmt.Printf("%z\n", 3)
	fmt.Println(fmt.Sprint("a", 1, 2, "b", "c", 3.0), fmt.Sprintln("x", 1))
	var a, b int
	var s string
	var f float64
	cnt, err := fmt.Sscanf("10-20 abc 2.5", "%d-%d %s %g", &a, &b, &s, &f)
	fmt.Println(cnt, err, a, b, s, f)
	cnt, err = fmt.Sscan("7 true zz", &a, new(bool), &s)
	fmt.Println(cnt, err, a, s)
	var st str
	var u flag
	cnt, err = fmt.Sscan("word 9", &st, &u)
	fmt.Println(cnt, err, st, uint8(u))
}
