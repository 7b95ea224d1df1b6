// Remote procedure calls: net/rpc with gob over TCP, JSON-RPC beside it, asynchronous calls, errors, over HTTP too.
package main

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/rpc"
	"net/rpc/jsonrpc"
	"sort"
	"sync"
	"time"
)

type Args struct{ A, B int }

type Quotient struct {
	Quo, Rem int
	Note     *string
}

type Arith struct {
	mu    sync.Mutex
	calls map[string]int
}

func (a *Arith) count(name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.calls[name]++
}

func (a *Arith) Multiply(args *Args, reply *int) error {
	a.count("Multiply")
	*reply = args.A * args.B
	return nil
}

func (a *Arith) Divide(args Args, reply *Quotient) error {
	a.count("Divide")
	if args.B == 0 {
		return errors.New("divide by zero")
	}
	note := fmt.Sprint(args)
	*reply = Quotient{args.A / args.B, args.A % args.B, &note}
	return nil
}

func (a *Arith) Sleep(d time.Duration, reply *string) error {
	time.Sleep(d)
	*reply = d.String()
	return nil
}

type Shape interface{ Area() float64 }

type Square struct{ Side float64 }
type Circle struct{ Radius float64 }

func (s Square) Area() float64  { return s.Side * s.Side }
func (c *Circle) Area() float64 { return 3 * c.Radius * c.Radius }

type Drawing struct {
	Name   string
	Shapes []Shape
	Layers map[string][]int
	At     time.Time
	hidden int
}

func main() {
	arith := &Arith{calls: map[string]int{}}
	server := rpc.NewServer()
	if err := server.Register(arith); err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go server.Accept(listener)
	client, err := rpc.Dial("tcp", listener.Addr().String())
	if err != nil {
		log.Fatal(err)
	}
	var product int
	fmt.Println(client.Call("Arith.Multiply", &Args{7, 8}, &product), product)
	var quotient Quotient
	fmt.Println(client.Call("Arith.Divide", Args{17, 5}, &quotient), quotient.Quo, quotient.Rem, *quotient.Note)
	err = client.Call("Arith.Divide", Args{1, 0}, &quotient)
	_, isServerError := err.(rpc.ServerError)
	fmt.Println(err, isServerError)
	fmt.Println(client.Call("Arith.Nothing", Args{}, &product))

	var pending []*rpc.Call
	for _, d := range []time.Duration{30 * time.Millisecond, time.Millisecond, 15 * time.Millisecond} {
		pending = append(pending, client.Go("Arith.Sleep", d, new(string), nil))
	}
	var names []string
	for _, call := range pending {
		<-call.Done
		names = append(names, *call.Reply.(*string))
	}
	fmt.Println(names)
	client.Close()
	fmt.Println(client.Call("Arith.Multiply", &Args{1, 1}, &product) == rpc.ErrShutdown)

	jsonListener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go func() {
		for {
			conn, err := jsonListener.Accept()
			if err != nil {
				return
			}
			go server.ServeCodec(jsonrpc.NewServerCodec(conn))
		}
	}()
	jsonClient, err := jsonrpc.Dial("tcp", jsonListener.Addr().String())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(jsonClient.Call("Arith.Multiply", map[string]int{"A": 6, "B": 7}, &product), product)
	raw, _ := net.Dial("tcp", jsonListener.Addr().String())
	fmt.Fprint(raw, `{"method":"Arith.Divide","params":[{"A":9,"B":4}],"id":5}`)
	answer := make([]byte, 200)
	n, _ := raw.Read(answer)
	fmt.Printf("%s", answer[:n])
	raw.Close()
	jsonClient.Close()

	server.HandleHTTP("/rpc", "/debug/rpc")
	httpListener, _ := net.Listen("tcp", "127.0.0.1:0")
	go http.Serve(httpListener, nil)
	httpClient, err := rpc.DialHTTPPath("tcp", httpListener.Addr().String(), "/rpc")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(httpClient.Call("Arith.Multiply", &Args{-3, 3}, &product), product)
	httpClient.Close()
	// Server.Accept would log that its listener is closed, if it came to it before the end.
	for _, each := range []net.Listener{jsonListener, httpListener} {
		each.Close()
	}
	arith.mu.Lock()
	methods := make([]string, 0)
	for name, n := range arith.calls {
		methods = append(methods, fmt.Sprint(name, n))
	}
	arith.mu.Unlock()
	sort.Strings(methods)
	fmt.Println(methods)

	gob.Register(Square{})
	gob.Register(&Circle{})
	var wire bytes.Buffer
	in := Drawing{"d", []Shape{Square{2}, &Circle{1}}, map[string][]int{"x": {1, -2}}, time.Date(2024, 1, 2, 3, 4, 5, 6, time.UTC), 9}
	fmt.Println(gob.NewEncoder(&wire).Encode(in), wire.Len())
	var out Drawing
	fmt.Println(gob.NewDecoder(&wire).Decode(&out), out.Name, len(out.Shapes), out.Layers, out.At, out.hidden)
	for _, shape := range out.Shapes {
		fmt.Printf("%T %v\n", shape, shape.Area())
	}
	fmt.Println(gob.NewEncoder(&wire).Encode(func() {}))
}
