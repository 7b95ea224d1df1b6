package main

import "fmt"

type Counter struct {
	n    int
	hist [3]int
	sub  Sub
}
type Sub struct{ v int }

func (c Counter) Copy() Counter   { c.n++; c.hist[0] = 9; c.sub.v = 9; return c }
func (c *Counter) Inc() *Counter  { c.n++; c.hist[c.n%3] = c.n; c.sub.Add(1); return c }
func (s *Sub) Add(n int)          { s.v += n }
func (s Sub) Plus(n int) Sub      { s.v += n; return s }
func (c Counter) Self() *Counter  { return &c }
func (c *Counter) Deref() Counter { return *c }

type Matrix [2][2]int

func (m *Matrix) Set(i, j, v int) { m[i][j] = v }
func (m Matrix) T() (t Matrix) {
	for i := range m {
		for j := range m[i] {
			t[j][i] = m[i][j]
		}
	}
	return
}

type Stack []int

func (s *Stack) Push(v int) { *s = append(*s, v) }
func (s *Stack) Pop() int {
	old := *s
	v := old[len(old)-1]
	*s = old[:len(old)-1]
	return v
}

type Reg map[string]Counter

func (r Reg) Bump(k string) { c := r[k]; c.Inc(); r[k] = c }

func main() {
	var c Counter
	d := c.Copy()
	fmt.Println(c, d)
	c.Inc().Inc()
	fmt.Println(c)
	e := *c.Inc()
	e.Inc()
	fmt.Println(c, e)
	s := c.Self()
	s.n = 100
	fmt.Println(c.n, s.n, c.Deref().n)
	arr := []Counter{c, d}
	arr[0].Inc()
	arr[1].sub.Add(5)
	fmt.Println(c.n, arr[0].n, arr[1].sub, arr[1].sub.Plus(1), arr[1].sub)
	for i := range arr {
		p := &arr[i]
		p.n = -1
	}
	fmt.Println(arr[0].n, arr[1].n)
	var m Matrix
	m.Set(0, 1, 5)
	fmt.Println(m, m.T())
	var st Stack
	st.Push(1)
	st.Push(2)
	fmt.Println(st.Pop(), st, len(st))
	r := Reg{"a": c}
	r.Bump("a")
	r.Bump("new")
	fmt.Println(r["a"].n, c.n, r["new"].n)
	pp := &c
	ppp := &pp
	(*ppp).Inc()
	(**ppp).n += 10
	fmt.Println(c.n)
	f := c.Inc
	g := c.Copy
	f()
	fmt.Println(c.n, g().n)
	ifc := interface{ Inc() *Counter }(&c)
	ifc.Inc()
	fmt.Println(c.n)
	func(c Counter) { c.Inc() }(c)
	func(c *Counter) { c.Inc() }(&c)
	fmt.Println(c.n)
	ch := make(chan *Counter, 1)
	ch <- &c
	(<-ch).Inc()
	fmt.Println(c.n)
	h := struct{ *Counter }{&c}
	h.Inc()
	h.n++
	fmt.Println(c.n)
}
