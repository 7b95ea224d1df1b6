package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"text/template"
	"time"
)

type group struct {
	wg   sync.WaitGroup
	once sync.Once
	err  error
	stop context.CancelFunc
}

func withContext(ctx context.Context) (*group, context.Context) {
	ctx, stop := context.WithCancel(ctx)
	return &group{stop: stop}, ctx
}
func (g *group) Go(f func() error) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		if err := f(); err != nil {
			g.once.Do(func() { g.err = err; g.stop() })
		}
	}()
}
func (g *group) Wait() error { g.wg.Wait(); g.stop(); return g.err }

type queue[T any] struct {
	mu    sync.Mutex
	cond  *sync.Cond
	items []T
	done  bool
}

func newQueue[T any]() *queue[T] { q := &queue[T]{}; q.cond = sync.NewCond(&q.mu); return q }
func (q *queue[T]) put(x T) {
	q.mu.Lock()
	q.items = append(q.items, x)
	q.mu.Unlock()
	q.cond.Signal()
}
func (q *queue[T]) close() { q.mu.Lock(); q.done = true; q.mu.Unlock(); q.cond.Broadcast() }
func (q *queue[T]) get() (x T, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 && !q.done {
		q.cond.Wait()
	}
	if len(q.items) == 0 {
		return x, false
	}
	x, q.items = q.items[0], q.items[1:]
	return x, true
}

func proxy(ctx context.Context, l net.Listener, to string) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	go func() { <-ctx.Done(); l.Close() }()
	for {
		c, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		} else if err != nil {
			return err
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer c.Close()
			up, err := net.Dial("tcp", to)
			if err != nil {
				return
			}
			defer up.Close()
			go func() { io.Copy(up, c); up.(*net.TCPConn).CloseWrite() }()
			io.Copy(c, up)
		}()
	}
}

func upper(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer c.Close()
			s := bufio.NewScanner(c)
			for n := 1; s.Scan(); n++ {
				fmt.Fprintf(c, "%d %q\n", n, s.Text())
			}
		}()
	}
}

func unixPing(dir string) {
	path := dir + "/s"
	a, err := net.ListenPacket("unixgram", path)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer a.Close()
	b, err := net.DialUnix("unixgram", &net.UnixAddr{Name: dir + "/c", Net: "unixgram"}, &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer b.Close()
	go func() {
		buf := make([]byte, 64)
		n, from, _ := a.ReadFrom(buf)
		a.WriteTo(append([]byte("pong "), buf[:n]...), from)
	}()
	b.Write([]byte("ping"))
	buf := make([]byte, 64)
	n, err := b.Read(buf)
	fmt.Println(string(buf[:n]), err)
	b.SetReadDeadline(time.Now().Add(time.Millisecond))
	_, err = b.Read(buf)
	var ne net.Error
	fmt.Println(errors.As(err, &ne) && ne.Timeout(), errors.Is(err, os.ErrDeadlineExceeded))
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGUSR1)
	defer stop()
	back, _ := net.Listen("tcp", "127.0.0.1:0")
	front, _ := net.Listen("tcp", "127.0.0.1:0")
	go upper(back)
	g, gctx := withContext(ctx)
	g.Go(func() error { return proxy(gctx, front, back.Addr().String()) })
	c, err := net.Dial("tcp", front.Addr().String())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Fprint(c, "one\ntwo\nthree")
	c.(*net.TCPConn).CloseWrite()
	text, err := io.ReadAll(c)
	fmt.Printf("%s%v\n", text, err)
	c.Close()

	q := newQueue[string]()
	var mu sync.Mutex
	total := map[string]int{}
	workers, _ := withContext(context.Background())
	for i := 0; i < 3; i++ {
		workers.Go(func() error {
			for {
				x, ok := q.get()
				if !ok {
					return nil
				}
				mu.Lock()
				total[x]++
				mu.Unlock()
				if x == "bad" {
					return fmt.Errorf("worker: %w", io.ErrUnexpectedEOF)
				}
			}
		})
	}
	for _, w := range []string{"a", "b", "a", "bad", "c"} {
		q.put(w)
	}
	q.close()
	err = workers.Wait()
	fmt.Println(total, err, errors.Is(err, io.ErrUnexpectedEOF))

	dir, _ := os.MkdirTemp("", "net1")
	defer os.RemoveAll(dir)
	unixPing(dir)

	t := template.Must(template.New("t").Parse("{{range $k, $v := .}}{{printf \"%-5s|%3d\" $k $v}}\n{{else}}none{{end}}"))
	t.Execute(os.Stdout, total)

	syscall.Kill(os.Getpid(), syscall.SIGUSR1)
	fmt.Println(g.Wait(), ctx.Err())
	tctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	<-tctx.Done()
	_, err = (&net.Dialer{}).DialContext(tctx, "tcp", back.Addr().String())
	fmt.Println(os.IsTimeout(err))
	fmt.Println(tctx.Err())
}
