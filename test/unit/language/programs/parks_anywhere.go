package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Every function here waits in the middle of what it does, at each kind of place where a call can stand: all calls of nap and give wait, then only every
// second one, every third one… so that each place is, some time, the first one where its function waits.

var calls, every int32 = 0, 1

func nap() int {
	if atomic.AddInt32(&calls, 1)%every == 0 {
		time.Sleep(time.Microsecond)
	}
	return 1
}

func give[T any](x T) T {
	if atomic.AddInt32(&calls, 1)%every == 0 {
		runtime.Gosched()
	}
	return x
}

func two(s string) (int, error) {
	nap()
	if s == "" {
		return 0, errors.New("empty")
	}
	return len(s), nil
}

type account struct {
	mu    sync.Mutex
	n     int
	parts []string
}

func (a *account) add(s string) (err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered %v", r)
			nap()
		}
	}()
	n, err := two(s)
	if err != nil {
		return fmt.Errorf("add: %w", err)
	}
	a.n += n * nap()
	a.parts = append(a.parts, s)
	if n > 3 {
		panic(s)
	}
	return nil
}

func loops(words []string) (total int, log []string) {
	for i := give(0); i < 3; i++ {
		if i == 1 {
			nap()
			continue
		}
		for j, word := range words {
			n, err := two(word)
			switch {
			case err != nil:
				log = append(log, fmt.Sprint(i, j, err))
				continue
			case n > 2:
				nap()
				if word == "stop" {
					break
				}
				more := n + nap()
				total += more
			default:
				total += nap()
			}
			var x interface{} = word
			switch text := x.(type) {
			case string:
				nap()
				log = append(log, strings.ToUpper(text))
			}
		}
	}
outer:
	for k := 0; k < 4; k++ {
		for {
			nap()
			if k == 2 {
				break outer
			}
			total += k
			continue outer
		}
	}
	return total, log
}

func heads() string {
	text := ""
	for i := 0; give(i) < 3; i += give(1) {
		text += fmt.Sprint(i)
	}
	for i, n := 0, give(3); i < n; give(i) {
		if i++; i == 2 {
			continue
		}
		text += fmt.Sprint("-", i)
	}
	for _, x := range give([]int{7, 8}) {
		text += fmt.Sprint("/", give(x))
	}
	for i, x := range give([2]string{"p", "q"}) {
		text += fmt.Sprint(give(i), x)
	}
	keys := []string{}
	for key, value := range give(map[string]int{"a": 1, "b": 2}) {
		keys = append(keys, fmt.Sprint(give(key), value))
	}
	sort.Strings(keys)
	for i, r := range give("né") {
		text += fmt.Sprint(give(i), string(r))
	}
	return text + strings.Join(keys, "")
}

func conditions(a, b bool) (text string) {
	if give(a) && give(b) || give(!a) && !give(b) {
		text = "same"
	} else if x := give(a); x && nap() == 1 {
		text = "first"
	} else if nap(); give(b) {
		text = "second"
	}
	switch x := give(len(text)); give(x) {
	case give(4):
		text += " four"
		fallthrough
	case give(9):
		text += " or nine"
	case give(5), give(6):
		text += " five or six"
	}
	n := 0
again:
	n += nap()
	if n < 3 {
		goto again
	}
	switch x := give(interface{}(n)).(type) {
	case int:
		text += fmt.Sprint(" int ", give(x))
	}
	return
}

func closures() (all []func() int) {
	for i := 0; i < 3; i++ {
		i, x := i, i*nap()
		all = append(all, func() int {
			x += nap()
			return x*10 + i
		})
	}
	return
}

func channels() string {
	in, out := make(chan int), make(chan string, 1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for v := range in {
			out <- fmt.Sprint("v", v)
		}
	}()
	s := ""
	for n := 0; n < 3; n++ {
		give(in) <- give(n)
		select {
		case r, ok := <-give(out):
			nap()
			s += r + fmt.Sprint(ok)
		case give[chan int](nil) <- nap():
			s += "sent"
		case <-time.After(10 * time.Second):
			s += "late"
		}
	}
	close(in)
	<-done
	if v, ok := <-in; !ok {
		s += fmt.Sprint(v, ok)
	}
	pair := make(chan int, 2)
	pair <- give(3)
	pair <- give(4)
	return s + fmt.Sprint(<-pair*10+<-pair)
}

