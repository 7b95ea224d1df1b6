// Access logs, sent by several machines over UDP and TCP, parsed, counted and reported in a table.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"sync"
	"text/tabwriter"
	"time"
	"unicode"
)

type entry struct {
	host   string
	at     time.Time
	method string
	path   string
	status int
	size   int64
	took   time.Duration
}

var pattern = regexp.MustCompile(`^(?P<host>\S+) \S+ \S+ \[(?P<at>[^\]]+)\] "(?P<method>[A-Z]+) (?P<path>\S+) HTTP/\d\.\d" (?P<status>\d{3}) (?P<size>\d+|-) (?P<took>\S+)$`)

var errFormat = errors.New("not an access log line")

func parse(line string) (e entry, err error) {
	match := pattern.FindStringSubmatch(line)
	if match == nil {
		return e, fmt.Errorf("%w: %.20q", errFormat, line)
	}
	field := func(name string) string { return match[pattern.SubexpIndex(name)] }
	e.host, e.method, e.path = field("host"), field("method"), field("path")
	if e.at, err = time.Parse("02/Jan/2006:15:04:05 -0700", field("at")); err != nil {
		return
	}
	if e.status, err = strconv.Atoi(field("status")); err != nil {
		return
	}
	if size := field("size"); size != "-" {
		if e.size, err = strconv.ParseInt(size, 10, 64); err != nil {
			return
		}
	}
	e.took, err = time.ParseDuration(field("took"))
	return
}

type summary struct {
	count  int
	bytes  int64
	errors int
	slow   time.Duration
	times  []time.Duration
}

func (s *summary) add(e entry) {
	s.count++
	s.bytes += e.size
	if e.status >= 500 {
		s.errors++
	}
	s.times = append(s.times, e.took)
}

func (s *summary) percentile(p float64) time.Duration {
	sort.Slice(s.times, func(i, j int) bool { return s.times[i] < s.times[j] })
	return s.times[int(p*float64(len(s.times)-1))]
}

type collector struct {
	mu     sync.Mutex
	byPath map[string]*summary
	byHour [24]int
	bad    []string
	lines  int
}

func (c *collector) line(text string) {
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	if text == "" {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lines++
	e, err := parse(text)
	if err != nil {
		c.bad = append(c.bad, err.Error())
		return
	}
	path, _, _ := strings.Cut(e.path, "?")
	s := c.byPath[path]
	if s == nil {
		s = new(summary)
		c.byPath[path] = s
	}
	s.add(e)
	c.byHour[e.at.UTC().Hour()]++
}

func generate(n int) []string {
	paths := []string{"/", "/index.html", "/api/users?id=1", "/api/users?id=2", "/static/app.js", "/login"}
	start := time.Date(2024, time.March, 30, 22, 58, 0, 0, time.FixedZone("CET", 3600))
	lines := make([]string, n)
	seed := uint32(7)
	next := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % n
	}
	for i := range lines {
		at := start.Add(time.Duration(i) * 41 * time.Second)
		status := []int{200, 200, 200, 304, 404, 500}[next(6)]
		size := strconv.Itoa(next(100000))
		if status == 304 {
			size = "-"
		}
		lines[i] = fmt.Sprintf("10.0.0.%d - - [%s] \"GET %s HTTP/1.1\" %d %s %v", next(4)+1, at.Format("02/Jan/2006:15:04:05 -0700"), paths[next(len(paths))], status, size,
			time.Duration(next(2_000_000))*time.Microsecond)
	}
	return lines
}

func main() {
	flags := flag.NewFlagSet("logs", flag.ContinueOnError)
	flags.SetOutput(os.Stdout)
	top := flags.Int("top", 3, "how many `paths` to show")
	slow := flags.Duration("slow", time.Second, "what counts as slow")
	verbose := flags.Bool("v", false, "say more")
	if err := flags.Parse([]string{"-top=4", "-slow", "1.5s", "-v", "rest"}); err != nil {
		log.Fatal(err)
	}
	fmt.Println(*top, *slow, *verbose, flags.Args(), flags.NFlag())
	fmt.Println(flags.Parse([]string{"-top", "many"}))
	*top = 4

	c := &collector{byPath: map[string]*summary{}}
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	udp, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	var readers sync.WaitGroup
	readers.Add(2)
	go func() {
		defer readers.Done()
		conn, err := tcp.Accept()
		if err != nil {
			log.Fatal(err)
		}
		defer conn.Close()
		in := bufio.NewScanner(conn)
		in.Buffer(make([]byte, 0, 64), 256)
		for in.Scan() {
			c.line(in.Text())
		}
		fmt.Println("scanner:", in.Err())
		io.Copy(io.Discard, conn)
	}()
	go func() {
		defer readers.Done()
		buf := make([]byte, 2048)
		for {
			n, _, err := udp.ReadFrom(buf)
			if err != nil {
				fmt.Println("udp:", errors.Is(err, net.ErrClosed))
				return
			}
			c.line(string(buf[:n]))
			udp.WriteTo([]byte("+"), nil)
		}
	}()
	lines := generate(200)
	out, err := net.Dial("tcp", tcp.Addr().String())
	if err != nil {
		log.Fatal(err)
	}
	w := bufio.NewWriter(out)
	for _, line := range lines[:150] {
		fmt.Fprintln(w, line)
	}
	fmt.Fprintf(w, "garbage\n\n%s\n", strings.Repeat("long ", 100))
	w.Flush()
	out.Close()
	datagrams, err := net.Dial("udp", udp.LocalAddr().String())
	if err != nil {
		log.Fatal(err)
	}
	for i, line := range lines[150:] {
		fmt.Fprint(datagrams, line)
		for {
			c.mu.Lock()
			arrived := c.lines >= i+1
			c.mu.Unlock()
			if arrived {
				break
			}
			time.Sleep(time.Millisecond)
		}
	}
	for done := false; !done; time.Sleep(time.Millisecond) {
		c.mu.Lock()
		done = c.lines == 201
		c.mu.Unlock()
	}
	udp.Close()
	readers.Wait()

	paths := make([]string, 0, len(c.byPath))
	for path := range c.byPath {
		paths = append(paths, path)
	}
	sort.SliceStable(paths, func(i, j int) bool {
		a, b := c.byPath[paths[i]], c.byPath[paths[j]]
		if a.count != b.count {
			return a.count > b.count
		}
		return paths[i] < paths[j]
	})
	table := tabwriter.NewWriter(os.Stdout, 4, 8, 2, ' ', tabwriter.AlignRight|tabwriter.Debug)
	fmt.Fprintln(table, "path\tcount\tkB\terrors\tp50\tp99\t")
	for _, path := range paths[:*top] {
		s := c.byPath[path]
		fmt.Fprintf(table, "%s\t%d\t%.1f\t%5.1f%%\t%v\t%v\t\n", path, s.count, float64(s.bytes)/1024, 100*float64(s.errors)/float64(s.count), s.percentile(.5).Round(time.Millisecond), s.percentile(.99).Truncate(time.Millisecond))
	}
	table.Flush()
	for hour, n := range c.byHour {
		if n > 0 {
			fmt.Printf("%02d %-40s %d\n", hour, strings.Repeat("#", n/4), n)
		}
	}
	fmt.Println(c.bad)
	flags.Usage()
}
