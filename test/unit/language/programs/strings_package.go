package main

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
)

func main() {
	s := "  Hello, World; hello  "
	fmt.Printf("%q %q %q\n", strings.TrimSpace(s), strings.Trim("xxabcxx", "x"), strings.TrimLeft("aabc", "a"))
	fmt.Println(strings.Contains(s, "World"), strings.Index(s, "hello"), strings.LastIndex(s, "l"), strings.IndexByte(s, 'W'), strings.IndexAny(s, "xyzW"), strings.Count("cheese", "e"), strings.Count("abc", ""))
	fmt.Printf("%q %q %q %q\n", strings.Split("a,b,c", ","), strings.SplitN("a,b,c", ",", 2), strings.Fields(" a  b "), strings.Split("abc", ""))
	fmt.Println(strings.Join([]string{"x", "y"}, "-"), strings.Repeat("ab", 3), strings.Replace("aaaa", "a", "b", 2), strings.ReplaceAll("aaaa", "aa", "b"))
	fmt.Println(strings.ToUpper("héllo ß"), strings.ToLower("ÀÉ"), strings.Title("foo bar"), strings.EqualFold("Straße", "STRASSE"), strings.EqualFold("Go", "GO"))
	fmt.Println(strings.HasPrefix("golang", "go"), strings.HasSuffix("golang", "ng"), strings.TrimPrefix("golang", "go"), strings.TrimSuffix("golang", "x"))
	before, after, ok := strings.Cut("key=value", "=")
	fmt.Println(before, after, ok)
	fmt.Println(strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, "a1b2é"), strings.FieldsFunc("a1b2c", unicode.IsDigit))
	var b strings.Builder
	for i := 0; i < 3; i++ {
		fmt.Fprintf(&b, "%d;", i)
	}
	b.WriteByte('x')
	b.WriteRune('世')
	b.WriteString("!")
	fmt.Println(b.String(), b.Len())
	r := strings.NewReplacer("<", "&lt;", ">", "&gt;", "a", "A")
	fmt.Println(r.Replace("<a>"), strings.NewReplacer("hello", "bye", "he", "she").Replace("hello he"))
	rd := strings.NewReader("reader")
	buf := make([]byte, 4)
	n, err := rd.Read(buf)
	fmt.Println(n, err, string(buf[:n]), rd.Len())
	var bb bytes.Buffer
	bb.WriteString("line one\nline two\nlast")
	line, err := bb.ReadString('\n')
	fmt.Printf("%q %v\n", line, err)
	next := bb.Next(4)
	fmt.Printf("%q %d %q\n", next, bb.Len(), bb.String())
	fmt.Println(bytes.Equal([]byte("a"), []byte("a")), bytes.Compare([]byte("a"), []byte("b")), bytes.Contains([]byte("seafood"), []byte("foo")), bytes.IndexByte([]byte("abc"), 'c'))
	fmt.Printf("%s %q %s\n", bytes.ToUpper([]byte("up")), bytes.Split([]byte("a b"), []byte(" ")), bytes.TrimRight([]byte("abc  "), " "))
	fmt.Println(strings.Compare("a", "b"), strings.ContainsRune("abc", 'b'), strings.IndexFunc("ab1", unicode.IsDigit), strings.SplitAfter("a,b", ","))
	long := strings.Repeat("x", 100) + "needle" + strings.Repeat("y", 100)
	fmt.Println(strings.Index(long, "needle"), strings.Index(long, "needles"), strings.LastIndex(long, "x"), strings.Index(long, strings.Repeat("y", 70)))
	fmt.Println(unicode.IsUpper('É'), unicode.IsLetter('世'), unicode.IsSpace('\u00a0'), unicode.Is(unicode.Han, '世'), string(unicode.ToTitle('ǆ')), unicode.IsPunct('!'))
}
