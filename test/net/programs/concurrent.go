package main

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"sync"
)

// serve answers each line with itself in capitals.
func serve(l net.Listener, wg *sync.WaitGroup) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer c.Close()
			lines := bufio.NewScanner(c)
			for lines.Scan() {
				fmt.Fprintln(c, strings.ToUpper(lines.Text()))
			}
		}()
	}
}

func main() {
	before := descriptors()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	var serving, asking sync.WaitGroup
	go serve(l, &serving)
	const clients, questions = 60, 20
	answers := make([]int, clients)
	for i := 0; i < clients; i++ {
		asking.Add(1)
		go func(i int) {
			defer asking.Done()
			c, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				say(what(err))
				return
			}
			defer c.Close()
			r := bufio.NewReader(c)
			for j := 0; j < questions; j++ {
				fmt.Fprintf(c, "client %d asks %d\n", i, j)
				line, err := r.ReadString('\n')
				if err != nil || line != fmt.Sprintf("CLIENT %d ASKS %d\n", i, j) {
					say("wrong:", line, what(err))
					return
				}
				answers[i]++
			}
		}(i)
	}
	asking.Wait()
	must(l.Close())
	serving.Wait()
	total := 0
	for _, n := range answers {
		total += n
	}
	say("answers", total, "descriptors left:", descriptors()-before <= 2)
}
