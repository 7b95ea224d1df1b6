package main

import "fmt"

func say(s string, v int) int { fmt.Print(s, " "); return v }

func grade(n int) string {
	switch {
	case n >= 90:
		return "A"
	case n >= 80:
		return "B"
	}
	return "F"
}

func fall(n int) (out []string) {
	switch n {
	case 1:
		out = append(out, "one")
		fallthrough
	case 2:
		out = append(out, "two")
		fallthrough
	default:
		out = append(out, "default")
	case 3:
		out = append(out, "three")
		if n == 3 {
			break
		}
		out = append(out, "never")
	}
	return
}

type Color int

const (
	Red Color = iota
	Green
)

func main() {
	fmt.Println(grade(95), grade(85), grade(10))
	fmt.Println(fall(1), fall(2), fall(3), fall(4))
	switch say("tag", 2) {
	case say("one", 1), say("two", 2), say("three", 3):
		fmt.Println("matched")
	case say("never", 2):
	}
	switch x := 5; x {
	case 1, 3, 5, 7:
		fmt.Println("odd", x)
	}
	switch c := Green; c {
	case Red:
		fmt.Println("red")
	case Green:
		fmt.Println("green")
	}
	switch s := "b"; s {
	case "a":
	case "b":
		fmt.Println("b")
	}
	switch x := interface{}(3); x {
	case "3":
		fmt.Println("string")
	case 3.0:
		fmt.Println("float")
	case 3:
		fmt.Println("int")
	}
	switch {
	default:
		fmt.Println("default")
	case false:
	}
	switch p := (struct{ X, Y int }{1, 2}); p {
	case struct{ X, Y int }{1, 2}:
		fmt.Println("struct")
	}
	switch true {
	case 1 > 2:
	case 2 > 1:
		fmt.Println("true")
	}
	switch i := 1; {
	case i > 0:
		i := "shadow"
		fmt.Println(i)
	}
	switch f := func() (int, bool) { return 1, true }; {
	case f != nil:
		if n, ok := f(); ok {
			fmt.Println(n)
		}
	}
	for i := 0; i < 4; i++ {
		switch i {
		case 0:
			continue
		case 1:
			break
		case 2:
			fallthrough
		case 3:
			fmt.Print("two or three ", i, ";")
		}
		fmt.Print(i, " ")
	}
	fmt.Println()
	var e error
	switch e {
	case nil:
		fmt.Println("nil error")
	}
	switch b := byte('x'); {
	case 'a' <= b && b <= 'z':
		fmt.Println("lower")
	}
	switch {
	}
	switch x := 3; x {
	}
}
