// HTTP on the wire: pipelined requests, chunks, 100-continue, bad requests, keep-alive and close, a slow header, a Unix socket; byte for byte.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"
)

var date = regexp.MustCompile(`Date: [^\r]+`)

func exchange(network, address, text string) {
	conn, err := net.Dial(network, address)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	io.WriteString(conn, text)
	answer, err := io.ReadAll(conn)
	first, _, _ := strings.Cut(text, "\r\n")
	fmt.Printf("--- %q %v\n", first, err)
	for _, line := range strings.SplitAfter(date.ReplaceAllString(string(answer), "Date: now"), "\n") {
		if line != "" {
			fmt.Printf("%q\n", line)
		}
	}
}

type states struct {
	mu   sync.Mutex
	seen map[http.ConnState]int
}

func (s *states) count(_ net.Conn, state http.ConnState) {
	s.mu.Lock()
	s.seen[state]++
	s.mu.Unlock()
}

func main() {
	var logs strings.Builder
	var logMu sync.Mutex
	counted := &states{seen: map[http.ConnState]int{}}
	started := make(chan struct{})
	server := &http.Server{
		MaxHeaderBytes: 2048,
		ConnState:      counted.count,
		ErrorLog:       log.New(writer(func(p []byte) { logMu.Lock(); logs.Write(p); logMu.Unlock() }), "", 0),
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return context.WithValue(ctx, "network", c.LocalAddr().Network())
		},
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header()["X-Exact-case"] = []string{"yes"}
			switch r.URL.Path {
			case "/last":
				close(started)
				body, _ := io.ReadAll(r.Body)
				w.Write(body)
			case "/none":
				w.WriteHeader(http.StatusNoContent)
			case "/early":
				w.WriteHeader(http.StatusEarlyHints)
				io.WriteString(w, "after hints")
			case "/long":
				for i := 0; i < 3; i++ {
					io.WriteString(w, strings.Repeat("x", 1000))
				}
			case "/refuse":
				w.Header().Set("Connection", "close")
				http.Error(w, "no", http.StatusExpectationFailed)
			case "/twice":
				w.WriteHeader(200)
				w.WriteHeader(500)
			default:
				body, err := io.ReadAll(r.Body)
				fmt.Fprintf(w, "%v %s %s %s host=%s len=%d te=%v body=%q %v", r.Context().Value("network"), r.Proto, r.Method, r.RequestURI, r.Host, r.ContentLength, r.TransferEncoding, body, err)
			}
		}),
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	dir, err := os.MkdirTemp("", "wire")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	socket := filepath.Join(dir, "http.sock")
	unix, err := net.Listen("unix", socket)
	if err != nil {
		panic(err)
	}
	var serving sync.WaitGroup
	for _, each := range []net.Listener{listener, unix} {
		serving.Add(1)
		go func(l net.Listener) {
			defer serving.Done()
			if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				fmt.Println(err)
			}
		}(each)
	}
	address := listener.Addr().String()
	exchange("tcp", address, "GET /a HTTP/1.1\r\nHost: one\r\n\r\nGET /b?q=1 HTTP/1.1\r\nHost: two\r\n\r\nPOST /c HTTP/1.1\r\nHost: three\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc")
	exchange("tcp", address, "POST /chunks HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3;ext=1\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer-Field: t\r\n\r\n")
	exchange("tcp", address, "GET / HTTP/1.0\r\n\r\n")
	exchange("tcp", address, "GET / HTTP/1.1\r\n\r\n")
	exchange("tcp", address, "NONSENSE\r\n\r\n")
	exchange("tcp", address, "GET / HTTP/1.1\r\nHost: h\r\nBad Header: x\r\n\r\n")
	exchange("tcp", address, "GET / HTTP/3.9\r\nHost: h\r\n\r\n")
	exchange("tcp", address, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd")
	exchange("tcp", address, "GET / HTTP/1.1\r\nHost: h\r\nX: "+strings.Repeat("y", 8000)+"\r\n\r\n")
	exchange("tcp", address, "POST /expect HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi")
	exchange("tcp", address, "POST /refuse HTTP/1.1\r\nHost: h\r\nExpect: other\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
	exchange("tcp", address, "GET /none HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
	exchange("tcp", address, "GET /early HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
	exchange("tcp", address, "HEAD /long HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
	exchange("tcp", address, "GET /long HTTP/1.0\r\nHost: h\r\n\r\n")
	exchange("tcp", address, "GET /twice HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
	exchange("tcp", address, "OPTIONS * HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
	exchange("tcp", address, "GET http://other/abs HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
	exchange("unix", socket, "GET /socket HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")

	// A header that does not come.
	slow := &http.Server{ReadHeaderTimeout: 50 * time.Millisecond}
	slowListener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go slow.Serve(slowListener)
	exchange("tcp", slowListener.Addr().String(), "GET /slow HTTP/1.1\r\nHost: ")
	fmt.Println(slow.Close())

	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", socket)
	}}}
	response, err := client.Get("http://anything/by/socket")
	if err != nil {
		fmt.Println(err)
		return
	}
	body, _ := io.ReadAll(response.Body)
	response.Body.Close()
	fmt.Println(response.Proto, response.Status, string(body))

	// A request in flight is finished before Shutdown returns.
	conn, _ := net.Dial("tcp", address)
	io.WriteString(conn, "POST /last HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n12")
	<-started
	stopped := make(chan error)
	go func() { stopped <- server.Shutdown(context.Background()) }()
	for {
		c, err := net.Dial("tcp", address)
		if err != nil {
			break
		}
		c.Close()
	}
	io.WriteString(conn, "34")
	last, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	body, _ = io.ReadAll(last.Body)
	fmt.Println(last.Status, last.Close, string(body), <-stopped)
	serving.Wait()
	_, err = net.Dial("tcp", address)
	fmt.Println(err != nil, strings.Contains(err.Error(), "refused"))
	_, err = os.Stat(socket)
	fmt.Println(os.IsNotExist(err))
	counted.mu.Lock()
	fmt.Println(counted.seen[http.StateNew] == counted.seen[http.StateClosed], counted.seen[http.StateHijacked])
	counted.mu.Unlock()
	logMu.Lock()
	fmt.Println(strings.Count(logs.String(), "superfluous"))
	logMu.Unlock()
}

type writer func([]byte)

func (w writer) Write(p []byte) (int, error) { w(p); return len(p), nil }
