package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"unicode/utf8"
)

type upper struct{ r io.Reader }

func (u upper) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	copy(p, bytes.ToUpper(p[:n]))
	return n, err
}

type count struct{ n int }

func (c *count) Write(p []byte) (int, error) { c.n += len(p); return len(p), nil }

func main() {
	sc := bufio.NewScanner(strings.NewReader("one two\nthree\n\nfour"))
	for sc.Scan() {
		fmt.Printf("%q ", sc.Text())
	}
	fmt.Println(sc.Err())
	sc = bufio.NewScanner(strings.NewReader("a bb  ccc"))
	sc.Split(bufio.ScanWords)
	for sc.Scan() {
		fmt.Print(len(sc.Bytes()), " ")
	}
	fmt.Println()
	r := bufio.NewReaderSize(strings.NewReader("héllo\nworld"), 16)
	c, size, err := r.ReadRune()
	fmt.Println(string(c), size, err)
	p, err := r.Peek(2)
	fmt.Printf("%q %v\n", p, err)
	line, err := r.ReadString('\n')
	fmt.Printf("%q %v\n", line, err)
	rest, err := io.ReadAll(r)
	fmt.Printf("%q %v\n", rest, err)
	w := bufio.NewWriter(os.Stdout)
	fmt.Fprint(w, "buffered ", w.Buffered(), "\n")
	w.Flush()
	var cnt count
	n, err := io.Copy(io.MultiWriter(&cnt, os.Stdout), upper{io.LimitReader(strings.NewReader("limited to this\n"), 7)})
	fmt.Println("", n, err, cnt.n)
	pr, pw := io.Pipe()
	go func() {
		fmt.Fprint(pw, "through a pipe")
		pw.CloseWithError(io.ErrUnexpectedEOF)
	}()
	got, err := io.ReadAll(pr)
	fmt.Println(string(got), err)
	buf := make([]byte, 10)
	m, err := io.ReadFull(strings.NewReader("short"), buf)
	fmt.Println(m, err)
	tee := io.TeeReader(strings.NewReader("tee"), os.Stdout)
	io.Copy(io.Discard, tee)
	fmt.Println()
	sr := io.NewSectionReader(strings.NewReader("0123456789"), 2, 5)
	b, _ := io.ReadAll(sr)
	fmt.Println(string(b), utf8.RuneLen('世'), utf8.Valid([]byte{0xff}))
	tw := tabwriter.NewWriter(os.Stdout, 0, 8, 1, '.', tabwriter.AlignRight)
	fmt.Fprintln(tw, "a\tbbb\tc\t")
	fmt.Fprintln(tw, "aaaa\tb\tccc\t")
	tw.Flush()
	f, err := os.CreateTemp("", "netwalk")
	if err != nil {
		panic(err)
	}
	defer os.Remove(f.Name())
	f.WriteString("file content\nsecond")
	f.Seek(5, io.SeekStart)
	data, err := io.ReadAll(f)
	fmt.Printf("%q %v\n", data, err)
	f.Close()
	_, err = f.Write(nil)
	all, _ := os.ReadFile(f.Name())
	fmt.Println(len(all), err != nil)
}
