package main

import (
	"fmt"
	"io"
	"reflect"
	"strings"
	"unsafe"
)

type Inner struct {
	A int `json:"a,omitempty" x:"y"`
	b string
}
type Base struct{ ID int }

func (b Base) Hello(n string) string { return fmt.Sprintf("hello %s from %d", n, b.ID) }
func (b *Base) SetID(n int)          { b.ID = n }

type Outer struct {
	Base
	*Inner
	Name  string
	Tags  []string
	M     map[string]int
	Fn    func(int, ...string) string
	Any   any
	Rd    io.Reader
	Ch    chan int
	Arr   [3]int
	priv  int
	C     complex64
	U8    uint8
	F32   float32
	B     bool
	I8    int8
	Bytes []byte
	Ptr   *int
	PP    **Outer
}
type MyInt int

func (m MyInt) Double() MyInt                { return m * 2 }
func (m MyInt) Add(a, b int) (int, error)    { return int(m) + a + b, nil }
func (m MyInt) Var(pre string, x ...int) int { return len(x) }
func (m MyInt) hidden()                      {}

type Sh interface {
	Area() float64
	name() string
}
type Celsius float64
type Str string
type Pt struct{ X, Y int }
type Pt2 struct {
	X int `k:"v"`
	Y int
}

func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Printf("%s panics: %v (%T)\n", name, r, r)
		}
	}()
	f()
}

