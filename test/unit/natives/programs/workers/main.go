// A pool of workers with a context, rate limit, retries, results in order, and a pipeline of channels that ends cleanly.
package main

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"runtime"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

type job struct {
	id, priority int
	attempts     int
}

type queue []*job

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return q[i].priority > q[j].priority || q[i].priority == q[j].priority && q[i].id < q[j].id
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(*job)) }
func (q *queue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}

type failure struct {
	id  int
	err error
}

func (f *failure) Error() string { return fmt.Sprintf("job %d: %v", f.id, f.err) }
func (f *failure) Unwrap() error { return f.err }

var errFlaky = errors.New("flaky")

type group struct {
	wg     sync.WaitGroup
	once   sync.Once
	err    error
	cancel context.CancelFunc
}

func (g *group) Go(f func() error) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		if err := f(); err != nil {
			g.once.Do(func() { g.err = err; g.cancel() })
		}
	}()
}

func (g *group) Wait() error {
	g.wg.Wait()
	g.cancel()
	return g.err
}

func withContext(ctx context.Context) (*group, context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	return &group{cancel: cancel}, ctx
}

// bucket is a token bucket over a clock that is given.
type bucket struct {
	tokens, size, rate float64
	last               time.Time
}

func (b *bucket) allow(now time.Time) bool {
	b.tokens += b.rate * now.Sub(b.last).Seconds()
	if b.tokens > b.size {
		b.tokens = b.size
	}
	b.last = now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}

func pool(ctx context.Context, workers int, jobs []*job, work func(context.Context, *job) (string, error)) ([]string, []error) {
	q := queue(jobs)
	heap.Init(&q)
	feed := make(chan *job)
	type result struct {
		id   int
		text string
		err  error
	}
	results := make(chan result, len(jobs))
	var wg sync.WaitGroup
	for w := 0; w < workers; w++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range feed {
				text, err := "", error(nil)
				for j.attempts = 1; j.attempts <= 3; j.attempts++ {
					if text, err = work(ctx, j); err == nil || !errors.Is(err, errFlaky) {
						break
					}
				}
				results <- result{j.id, text, err}
			}
		}()
	}
	go func() {
		defer close(feed)
		for q.Len() > 0 {
			select {
			case feed <- heap.Pop(&q).(*job):
			case <-ctx.Done():
				return
			}
		}
	}()
	wg.Wait()
	close(results)
	var texts []string
	var errs []error
	for r := range results {
		if r.err != nil {
			errs = append(errs, &failure{r.id, r.err})
		} else {
			texts = append(texts, r.text)
		}
	}
	sort.Strings(texts)
	sort.Slice(errs, func(i, j int) bool { return errs[i].Error() < errs[j].Error() })
	return texts, errs
}

func stage[In, Out any](ctx context.Context, in <-chan In, f func(In) Out) <-chan Out {
	out := make(chan Out)
	go func() {
		defer close(out)
		for v := range in {
			select {
			case out <- f(v):
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func main() {
	rand.Seed(1)
	var jobs []*job
	for i := 0; i < 12; i++ {
		jobs = append(jobs, &job{id: i, priority: i % 3})
	}
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
	defer stop()
	texts, errs := pool(ctx, 4, jobs, func(ctx context.Context, j *job) (string, error) {
		switch {
		case j.id == 5:
			return "", fmt.Errorf("bad: %w", os.ErrNotExist)
		case j.id%4 == 0 && j.attempts < 2:
			return "", fmt.Errorf("attempt %d: %w", j.attempts, errFlaky)
		case j.id == 7:
			return "", errFlaky
		}
		runtime.Gosched()
		return fmt.Sprintf("%02d done in %d", j.id, j.attempts), nil
	})
	fmt.Println(strings.Join(texts, "; "))
	for _, err := range errs {
		var f *failure
		fmt.Println(err, errors.As(err, &f), errors.Is(err, os.ErrNotExist), errors.Is(err, errFlaky))
	}

	g, gctx := withContext(ctx)
	var finished atomic.Int32
	for i := 0; i < 5; i++ {
		i := i
		g.Go(func() error {
			if i == 3 {
				return fmt.Errorf("worker %d gives up", i)
			}
			<-gctx.Done()
			finished.Add(1)
			return gctx.Err()
		})
	}
	fmt.Println(g.Wait(), finished.Load(), gctx.Err())

	now := time.Unix(0, 0)
	b := bucket{tokens: 2, size: 2, rate: 10, last: now}
	var allowed strings.Builder
	for i := 0; i < 20; i++ {
		if b.allow(now) {
			allowed.WriteByte('+')
		} else {
			allowed.WriteByte('-')
		}
		now = now.Add(40 * time.Millisecond)
	}
	fmt.Println(allowed.String())

	numbers := make(chan int)
	go func() {
		defer close(numbers)
		for i := 1; i <= 6; i++ {
			numbers <- i
		}
	}()
	squares := stage(ctx, numbers, func(n int) float64 { return float64(n) * float64(n) / 2 })
	for text := range stage(ctx, squares, func(x float64) string { return fmt.Sprintf("<%g>", x) }) {
		fmt.Print(text, " ")
	}
	fmt.Println()

	ticker := time.NewTicker(2 * time.Millisecond)
	ticks := 0
	deadline := time.NewTimer(10 * time.Second)
	for ticks < 3 {
		select {
		case <-ticker.C:
			ticks++
		case <-deadline.C:
			fmt.Println("late")
		}
	}
	ticker.Stop()
	fmt.Println(ticks, deadline.Stop())
	cond := sync.NewCond(&sync.Mutex{})
	ready := 0
	for i := 0; i < 3; i++ {
		go func() {
			cond.L.Lock()
			ready++
			cond.L.Unlock()
			cond.Broadcast()
		}()
	}
	cond.L.Lock()
	for ready < 3 {
		cond.Wait()
	}
	cond.L.Unlock()
	fmt.Println("all ready")
}
