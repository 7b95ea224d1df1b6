package main

import (
	"fmt"
	"unicode/utf8"
)

func main() {
	s := "héllo, 世界\xff!"
	fmt.Println(len(s), utf8.RuneCountInString(s), s[1], s[1:3], s[len(s)-1:])
	for i, r := range s {
		fmt.Print(i, ":", string(r), "/", r, " ")
	}
	fmt.Println()
	for i := range s {
		fmt.Print(i, " ")
	}
	fmt.Println()
	n := 0
	for range s {
		n++
	}
	fmt.Println(n)
	for i := 0; i < len(s); i++ {
		fmt.Printf("%x ", s[i])
	}
	fmt.Println()
	fmt.Println("a" < "b", "a" < "aa", "Z" < "a", "é" > "z", "" == s[:0], "abc" >= "abd")
	t := s
	s += "more"
	fmt.Println(t == s, len(t), s[:2] == t[:2])
	b := []byte("shared")
	u := string(b)
	copy(b, "SH")
	fmt.Println(u, string(b))
	fmt.Println(string(append(b[:2], "out"...)), string(b))
	fmt.Printf("%q %q %+q %x % X %s\n", s, 'x', "é", "hi", "hi", []byte("raw"))
	raw := `raw \n
string`
	fmt.Println(raw, len(raw))
	switch s[0] {
	case 'h':
		fmt.Println("starts with h")
	}
	m := map[string]int{}
	m[string(b)]++
	b[0] = 'x'
	m[string(b)]++
	fmt.Println(m)
	fmt.Println([]rune("\xed\xa0\x80"), utf8.ValidString(s), []byte("\u2028"))
	var e string
	fmt.Println(e == "", len(e), e+e == "")
	for i, c := range []byte("ab") {
		fmt.Print(i, c, " ")
	}
	fmt.Println()
}
