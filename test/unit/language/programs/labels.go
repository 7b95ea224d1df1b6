package main

import "fmt"

func find(grid [][]int, want int) (int, int) {
outer:
	for i, row := range grid {
		for j, v := range row {
			switch {
			case v < 0:
				continue outer
			case v == want:
				return i, j
			case v > 100:
				break outer
			}
		}
	}
	return -1, -1
}

func gotoLoop(n int) (out []int) {
	i := 0
again:
	if i < n {
		out = append(out, i)
		i++
		goto again
	}
	return
}

func gotoEnd(n int) string {
	if n > 5 {
		goto fail
	}
	for i := 0; i < 10; i++ {
		if i == n {
			goto done
		}
	}
	return "none"
done:
	return "found"
fail:
	return "fail"
}

func main() {
	g := [][]int{{1, 2}, {-1, 3}, {3, 4}, {200}, {5}}
	fmt.Println(find(g, 3))
	fmt.Println(find(g, 5))
	fmt.Println(gotoLoop(4), gotoEnd(3), gotoEnd(7), gotoEnd(-1))
sw:
	switch x := 3; {
	case x > 2:
		for i := 0; ; i++ {
			if i == 3 {
				break sw
			}
			fmt.Print(i, " ")
		}
		fmt.Println("never")
	default:
		fmt.Println("never")
	}
	fmt.Println()
	c := make(chan int, 5)
	for i := 0; i < 5; i++ {
		c <- i
	}
	close(c)
recv:
	for {
		select {
		case v, ok := <-c:
			if !ok {
				break recv
			}
			if v%2 == 0 {
				continue recv
			}
			fmt.Print(v, " ")
		}
	}
	fmt.Println()
	count := 0
a:
	for i := 0; i < 3; i++ {
	b:
		for j := 0; j < 3; j++ {
			for k := 0; k < 3; k++ {
				count++
				if k == 1 {
					continue b
				}
				if j == 2 {
					continue a
				}
			}
		}
	}
	fmt.Println(count)
	n := 0
loop:
	n++
	if n < 3 {
		func() { n += 0 }()
		goto loop
	}
	fmt.Println(n)
	for range []int{1, 2} {
		for {
			break
		}
		continue
	}
	for i, done := 0, false; !done; i++ {
		done = i > 3
		if done {
			fmt.Println("done at", i)
		}
	}
}
