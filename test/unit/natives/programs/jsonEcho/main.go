// A JSON echo server: a request an object, decoded into structs with tags, answered with one.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

type Level int

const (
	Low Level = iota
	High
)

func (l Level) MarshalText() ([]byte, error) { return []byte([]string{"low", "high"}[l]), nil }

func (l *Level) UnmarshalText(text []byte) error {
	switch string(text) {
	case "low":
		*l = Low
	case "high":
		*l = High
	default:
		return fmt.Errorf("unknown level %q", text)
	}
	return nil
}

type Stamp struct{ time.Time }

func (s Stamp) MarshalJSON() ([]byte, error) { return json.Marshal(s.Unix()) }

func (s *Stamp) UnmarshalJSON(data []byte) error {
	var seconds int64
	if err := json.Unmarshal(data, &seconds); err != nil {
		return err
	}
	s.Time = time.Unix(seconds, 0).UTC()
	return nil
}

type Header struct {
	ID    string `json:"id"`
	Trace string `json:"trace,omitempty"`
}

type Request struct {
	Header
	Method string           `json:"method"`
	Params json.RawMessage  `json:"params,omitempty"`
	Level  Level            `json:"level"`
	At     *Stamp           `json:"at,omitempty"`
	Labels map[string]Level `json:"labels,omitempty"`
	secret string
}

type Response struct {
	Header
	Result any    `json:"result,omitempty"`
	Error  string `json:"error,omitempty"`
	Count  int    `json:"count,string"`
}

type Sum struct {
	Numbers []float64 `json:"numbers"`
}

func handle(r Request) (any, error) {
	switch r.Method {
	case "sum":
		var sum Sum
		if err := json.Unmarshal(r.Params, &sum); err != nil {
			return nil, err
		}
		total := 0.0
		for _, n := range sum.Numbers {
			total += n
		}
		return map[string]any{"total": total, "n": len(sum.Numbers)}, nil
	case "upper":
		var text string
		if err := json.Unmarshal(r.Params, &text); err != nil {
			return nil, err
		}
		return strings.ToUpper(text), nil
	case "when":
		if r.At == nil {
			return nil, errors.New("no time")
		}
		return r.At.Format(time.RFC3339), nil
	case "labels":
		return r.Labels, nil
	}
	return nil, fmt.Errorf("no method %q", r.Method)
}

func serve(c net.Conn) {
	defer c.Close()
	decoder := json.NewDecoder(c)
	encoder := json.NewEncoder(c)
	for count := 1; ; count++ {
		var request Request
		if err := decoder.Decode(&request); err == io.EOF {
			return
		} else if err != nil {
			var syntax *json.SyntaxError
			var kind *json.UnmarshalTypeError
			switch {
			case errors.As(err, &syntax):
				encoder.Encode(Response{Error: fmt.Sprintf("syntax: %v at %d", syntax, syntax.Offset), Count: count})
				return
			case errors.As(err, &kind):
				encoder.Encode(Response{Error: "type: " + kind.Field + " is " + kind.Value, Count: count})
				continue
			default:
				encoder.Encode(Response{Error: err.Error(), Count: count})
				return
			}
		}
		response := Response{Header: request.Header, Count: count}
		result, err := handle(request)
		if err != nil {
			response.Error = err.Error()
		} else {
			response.Result = result
		}
		if err := encoder.Encode(response); err != nil {
			fmt.Println("server:", err)
			return
		}
	}
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	go func() {
		for {
			c, err := listener.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			go serve(c)
		}
	}()
	lines := []string{
		`{"id":"1","method":"sum","params":{"numbers":[1,2.5,3e2]}}`,
		`{"id":"2","trace":"<abc&>","method":"upper","params":"hello, 世界 \u00e9\n"}`,
		`{"id":"3","method":"when","at":1700000000,"level":"high"}`,
		`{"ID":"4","METHOD":"labels","labels":{"b":"high","a":"low"}}`,
		`{"id":"5","method":"nothing"}`,
		`{"id":"6","method":"sum","params":{"numbers":["x"]}}`,
		`{"id":7}`,
		`{"id":"8","level":"none"}`,
	}
	for _, line := range append(lines, `{"id" "9"}`) {
		c, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Fprintln(c, line)
		c.(*net.TCPConn).CloseWrite()
		in := bufio.NewScanner(c)
		for in.Scan() {
			fmt.Println(in.Text())
		}
		c.Close()
	}
	listener.Close()

	at := Stamp{time.Unix(1, 0)}
	request := Request{Header: Header{"x", ""}, At: &at, secret: "s", Labels: map[string]Level{"z": Low, "k": High}}
	text, err := json.MarshalIndent(request, "", "  ")
	fmt.Println(string(text), err)
}
