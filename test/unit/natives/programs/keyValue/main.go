// A key-value server with a text protocol, as Redis speaks it in its inline form; several clients at once.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

type Store struct {
	mu     sync.RWMutex
	values map[string]string
	hits   int64
	misses int64
}

var errWrongType = errors.New("value is not an integer or out of range")

func (s *Store) Get(key string) (string, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	value, ok := s.values[key]
	if ok {
		atomic.AddInt64(&s.hits, 1)
	} else {
		atomic.AddInt64(&s.misses, 1)
	}
	return value, ok
}

func (s *Store) Incr(key string, by int64) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.values[key]
	if old == "" {
		old = "0"
	}
	n, err := strconv.ParseInt(old, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%w: %v", errWrongType, errors.Unwrap(err))
	}
	n += by
	s.values[key] = strconv.FormatInt(n, 10)
	return n, nil
}

func (s *Store) Set(key, value string) {
	s.mu.Lock()
	s.values[key] = value
	s.mu.Unlock()
}

func (s *Store) Delete(keys ...string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range keys {
		if _, ok := s.values[key]; ok {
			delete(s.values, key)
			n++
		}
	}
	return
}

func (s *Store) Keys(prefix string) []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var keys []string
	for key := range s.values {
		if strings.HasPrefix(key, prefix) {
			keys = append(keys, key)
		}
	}
	sort.Strings(keys)
	return keys
}

type command struct {
	arity int
	run   func(s *Store, w *bufio.Writer, args []string)
}

var commands map[string]command

func init() {
	commands = map[string]command{
		"get": {1, func(s *Store, w *bufio.Writer, args []string) {
			if value, ok := s.Get(args[0]); ok {
				fmt.Fprintf(w, "$%d\r\n%s\r\n", len(value), value)
			} else {
				w.WriteString("$-1\r\n")
			}
		}},
		"set": {-2, func(s *Store, w *bufio.Writer, args []string) {
			s.Set(args[0], strings.Join(args[1:], " "))
			w.WriteString("+OK\r\n")
		}},
		"del":  {-1, func(s *Store, w *bufio.Writer, args []string) { fmt.Fprintf(w, ":%d\r\n", s.Delete(args...)) }},
		"incr": {1, increment(1)},
		"decr": {1, increment(-1)},
		"keys": {1, func(s *Store, w *bufio.Writer, args []string) {
			keys := s.Keys(strings.TrimSuffix(args[0], "*"))
			fmt.Fprintf(w, "*%d\r\n", len(keys))
			for _, key := range keys {
				fmt.Fprintf(w, "+%s\r\n", key)
			}
		}},
		"help": {0, func(s *Store, w *bufio.Writer, args []string) { fmt.Fprintf(w, ":%d\r\n", len(commands)) }},
	}
}

func increment(by int64) func(*Store, *bufio.Writer, []string) {
	return func(s *Store, w *bufio.Writer, args []string) {
		n, err := s.Incr(args[0], by)
		if errors.Is(err, errWrongType) {
			fmt.Fprintf(w, "-ERR %v\r\n", err)
			return
		}
		fmt.Fprintf(w, ":%d\r\n", n)
	}
}

func (s *Store) serve(c net.Conn, done *sync.WaitGroup) {
	defer done.Done()
	defer c.Close()
	r, w := bufio.NewReader(c), bufio.NewWriter(c)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		name := strings.ToLower(fields[0])
		if name == "quit" {
			w.WriteString("+OK\r\n")
			w.Flush()
			return
		}
		cmd, ok := commands[name]
		args := fields[1:]
		switch {
		case !ok:
			fmt.Fprintf(w, "-ERR unknown command %q\r\n", fields[0])
		case cmd.arity >= 0 && len(args) != cmd.arity || len(args) < -cmd.arity:
			fmt.Fprintf(w, "-ERR wrong number of arguments for '%s'\r\n", name)
		default:
			cmd.run(s, w, args)
		}
		// Answers to pipelined commands leave together.
		if r.Buffered() == 0 {
			w.Flush()
		}
	}
}

func talk(address, text string) string {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return err.Error()
	}
	defer c.Close()
	fmt.Fprint(c, text, "QUIT\r\n")
	var b strings.Builder
	in := bufio.NewScanner(c)
	for in.Scan() {
		b.WriteString(in.Text())
		b.WriteByte('|')
	}
	return b.String()
}

func main() {
	store := &Store{values: make(map[string]string)}
	listener, err := net.Listen("tcp4", "localhost:0")
	if err != nil {
		panic(err)
	}
	var conns sync.WaitGroup
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			c, err := listener.Accept()
			if err != nil {
				var op *net.OpError
				fmt.Println("accept:", errors.As(err, &op) && op.Op == "accept", errors.Is(err, net.ErrClosed))
				return
			}
			conns.Add(1)
			go store.serve(c, &conns)
		}
	}()
	address := listener.Addr().String()
	fmt.Println(talk(address, "SET name Ada Lovelace\r\nGET name\r\nGET none\r\n"))
	fmt.Println(talk(address, "INCR n\nINCR n\nDECR n\nINCR name\nSET big 99999999999999999999\nINCR big\n"))
	fmt.Println(talk(address, "FOO\nGET\nSET x\nDEL\n\n  \nHELP\n"))
	var clients sync.WaitGroup
	for i := 0; i < 20; i++ {
		clients.Add(1)
		go func(i int) {
			defer clients.Done()
			talk(address, strings.Repeat("INCR shared\n", 25)+fmt.Sprintf("SET user:%02d %d\n", i, i*i))
		}(i)
	}
	clients.Wait()
	fmt.Println(talk(address, "GET shared\nKEYS user:1*\nDEL user:10 user:11 user:99\nKEYS user:1*\n"))
	listener.Close()
	<-stopped
	conns.Wait()
	fmt.Println("hits", store.hits, "misses", store.misses, "keys", len(store.values))
}
