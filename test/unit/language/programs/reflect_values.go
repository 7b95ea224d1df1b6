package main

import (
	"fmt"
	"reflect"
	"sort"
)

type T struct {
	A int
	B string
	C []float64
	d bool
}

func (t T) Hello(name string) string { return "hello " + name + " from " + t.B }
func (t *T) SetA(n int)              { t.A = n }

type Str string

func main() {
	t := T{1, "b", []float64{1.5}, true}
	v := reflect.ValueOf(t)
	fmt.Println(v.Kind(), v.NumField(), v.Type(), v.Type().Name(), v.Field(0).Int(), v.Field(1).String(), v.Field(2).Len())
	e := reflect.ValueOf(&t).Elem()
	e.Field(0).SetInt(42)
	e.FieldByName("B").SetString("changed")
	e.Field(2).Set(reflect.Append(e.Field(2), reflect.ValueOf(2.5)))
	fmt.Println(t, e.Field(3).CanSet(), v.Field(0).CanSet(), e.Field(0).CanSet())
	fmt.Println(v.NumMethod(), reflect.TypeOf(&t).NumMethod(), reflect.TypeOf(&t).Method(1).Name)
	out := reflect.ValueOf(t).MethodByName("Hello").Call([]reflect.Value{reflect.ValueOf("you")})
	fmt.Println(out[0])
	reflect.ValueOf(&t).MethodByName("SetA").Call([]reflect.Value{reflect.ValueOf(7)})
	fmt.Println(t.A)
	fmt.Println(reflect.DeepEqual([]int{1, 2}, []int{1, 2}), reflect.DeepEqual(map[string][]int{"a": {1}}, map[string][]int{"a": {1}}), reflect.DeepEqual(t, T{}), reflect.DeepEqual([]int(nil), []int{}))
	m := reflect.ValueOf(map[string]int{"b": 2, "a": 1})
	keys := m.MapKeys()
	sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
	fmt.Println(keys, m.MapIndex(keys[0]))
	for _, x := range []interface{}{1, "s", 2.5, nil, []int{}, [2]int{}, map[int]bool{}, &t, func(int) string { return "" }, make(chan<- int), Str("x"), struct{}{}, error(nil)} {
		ty := reflect.TypeOf(x)
		if ty == nil {
			fmt.Print("nil; ")
			continue
		}
		fmt.Print(ty, " ", ty.Kind(), "; ")
	}
	fmt.Println()
	s := reflect.MakeSlice(reflect.TypeOf([]int{}), 2, 4)
	s.Index(0).SetInt(5)
	fmt.Println(s.Interface(), s.Cap(), reflect.Zero(reflect.TypeOf(t)).Interface())
	n := reflect.New(reflect.TypeOf(0))
	n.Elem().SetInt(3)
	fmt.Println(*n.Interface().(*int), reflect.Indirect(n).Int())
	f := reflect.ValueOf(func(a, b int) (int, error) { return a * b, nil })
	r := f.Call([]reflect.Value{reflect.ValueOf(6), reflect.ValueOf(7)})
	fmt.Println(r[0].Int(), r[1].IsNil(), f.Type().NumIn(), f.Type())
	fmt.Println(reflect.TypeOf(Str("")).ConvertibleTo(reflect.TypeOf("")), reflect.ValueOf(Str("conv")).Convert(reflect.TypeOf("")).Interface())
	var err error
	et := reflect.TypeOf(&err).Elem()
	fmt.Println(et, et.Kind(), reflect.TypeOf(fmt.Errorf("")).Implements(et))
	swap := reflect.Swapper([]int{})
	_ = swap
	func() {
		defer func() { fmt.Println(recover()) }()
		v.Field(0).SetInt(1)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		reflect.ValueOf("s").Int()
	}()
}
