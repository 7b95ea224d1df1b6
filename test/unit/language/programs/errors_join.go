// Since Go 1.21.
package main

import (
	"errors"
	"fmt"
	"io"
)

func main() {
	a, b := errors.New("a"), errors.New("b")
	j := errors.Join(a, nil, b)
	fmt.Println(j, errors.Is(j, a), errors.Is(j, b), errors.Is(j, io.EOF), errors.Join(nil, nil) == nil)
	m := fmt.Errorf("multi: %w, %w", a, io.EOF)
	fmt.Println(m, errors.Is(m, a), errors.Is(m, io.EOF), errors.Unwrap(m))
	u, ok := m.(interface{ Unwrap() []error })
	fmt.Println(ok, len(u.Unwrap()))
	fmt.Println(errors.Join(fmt.Errorf("x: %w", j), m))
	fmt.Println(errors.ErrUnsupported)
}
