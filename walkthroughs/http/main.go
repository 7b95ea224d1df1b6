// The smallest HTTP server, and a client that asks it twice over one connection. Everything below the two is what the
// other walkthroughs show; here it is seen from above.
//
// http.ListenAndServe(address, handler) is net.Listen and Server.Serve; it is written out, so that the client can be
// told which port was chosen.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
)

func main() {
	if err := run(); err != nil {
		fmt.Println("http:", err)
		os.Exit(1)
	}
}

func run() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: http.HandlerFunc(hello)}
	served := make(chan error, 1)
	go serve(server, listener, served)

	address := "http://" + listener.Addr().String()
	for _, name := range []string{"/first", "/second"} {
		if err := get(address + name); err != nil {
			return err
		}
	}
	if err := server.Shutdown(context.Background()); err != nil {
		return err
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	fmt.Println("shut down")
	return nil
}

func serve(server *http.Server, listener net.Listener, served chan<- error) {
	served <- server.Serve(listener)
}

// hello answers one request.
func hello(response http.ResponseWriter, request *http.Request) {
	fmt.Fprintln(response, "hello from", request.URL.Path)
}

// get asks and prints the answer; read to its end and closed, the connection can be used again.
func get(url string) error {
	response, err := http.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	fmt.Printf("%s: %s", response.Status, body)
	return err
}
