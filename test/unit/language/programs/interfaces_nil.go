package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

type MyErr struct{ Code int }

func (e *MyErr) Error() string {
	if e == nil {
		return "nil MyErr"
	}
	return fmt.Sprint("code ", e.Code)
}

func typedNil() error {
	var e *MyErr
	return e
}
func realNil() error { return nil }

type Shape interface {
	Area() float64
	Perimeter() float64
}
type Sq float64

func (s Sq) Area() float64      { return float64(s * s) }
func (s Sq) Perimeter() float64 { return float64(4 * s) }

func main() {
	fmt.Println(typedNil() == nil, realNil() == nil, typedNil())
	if e, ok := typedNil().(*MyErr); ok {
		fmt.Println(e == nil, e.Error())
	}
	var e error = &MyErr{3}
	fmt.Println(e, e.(*MyErr).Code)
	var target *MyErr
	fmt.Println(errors.As(fmt.Errorf("wrapped: %w", e), &target), target == e)
	var w io.Writer = os.Stdout
	_, isReader := w.(io.Reader)
	fmt.Println(isReader, w.(*os.File) == os.Stdout)
	var s Shape = Sq(2)
	fmt.Println(s.Area(), s.Perimeter(), s.(Sq))
	var a interface{} = s
	_, ok := a.(Shape)
	_, not := a.(error)
	fmt.Println(ok, not)
	check := func(f func()) {
		defer func() {
			r := recover()
			_, isRuntime := r.(interface{ RuntimeError() })
			fmt.Println(r, isRuntime)
		}()
		f()
	}
	check(func() { _ = a.(string) })
	check(func() { _ = a.(error) })
	check(func() { var n interface{}; _ = n.(int) })
	check(func() { var n interface{}; _ = n.(Shape) })
	check(func() { var n Shape; _ = n.(Sq) })
	check(func() { _ = e.(interface{ Unwrap() error }) })
	check(func() { var n Shape; n.Area() })
	check(func() { var n error; fmt.Println(n.Error()) })
	check(func() { var x interface{} = MyErr{}; _ = x.(error) })
	var empty interface{} = struct{}{}
	fmt.Println(empty == struct{}{}, empty)
	var pn *int
	var any interface{} = pn
	fmt.Println(any == nil, any == (*int)(nil))
	slice := []interface{}{1, "a", nil, pn, []int(nil), map[string]int(nil), e}
	fmt.Println(slice[0], slice[1], slice[2] == nil, slice[3] == nil, slice[4] == nil, len(slice))
}
