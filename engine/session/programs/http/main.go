// Command http answers each request with what it was asked.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
)

var (
	deadline  = flag.Duration("deadline", 0, "how long reading a request may take")
	keepAlive = flag.Duration("keep-alive", 0, "period of keep-alive probes; below zero: none")
)

func main() {
	flag.Parse()
	config := net.ListenConfig{KeepAlive: *keepAlive}
	ln, err := config.Listen(context.Background(), flag.Arg(0), flag.Arg(1))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("listening on", ln.Addr().Network(), ln.Addr())
	server := http.Server{Handler: http.HandlerFunc(answer), ReadTimeout: *deadline}
	fmt.Fprintln(os.Stderr, server.Serve(ln))
	os.Exit(1)
}

func answer(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, r.Method, r.URL, "from", r.RemoteAddr)
}
