// Servers and clients that want TLS get an error that says that there is none.
package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

func main() {
	fmt.Println(http.ListenAndServeTLS("127.0.0.1:0", "cert.pem", "key.pem", nil))
	_, err := tls.LoadX509KeyPair("cert.pem", "key.pem")
	fmt.Println(err)
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{{}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	served := make(chan error)
	go func() {
		conn, err := listener.Accept()
		if err == nil {
			_, err = conn.Write([]byte("hello"))
			conn.Close()
		}
		served <- err
	}()
	_, err = http.Get("https://" + listener.Addr().String())
	var e *url.Error
	fmt.Println(errors.As(err, &e) && e.Op == "Get", errors.Unwrap(err))
	fmt.Println(<-served)
}
