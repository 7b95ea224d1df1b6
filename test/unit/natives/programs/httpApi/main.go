// An HTTP JSON API: routes, middleware for logs, panics, authentication and request ids, graceful shutdown.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

type Book struct {
	ID     int      `json:"id"`
	Title  string   `json:"title"`
	Author string   `json:"author,omitempty"`
	Tags   []string `json:"tags"`
	Price  float64  `json:"price"`
}

type API struct {
	mu    sync.Mutex
	books map[int]*Book
	next  int
}

type problem struct {
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

func (p problem) Error() string { return p.Detail }

type handler func(w http.ResponseWriter, r *http.Request) (any, error)

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	value, err := h(w, r)
	if err != nil {
		p := problem{http.StatusInternalServerError, err.Error()}
		errors.As(err, &p)
		write(w, p.Status, p)
		return
	}
	if value == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	status := http.StatusOK
	if r.Method == http.MethodPost {
		status = http.StatusCreated
	}
	write(w, status, value)
}

func write(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(value); err != nil {
		log.Print(err)
	}
}

var bookPath = regexp.MustCompile(`^/books/(\d+)$`)

func (a *API) list(w http.ResponseWriter, r *http.Request) (any, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch r.Method {
	case http.MethodGet:
		tag := r.URL.Query().Get("tag")
		found := []*Book{}
		for _, book := range a.books {
			for _, each := range book.Tags {
				if tag == "" || each == tag {
					found = append(found, book)
					break
				}
			}
		}
		sort.Slice(found, func(i, j int) bool { return found[i].ID < found[j].ID })
		return found, nil
	case http.MethodPost:
		var book Book
		decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, 200))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&book); err != nil {
			return nil, problem{http.StatusBadRequest, err.Error()}
		}
		if strings.TrimSpace(book.Title) == "" {
			return nil, problem{http.StatusUnprocessableEntity, "a title is needed"}
		}
		a.next++
		book.ID = a.next
		a.books[book.ID] = &book
		w.Header().Set("Location", fmt.Sprintf("/books/%d", book.ID))
		return book, nil
	}
	w.Header().Set("Allow", "GET, POST")
	return nil, problem{http.StatusMethodNotAllowed, r.Method}
}

func (a *API) one(w http.ResponseWriter, r *http.Request) (any, error) {
	match := bookPath.FindStringSubmatch(r.URL.Path)
	if match == nil {
		return nil, problem{http.StatusNotFound, "no such page"}
	}
	id, _ := strconv.Atoi(match[1])
	a.mu.Lock()
	defer a.mu.Unlock()
	book, ok := a.books[id]
	if !ok {
		return nil, problem{http.StatusNotFound, fmt.Sprintf("no book %d", id)}
	}
	if r.Method == http.MethodDelete {
		delete(a.books, id)
		return nil, nil
	}
	if strings.Contains(book.Title, "panic") {
		panic("bad book")
	}
	return book, nil
}

type middleware func(http.Handler) http.Handler

func chain(h http.Handler, ms ...middleware) http.Handler {
	for i := len(ms) - 1; i >= 0; i-- {
		h = ms[i](h)
	}
	return h
}

type recorder struct {
	http.ResponseWriter
	status, bytes int
}

func (r *recorder) WriteHeader(status int) { r.status = status; r.ResponseWriter.WriteHeader(status) }
func (r *recorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.status = 200
	}
	n, err := r.ResponseWriter.Write(p)
	r.bytes += n
	return n, err
}

type requestID struct{}

func identified() middleware {
	var n int64
	var mu sync.Mutex
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			n++
			id := fmt.Sprintf("req-%03d", n)
			mu.Unlock()
			w.Header().Set("X-Request-ID", id)
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestID{}, id)))
		})
	}
}

func logged(logger *log.Logger) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			rec := &recorder{ResponseWriter: w}
			defer func() {
				logger.Printf("%v %s %s -> %d (%d bytes)", r.Context().Value(requestID{}), r.Method, r.URL, rec.status, rec.bytes)
			}()
			next.ServeHTTP(rec, r)
		})
	}
}

func recovered(logger *log.Logger) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer func() {
				if v := recover(); v != nil {
					logger.Printf("panic: %v", v)
					write(w, 500, problem{500, "internal"})
				}
			}()
			next.ServeHTTP(w, r)
		})
	}
}

func authenticated(users map[string]string) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodGet {
				next.ServeHTTP(w, r)
				return
			}
			user, password, ok := r.BasicAuth()
			if !ok || users[user] != password {
				w.Header().Set("WWW-Authenticate", `Basic realm="books"`)
				write(w, http.StatusUnauthorized, problem{401, "who are you?"})
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

func main() {
	var logs bytes.Buffer
	logger := log.New(&logs, "api: ", log.Lmsgprefix)
	api := &API{books: map[int]*Book{}}
	mux := http.NewServeMux()
	mux.Handle("/books", handler(api.list))
	mux.Handle("/books/", handler(api.one))
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "ok\n") })
	server := &http.Server{
		Handler:           chain(mux, identified(), logged(logger), recovered(logger), authenticated(map[string]string{"ada": "secret"})),
		ReadHeaderTimeout: 5 * time.Second,
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	served := make(chan error)
	go func() { served <- server.Serve(listener) }()

	base := "http://" + listener.Addr().String()
	client := &http.Client{Timeout: 30 * time.Second}
	do := func(method, path, body, user string) {
		request, err := http.NewRequest(method, base+path, strings.NewReader(body))
		if err != nil {
			fmt.Println(err)
			return
		}
		if user != "" {
			request.SetBasicAuth(user, "secret")
		}
		response, err := client.Do(request)
		if err != nil {
			fmt.Println(err)
			return
		}
		defer response.Body.Close()
		text, _ := io.ReadAll(response.Body)
		var headers []string
		for name := range response.Header {
			if name != "Date" {
				headers = append(headers, name+"="+response.Header.Get(name))
			}
		}
		sort.Strings(headers)
		fmt.Printf("%s %s: %s %s\n  %s\n", method, path, response.Status, headers, text)
	}
	do("GET", "/healthz", "", "")
	do("POST", "/books", `{"title":"Go","tags":["language"],"price":29.5}`, "ada")
	do("POST", "/books", `{"title":"TCP/IP <vol 1>","author":"Stevens","tags":["net","unix"],"price":1e-7}`, "ada")
	do("POST", "/books", `{"title":"x"}`, "bob")
	do("POST", "/books", `{"title":"x"}`, "")
	do("POST", "/books", `{"title":"x","isbn":1}`, "ada")
	do("POST", "/books", `{"title":3}`, "ada")
	do("POST", "/books", `{"title":"`+strings.Repeat("x", 300)+`"}`, "ada")
	do("POST", "/books", `{"title":" "}`, "ada")
	do("GET", "/books", "", "")
	do("GET", "/books?tag=net", "", "")
	do("GET", "/books/2", "", "")
	do("GET", "/books/7", "", "")
	do("GET", "/books/x", "", "")
	do("DELETE", "/books/1", "", "ada")
	do("PUT", "/books", "", "ada")
	do("POST", "/books", `{"title":"do not panic","price":1}`, "ada")
	do("GET", "/books/3", "", "")
	do("GET", "/nothing", "", "")
	do("HEAD", "/books/2", "", "")

	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	fmt.Println("shutdown:", server.Shutdown(ctx), <-served == http.ErrServerClosed)
	_, err = client.Get(base + "/healthz")
	fmt.Println("after:", err != nil, errors.Is(err, os.ErrDeadlineExceeded))
	fmt.Print(logs.String())
}
