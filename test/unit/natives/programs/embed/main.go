package main

import (
	"embed"
	"fmt"
	"io/fs"
)

type bytes []byte
type text string

var (
	//go:embed pub/bin
	b bytes

	//go:embed pub/index.html

	// A comment between.
	s text
)

//go:embed pub
var pub embed.FS

//go:embed all:pub/.hid "pub/a b.txt" pub/*.html
//go:embed main.go pub/_u
var some embed.FS

//go:embed pub/.dot
var _ string

var size = len(s) + len(b)

func list(f fs.FS) {
	fs.WalkDir(f, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		fmt.Println(p, d.IsDir(), info.Size(), info.Mode(), info.ModTime().IsZero(), err)
		return nil
	})
}

func main() {
	fmt.Printf("%q %q %d\n", []byte(b), string(s), size)
	list(pub)
	list(some)
	data, err := pub.ReadFile("pub/bin")
	fmt.Println(data, err)
	_, err = pub.ReadFile("pub/none")
	fmt.Println(err)
	_, err = pub.Open("../x")
	fmt.Println(err)
	entries, err := pub.ReadDir("pub")
	fmt.Println(len(entries), entries[0].Name(), err)
	sub, err := fs.Sub(pub, "pub/sub")
	fmt.Println(err)
	list(sub)
	matches, err := fs.Glob(pub, "pub/*.html")
	fmt.Println(matches, err)
	f, err := pub.Open("pub/index.html")
	defer f.Close()
	b[0] = 'x'
	fmt.Println(b)
}
