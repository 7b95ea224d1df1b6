// A TCP load balancer: round robin over backends, those that do not answer are left out until they do again.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

type backend struct {
	address string
	name    string
	healthy atomic.Bool
	served  atomic.Int64
}

type balancer struct {
	backends []*backend
	next     uint32
	bytes    [2]int64
}

var errNoBackend = errors.New("no healthy backend")

func (b *balancer) pick() (*backend, error) {
	for range b.backends {
		n := atomic.AddUint32(&b.next, 1)
		each := b.backends[(n-1)%uint32(len(b.backends))]
		if each.healthy.Load() {
			return each, nil
		}
	}
	return nil, errNoBackend
}

func (b *balancer) check(ctx context.Context) {
	var wg sync.WaitGroup
	for _, each := range b.backends {
		each := each
		wg.Add(1)
		go func() {
			defer wg.Done()
			var d net.Dialer
			c, err := d.DialContext(ctx, "tcp", each.address)
			each.healthy.Store(err == nil)
			if err == nil {
				c.Close()
			}
		}()
	}
	wg.Wait()
}

func (b *balancer) serve(client *net.TCPConn) {
	defer client.Close()
	target, err := b.pick()
	if err != nil {
		// What the client still sends would turn the answer into a reset.
		io.Copy(io.Discard, client)
		fmt.Fprintln(client, "error:", err)
		return
	}
	c, err := net.Dial("tcp", target.address)
	if err != nil {
		target.healthy.Store(false)
		io.Copy(io.Discard, client)
		fmt.Fprintln(client, "error: backend gone")
		return
	}
	defer c.Close()
	target.served.Add(1)
	var wg sync.WaitGroup
	pipe := func(direction int, dst, src *net.TCPConn) {
		defer wg.Done()
		n, _ := io.Copy(dst, src)
		atomic.AddInt64(&b.bytes[direction], n)
		dst.CloseWrite()
	}
	wg.Add(2)
	go pipe(0, c.(*net.TCPConn), client)
	go pipe(1, client, c.(*net.TCPConn))
	wg.Wait()
}

func startBackend(name string) net.Listener {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				in := bufio.NewScanner(c)
				for in.Scan() {
					fmt.Fprintf(c, "%s:%s\n", name, strings.ToUpper(in.Text()))
				}
			}()
		}
	}()
	return listener
}

func ask(address, question string) string {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return err.Error()
	}
	defer c.Close()
	io.WriteString(c, question+"\n")
	c.(*net.TCPConn).CloseWrite()
	answer, err := io.ReadAll(c)
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(answer))
}

func main() {
	b := &balancer{}
	listeners := map[string]net.Listener{}
	for _, name := range []string{"a", "b", "c"} {
		listener := startBackend(name)
		listeners[name] = listener
		b.backends = append(b.backends, &backend{address: listener.Addr().String(), name: name})
	}
	front, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	var conns sync.WaitGroup
	go func() {
		for {
			c, err := front.Accept()
			if err != nil {
				return
			}
			conns.Add(1)
			go func() {
				defer conns.Done()
				b.serve(c.(*net.TCPConn))
			}()
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	address := front.Addr().String()
	fmt.Println(ask(address, "too early"))
	b.check(ctx)
	for i := 0; i < 5; i++ {
		fmt.Println(ask(address, fmt.Sprint("question ", i)))
	}
	listeners["b"].Close()
	fmt.Println(ask(address, "who is left"))
	fmt.Println(ask(address, "still"))
	b.check(ctx)
	for i := 0; i < 3; i++ {
		fmt.Println(ask(address, "again"))
	}
	var answers []string
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := 0; i < 30; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			answer := ask(address, strings.Repeat("x", i+1))
			mu.Lock()
			answers = append(answers, answer[:1]+fmt.Sprint(len(answer)))
			mu.Unlock()
		}(i)
	}
	wg.Wait()
	lengths := map[string]bool{}
	for _, answer := range answers {
		lengths[answer[1:]] = true
	}
	fmt.Println(len(answers), len(lengths))
	front.Close()
	conns.Wait()
	sort.Slice(b.backends, func(i, j int) bool { return b.backends[i].name < b.backends[j].name })
	total := int64(0)
	for _, each := range b.backends {
		total += each.served.Load()
		fmt.Println(each.name, each.healthy.Load(), each.served.Load() > 0)
	}
	fmt.Println(total, b.bytes[0] > 0, b.bytes[1] > b.bytes[0])
}
