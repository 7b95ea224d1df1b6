package main

import (
	"encoding/json"
	"fmt"
	"reflect"
)

type Tagged struct {
	Name  string `json:"name" db:"n"`
	Skip  int    `json:"-"`
	Empty string `json:"empty,omitempty"`
	inner int
}

func main() {
	points := []struct{ X, Y int }{{1, 2}, {3, 4}}
	for i, p := range points {
		p.X = 100
		points[i].Y *= 10
	}
	fmt.Println(points)
	tests := []struct {
		name string
		in   []int
		want map[string]int
	}{
		{"a", []int{1}, nil},
		{name: "b", want: map[string]int{"x": 1}},
	}
	for _, tt := range tests {
		fmt.Printf("%s %v %v\n", tt.name, tt.in, tt.want)
	}
	var u struct{}
	fmt.Println(u, u == struct{}{})
	type P struct{ X, Y int }
	var q P = points[0]
	q.X = 5
	points[1] = q
	fmt.Println(points, q)
	m := map[struct{ a, b string }]int{{"x", "y"}: 1}
	m[struct{ a, b string }{"x", "y"}]++
	fmt.Println(m)
	var i interface{} = struct{ A int }{1}
	_, same := i.(struct{ A int })
	_, tag := i.(struct {
		A int `t:"x"`
	})
	fmt.Println(same, tag)
	ptrs := []*P{{1, 2}, {3, 4}}
	ptrs[0].X = 9
	fmt.Println(*ptrs[0], *ptrs[1])
	nested := map[string][]*P{"k": {{5, 6}}}
	fmt.Println(nested["k"][0].Y)
	arr := [...]P{2: {1, 1}}
	fmt.Println(arr, len(arr))
	t := reflect.TypeOf(Tagged{})
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		fmt.Println(f.Name, f.Type, f.Tag.Get("json"), f.Tag.Get("db"), f.PkgPath != "")
	}
	b, err := json.Marshal(Tagged{Name: "n", Skip: 1})
	fmt.Println(string(b), err)
	var back Tagged
	err = json.Unmarshal([]byte(`{"name":"back","empty":"e","other":[1,2]}`), &back)
	fmt.Printf("%+v %v\n", back, err)
	var any interface{}
	err = json.Unmarshal([]byte(`{"a":[1,2.5,"x",null,true],"b":{"c":{}}}`), &any)
	fmt.Println(any, err)
	out, _ := json.MarshalIndent(map[string]interface{}{"z": 1, "a": []string{"q"}, "m": nil}, "", " ")
	fmt.Println(string(out))
}