type node struct {
	left, right *node
	value       int
}

func (n *node) sum() int {
	if n == nil {
		return 0
	}
	return n.left.sum() + n.value*nap() + n.right.sum()
}

type summer interface{ sum() int }

type scaled struct {
	by int
	summer
}

func (s scaled) sum() int { return s.by * give(s.summer).sum() }

func named(n int) (a, b int, err error) {
	defer func() { a++; nap() }()
	for i := 0; i < 2; i++ {
		defer func(i int) { b += 10 * give(i) }(give(i))
	}
	a, b = nap(), nap()+1
	if n == 0 {
		return
	}
	return b, a, os.ErrExist
}

type point struct{ x, y int }

func values() []interface{} {
	var a [3]int
	for i := range a {
		a[i] = i + nap()
	}
	b := a
	b[nap()] += 5
	m := map[string]int{"a": nap()}
	m["b"] += nap()
	m[fmt.Sprint(nap())]++
	p := point{give(1), give(2)}
	q := p
	q.x += give(4)
	p, q = q, give(p)
	ps := []point{p, give(q), {y: nap()}}
	ps[give(2)].x, ps[0].y = give(9), ps[0].x+give(1)
	at := &ps[give(1)]
	at.x--
	sum := (*node).sum
	method := (&node{value: give(6)}).sum
	return []interface{}{a, b, len(m), p, q, ps, *at, sum(&node{value: 2}), method(), [...]string{2: give("z")}}
}

func variadic(n int, xs ...int) int {
	for _, x := range xs {
		n += x
	}
	return n
}

func several() (int, int, int) { nap(); return 1, 2, 3 }

func again(n int) (s string) {
	defer func() {
		r := recover()
		nap()
		if s = fmt.Sprint(r); n > 0 {
			s += " " + again(n-1)
		}
	}()
	defer func() {
		nap()
		panic(fmt.Sprint("second ", n))
	}()
	panic(fmt.Sprint("first ", give(n)))
}

func shadows(x int) int {
	x = give(x)
	{
		x := x + nap()
		{
			x := give(x * 10)
			x++
			nap()
			if x := give(x); x > 0 {
				x += nap()
			}
		}
		x += nap()
	}
	return x
}

var said strings.Builder

func say(what ...interface{}) { fmt.Fprintln(&said, what...) }

func all() string {
	said.Reset()
	a := &account{}
	for _, s := range []string{"ab", "", "abcd", "x"} {
		say(a.add(s), a.n, a.parts)
	}
	say(loops([]string{"a", "", "abc", "stop"}))
	say(heads())
	for i := 0; i < 4; i++ {
		say(conditions(i&1 == 0, i&2 == 0))
	}
	for _, f := range closures() {
		say(f(), f())
	}
	say(channels())
	tree := &node{&node{nil, nil, 2}, &node{&node{nil, nil, 5}, nil, 7}, 1}
	say(tree.sum(), scaled{3, scaled{2, tree}}.sum())
	say(named(0))
	say(named(1))
	say(values()...)
	say(variadic(nap(), nap()+1, func() int { return nap() }()), variadic(several()), variadic(1, give([]int{2, 3})...))
	say(again(2), shadows(give(4)))
	var group sync.WaitGroup
	for i := 0; i < 50; i++ {
		group.Add(1)
		go func(i int) {
			defer group.Done()
			loops([]string{"a", "bcd"})
			a.add(fmt.Sprint(i))
		}(give(i))
	}
	group.Wait()
	say(a.n, len(a.parts))
	return said.String()
}

func main() {
	text := all()
	fmt.Print(text)
	for every = 2; every < 50; every++ {
		if again := all(); again != text {
			fmt.Println("every", every, again)
		}
	}
	every = 1
	defer fmt.Println("at last")
	defer func() { nap() }()
	var none []string
	fmt.Println(none[give(3)])
}
