// What encoding/json does with all that it meets.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/netip"
	"net/url"
	"os"
	"reflect"
	"strings"
	"time"
)

type Inner struct {
	X int
	Y string `json:"y"`
}

type Base struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

type All struct {
	Base
	*Inner
	Bool     bool
	Int8     int8
	Uint64   uint64
	Float    float64
	Float32  float32 `json:"f32"`
	Bytes    []byte
	Array    [3]int
	Slice    []string
	Nil      []string
	Map      map[string]any
	IntMap   map[int]string
	Pointer  *int
	Iface    any
	Any      fmt.Stringer `json:"stringer"`
	Time     time.Time
	Duration time.Duration
	IP       net.IP
	Addr     netip.Addr
	URL      *url.URL    `json:"-"`
	Dash     int         `json:"-,"`
	Omit     string      `json:"omit,omitempty"`
	OmitMap  map[int]int `json:",omitempty"`
	Quoted   int         `json:",string"`
	Raw      json.RawMessage
	Number   json.Number
	private  int
	Func     func() `json:"-"`
}

type Celsius float64

func (c Celsius) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(c)) {
		return nil, errors.New("no temperature")
	}
	return []byte(fmt.Sprintf(`{"c":%.1f}`, float64(c))), nil
}

type Tree struct {
	Value       int
	Left, Right *Tree `json:",omitempty"`
}

type key struct{ a, b int }

func (k key) MarshalText() ([]byte, error) { return []byte(fmt.Sprintf("%d-%d", k.a, k.b)), nil }
func (k *key) UnmarshalText(text []byte) error {
	_, err := fmt.Sscanf(string(text), "%d-%d", &k.a, &k.b)
	return err
}

func show(v any) {
	text, err := json.Marshal(v)
	fmt.Printf("%s %v\n", text, err)
}

func main() {
	n := 5
	all := All{
		Base: Base{1, "base"}, Inner: &Inner{2, "in"}, Bool: true, Int8: -128, Uint64: math.MaxUint64, Float: 1e21, Float32: 0.1, Bytes: []byte("bytes\xff"), Array: [3]int{1, 2, 3},
		Slice: []string{"<a>", "\u2028", "\x00\"\\/\t"}, Map: map[string]any{"z": nil, "a": []any{1, "x", 2.5, map[string]int{}}}, IntMap: map[int]string{10: "ten", 9: "nine"},
		Pointer: &n, Iface: Celsius(21.55), Time: time.Date(2024, 5, 6, 7, 8, 9, 123456789, time.FixedZone("", 5400)), Duration: time.Second, IP: net.IPv4(10, 0, 0, 1),
		Addr: netip.MustParseAddr("fe80::1%eth0"), Dash: 3, Quoted: 42, Raw: json.RawMessage(`{"raw": [1,  2]}`), Number: "1e3",
	}
	text, err := json.MarshalIndent(all, ">", "\t")
	fmt.Println(string(text), err)
	var back All
	err = json.Unmarshal(bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\n>"), []byte("\n")), []byte(`"fe80::1%eth0"`), []byte(`"1.2.3.4"`)), &back)
	fmt.Println(err, back.Base, *back.Inner, back.Uint64, back.Float, back.Float32, back.Array, back.Slice, back.Map, back.IntMap, *back.Pointer, back.Iface, back.Time.Equal(all.Time), back.IP, back.Addr, back.Dash, back.Quoted, back.Number)

	show(map[key]int{{1, 2}: 3, {0, 9}: 4})
	var keyed map[key]int
	fmt.Println(json.Unmarshal([]byte(`{"7-8":1}`), &keyed), keyed)
	show(Tree{1, &Tree{Value: 2}, nil})
	show([]any{nil, true, 1.0, 1e-7, 123456789.0, math.MaxInt64, "x", []int(nil), map[string]int(nil), struct{}{}, [0]int{}})
	show(math.NaN())
	show(Celsius(math.NaN()))
	show(make(chan int))
	show(map[bool]int{true: 1})
	show("\xff\u00e9\U0001F600")
	cyclic := &Tree{}
	cyclic.Left = cyclic
	_, err = json.Marshal(cyclic)
	fmt.Println(err != nil)

	decode := func(text string, into any) {
		err := json.Unmarshal([]byte(text), into)
		fmt.Printf("%v | %T %v\n", reflect.ValueOf(into).Elem().Interface(), errors.Unwrap(err), err)
	}
	decode(`{"a":[1,2.5,"x",null,true,{"b":{}}]}`, new(any))
	decode(`[1,2,3,4]`, new([2]int))
	decode(`[1]`, &[]int{9, 9, 9})
	decode(`{"id":"x","name":5}`, new(Base))
	decode(`{"ID":7,"NAME":"case"}`, new(Base))
	decode(`{"id":1.5}`, new(Base))
	decode(`300`, new(int8))
	decode(`-1`, new(uint))
	decode(`"abc"`, new([]byte))
	decode(`"YWJj"`, new([]byte))
	decode(`null`, new(int))
	decode(`{"x":1}trailing`, new(any))
	decode(`{"x":1,}`, new(any))
	decode(`[1 2]`, new(any))
	decode(`"\ud83d\ude00 \ud800 \u00e9"`, new(string))
	decode("\"tab\there\"", new(string))
	decode(``, new(any))
	decode(`{"a":1,"a":2}`, &map[string]int{"b": 3})
	fmt.Println(json.Unmarshal([]byte(`1`), nil), json.Unmarshal([]byte(`1`), 5))

	decoder := json.NewDecoder(strings.NewReader(`{"id":1,"extra":2} [1,2] "s" 12345678901234567890 {"deep":[{"x":1}]}`))
	decoder.UseNumber()
	decoder.DisallowUnknownFields()
	var base Base
	fmt.Println(decoder.Decode(&base), decoder.InputOffset())
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			fmt.Println(err)
			break
		}
		fmt.Printf("%T %v %v; ", token, token, decoder.More())
	}
	fmt.Println()
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	fmt.Println(encoder.Encode(map[string]any{"html": "<&>", "n": json.Number("1.50")}))
	var compact bytes.Buffer
	fmt.Println(json.Compact(&compact, []byte(" { \"a\" : [ 1 , 2 ] } ")), compact.String(), json.Valid([]byte(`{"a"}`)))
	compact.Reset()
	json.HTMLEscape(&compact, []byte(`"<b>&\u2028"`))
	fmt.Println(compact.String())
}
