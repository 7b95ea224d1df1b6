package main

import (
	"fmt"
	"regexp"
	"strings"
	"text/template"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
	"os"
)

func main() {
	s := "a\u0301é😀\x80z"
	for i, w := 0, 0; i < len(s); i += w {
		r, width := utf8.DecodeRuneInString(s[i:])
		fmt.Printf("%d %U %d; ", i, r, width)
		w = width
	}
	fmt.Println()
	b := utf8.AppendRune(nil, '世')
	b = append(b, "界"...)
	fmt.Println(string(b), utf8.RuneCount(b), utf8.RuneError == '\uFFFD', utf8.ValidRune(0xD800))
	fmt.Println(utf16.Encode([]rune("😀a")), string(utf16.Decode([]uint16{0xd83d, 0xde00})))
	for _, r := range "aÉ5 ٣\t_世" {
		fmt.Print(unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsSpace(r), unicode.IsUpper(r), " ")
	}
	fmt.Println(string(unicode.ToLower('Σ')), unicode.SimpleFold('k'))
	rs := []rune("reverse é")
	for i, j := 0, len(rs)-1; i < j; i, j = i+1, j-1 {
		rs[i], rs[j] = rs[j], rs[i]
	}
	fmt.Println(string(rs), strings.ToValidUTF8(s, "?"), strings.IndexRune(s, '😀'))
	re := regexp.MustCompile(`(\w+)@(\w+)\.com`)
	text := "bob@example.com, al@test.com"
	fmt.Println(re.FindString(text), re.FindAllString(text, -1), re.FindStringSubmatch(text), re.MatchString("none"))
	fmt.Println(re.ReplaceAllString(text, "$2:$1"), re.FindAllStringIndex(text, -1))
	t := template.Must(template.New("t").Parse("{{range $i, $x := .}}{{if $i}}, {{end}}{{$x.Name | printf \"%q\"}}={{len $x.Items}}{{end}}\n"))
	err := t.Execute(os.Stdout, []struct {
		Name  string
		Items []int
	}{{"a", []int{1}}, {"b", nil}})
	fmt.Println(err)
	fmt.Println("世界"[0:3], len("世界"), []byte("世")[0], "\u4e16" == "世", '世')
}
