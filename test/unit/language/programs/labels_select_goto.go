package main

import "fmt"

type state int

func parse(s string) (words []string, err error) {
	i := 0
	var word []byte
start:
	if i >= len(s) {
		goto end
	}
	switch c := s[i]; {
	case c == ' ':
		if len(word) > 0 {
			words = append(words, string(word))
			word = nil
		}
		i++
		goto start
	case c >= 'a' && c <= 'z':
		word = append(word, c)
		i++
		goto start
	default:
		err = fmt.Errorf("bad %q at %d", c, i)
		goto fail
	}
end:
	if len(word) > 0 {
		words = append(words, string(word))
	}
	return
fail:
	words = nil
	return
}

func retry() (n int) {
	fs := []func() int{}
again:
	x := n
	fs = append(fs, func() int { return x })
	n++
	if n < 3 {
		goto again
	}
	return fs[0]()*100 + fs[1]()*10 + fs[2]()
}

func main() {
	fmt.Println(parse("ab c  de"))
	fmt.Println(parse("ab C"))
	fmt.Println(retry())
	i := 0
loop:
	for {
		switch {
		case i > 5:
			break loop
		case i%2 == 0:
			i += 3
			continue loop
		}
		i++
	}
	fmt.Println(i)
	for i := 0; i < 3; i++ {
		if i == 1 {
			goto next
		}
		fmt.Print("i", i, " ")
	next:
	}
	fmt.Println()
	c := make(chan int, 3)
	c <- 1
	c <- 2
	close(c)
read:
	select {
	case v, ok := <-c:
		if ok {
			fmt.Print(v, " ")
			goto read
		}
	}
	fmt.Println("read")
}