func main() {
	types := []any{0, "", MyInt(1), &Outer{}, Outer{}, []int{}, [3]string{}, map[string][]int{}, make(chan<- int), make(<-chan int), func(a int, b ...string) error { return nil },
		struct {
			X int `t:"1"`
			y bool
		}{}, (*error)(nil), (*Sh)(nil), (*any)(nil), Celsius(1), 'x', byte(1), uintptr(1), unsafe.Pointer(nil), 1i, complex64(1), true, []any{}, &[]*Outer{}, (*io.Reader)(nil), (*func())(nil), make(chan (<-chan int))}
	for _, x := range types {
		t := reflect.TypeOf(x)
		fmt.Println(t, t.Name(), t.PkgPath(), t.Kind(), t.Size(), t.Align(), t.Comparable(), t.NumMethod(), t.String())
		switch t.Kind() {
		case reflect.Ptr, reflect.Slice, reflect.Array, reflect.Chan, reflect.Map:
			e := t.Elem()
			fmt.Println("  elem", e, e.Kind(), e.Name(), e.NumMethod())
			if e.Kind() == reflect.Interface {
				for i := 0; i < e.NumMethod(); i++ {
					m := e.Method(i)
					fmt.Println("   m", m.Name, m.PkgPath, m.Type, m.Index)
				}
			}
		case reflect.Func:
			fmt.Println("  func", t.NumIn(), t.NumOut(), t.IsVariadic(), t.In(0), t.In(1), t.Out(0))
		case reflect.Struct:
			for i := 0; i < t.NumField(); i++ {
				f := t.Field(i)
				fmt.Printf("  field %s|%s|%v|%s|%d|%v|%v|%v\n", f.Name, f.PkgPath, f.Type, f.Tag, f.Offset, f.Index, f.Anonymous, f.IsExported())
			}
		}
		for i := 0; t.Kind() != reflect.Interface && i < t.NumMethod(); i++ {
			m := t.Method(i)
			fmt.Println("  method", m.Name, m.Type, m.Index)
		}
	}
	ot := reflect.TypeOf(Outer{})
	for _, n := range []string{"A", "ID", "Name", "b", "Nope", "Inner", "Base"} {
		f, ok := ot.FieldByName(n)
		fmt.Println(n, ok, f.Index, f.Type)
	}
	f, _ := ot.FieldByName("A")
	fmt.Println(f.Tag.Get("json"), f.Tag.Get("x"), f.Tag.Get("q"))
	for _, f := range reflect.VisibleFields(ot) {
		fmt.Print(f.Name, f.Index, " ")
	}
	fmt.Println()
	m, ok := reflect.TypeOf(&Base{}).MethodByName("SetID")
	fmt.Println(m.Name, m.Type, ok)

	o := Outer{Base: Base{7}, Inner: &Inner{A: 3, b: "bb"}, Name: "nm", Tags: []string{"p", "q"}, M: map[string]int{"k": 1}, Any: 5, Arr: [3]int{1, 2, 3}, Bytes: []byte("by")}
	v := reflect.ValueOf(&o).Elem()
	for i := 0; i < v.NumField(); i++ {
		fv := v.Field(i)
		fmt.Println(i, ot.Field(i).Name, fv.Kind(), fv.CanSet(), fv.CanAddr(), fv.CanInterface(), fv.IsZero(), fv.Type())
	}
	v.FieldByName("Name").SetString("changed")
	v.FieldByName("A").SetInt(44)
	v.FieldByName("ID").Set(reflect.ValueOf(9))
	v.FieldByName("Tags").Set(reflect.Append(v.FieldByName("Tags"), reflect.ValueOf("r")))
	v.FieldByName("Tags").Index(0).SetString("P")
	v.FieldByName("M").SetMapIndex(reflect.ValueOf("new"), reflect.ValueOf(22))
	v.FieldByName("M").SetMapIndex(reflect.ValueOf("k"), reflect.Value{})
	v.FieldByName("Any").Set(reflect.ValueOf([]int{1}))
	v.FieldByName("Rd").Set(reflect.ValueOf(strings.NewReader("abc")))
	v.FieldByName("Arr").Index(1).SetInt(20)
	v.FieldByName("U8").SetUint(300)
	v.FieldByName("I8").SetInt(200)
	v.FieldByName("F32").SetFloat(0.1)
	v.FieldByName("C").SetComplex(1 + 2i)
	v.FieldByName("B").SetBool(true)
	v.FieldByName("Bytes").SetBytes([]byte("zz"))
	v.FieldByName("Fn").Set(reflect.MakeFunc(v.FieldByName("Fn").Type(), func(in []reflect.Value) []reflect.Value {
		return []reflect.Value{reflect.ValueOf(fmt.Sprint("made ", in[0].Int(), in[1].Len()))}
	}))
	fmt.Println(o.Fn(4, "x", "y"))
	o.Fn = nil
	np := reflect.New(reflect.TypeOf(0))
	np.Elem().SetInt(77)
	v.FieldByName("Ptr").Set(np)
	fmt.Println(o.Name, o.A, o.ID, o.Tags, o.M, o.Any, o.Arr, o.U8, o.I8, o.F32, o.C, o.B, string(o.Bytes), *o.Ptr)
	v.Field(0).Addr().MethodByName("SetID").Call([]reflect.Value{reflect.ValueOf(123)})
	out := v.MethodByName("Hello").Call([]reflect.Value{reflect.ValueOf("bob")})
	fmt.Println(out[0], out[0].Kind(), o.ID)
	mi := reflect.ValueOf(MyInt(4))
	fmt.Println(mi.NumMethod(), mi.Method(1).Call(nil)[0].Interface(), mi.MethodByName("nope").IsValid())
	res := mi.MethodByName("Add").Call([]reflect.Value{reflect.ValueOf(1), reflect.ValueOf(2)})
	fmt.Println(len(res), res[0], res[1].IsNil(), res[1].Type())
	fmt.Println(mi.MethodByName("Var").Call([]reflect.Value{reflect.ValueOf("p"), reflect.ValueOf(1), reflect.ValueOf(2)})[0],
		mi.MethodByName("Var").CallSlice([]reflect.Value{reflect.ValueOf("p"), reflect.ValueOf([]int{1, 2, 3})})[0])
	fun := mi.MethodByName("Double").Interface().(func() MyInt)
	fmt.Println(fun(), mi.MethodByName("Double").Type())
	fmt.Println(reflect.ValueOf(strings.ToUpper).Call([]reflect.Value{reflect.ValueOf("up")})[0])
	fmt.Println(reflect.TypeOf(MyInt(0)).Method(1).Func.Call([]reflect.Value{mi})[0])

	try("set unaddr", func() { reflect.ValueOf(1).SetInt(2) })
	try("set unexp", func() { v.FieldByName("priv").SetInt(2) })
	try("iface unexp", func() { v.FieldByName("priv").Interface() })
	try("wrong kind", func() { reflect.ValueOf("x").Int() })
	try("elem", func() { reflect.ValueOf(1).Elem() })
	try("nilval", func() { reflect.Value{}.Type() })
	try("isnil", func() { reflect.ValueOf(1).IsNil() })
	try("field", func() { reflect.ValueOf(1).Field(0) })
	try("field oob", func() { reflect.ValueOf(Pt{}).Field(5) })
	try("index", func() { reflect.ValueOf([]int{1}).Index(3) })
	try("assign", func() { v.FieldByName("Name").Set(reflect.ValueOf(3)) })
	try("call args", func() { reflect.ValueOf(strings.ToUpper).Call(nil) })
	try("call type", func() { reflect.ValueOf(strings.ToUpper).Call([]reflect.Value{reflect.ValueOf(1)}) })
	try("type elem", func() { reflect.TypeOf(1).Elem() })
	try("numfield", func() { reflect.TypeOf(1).NumField() })
	try("convert", func() { reflect.ValueOf("x").Convert(reflect.TypeOf(1)) })
	try("mapnil", func() { var m map[string]int; reflect.ValueOf(m).SetMapIndex(reflect.ValueOf("a"), reflect.ValueOf(1)) })
	try("addr", func() { reflect.ValueOf(1).Addr() })
	try("len", func() { reflect.ValueOf(1).Len() })
	try("impl", func() { reflect.TypeOf(1).Implements(reflect.TypeOf(1)) })
	try("method panics", func() { reflect.ValueOf(func() { panic("inside") }).Call(nil) })

	for _, c := range []struct{ v, t any }{{3, 0.0}, {3.9, 0}, {-1, uint8(0)}, {65, ""}, {"hé", []byte(nil)}, {"hé", []rune(nil)}, {[]byte("q"), ""}, {[]byte("q"), Str("")}, {Pt{1, 2}, Pt2{}}, {Celsius(1.5), 0}, {int64(1) << 40, int32(0)}, {float32(1.5), 1.0}, {1 + 2i, complex64(0)}} {
		if c.t == nil {
			r := reflect.ValueOf(c.v).Convert(reflect.TypeOf((*fmt.Stringer)(nil)).Elem().(reflect.Type))
			_ = r
			continue
		}
		tt := reflect.TypeOf(c.t)
		r := reflect.ValueOf(c.v).Convert(tt)
		fmt.Printf("%v -> %v %#v %v\n", c.v, r.Type(), r.Interface(), reflect.TypeOf(c.v).ConvertibleTo(tt))
	}
}
