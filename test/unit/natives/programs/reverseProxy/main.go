// A reverse proxy in front of two backends: paths are rewritten, headers added, an error answered with 502.
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sort"
	"strings"
)

func backend(name string) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Backend", name)
		w.Header().Set("Connection", "X-Secret")
		w.Header().Set("X-Secret", "hop by hop")
		http.SetCookie(w, &http.Cookie{Name: "seen", Value: name, Path: "/", HttpOnly: true})
		if r.URL.Path == "/missing" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprintf(w, "%s: %s %s query=%q forwarded=%q agent=%q te=%q body=%q", name, r.Method, r.URL.Path, r.URL.RawQuery,
			r.Header.Get("X-Forwarded-For"), r.UserAgent(), r.Header.Get("Te"), body)
	}))
}

func main() {
	users, shop := backend("users"), backend("shop")
	defer users.Close()
	defer shop.Close()
	dead := backend("dead")
	deadURL := dead.URL
	dead.Close()

	var errors strings.Builder
	route := func(target, prefix string) http.Handler {
		u, err := url.Parse(target)
		if err != nil {
			log.Fatal(err)
		}
		proxy := httputil.NewSingleHostReverseProxy(u)
		proxy.ModifyResponse = func(r *http.Response) error {
			r.Header.Set("X-Proxied", prefix)
			return nil
		}
		proxy.ErrorHandler = func(w http.ResponseWriter, r *http.Request, err error) {
			fmt.Fprintln(&errors, r.URL.Path, strings.Contains(err.Error(), "connection refused"))
			w.WriteHeader(http.StatusBadGateway)
			io.WriteString(w, "no backend")
		}
		return http.StripPrefix(prefix, proxy)
	}
	mux := http.NewServeMux()
	mux.Handle("/users/", route(users.URL, "/users"))
	mux.Handle("/shop/", route(shop.URL+"/v1?key=k", "/shop"))
	mux.Handle("/dead/", route(deadURL, "/dead"))
	front := httptest.NewServer(mux)
	defer front.Close()

	show := func(response *http.Response, err error) {
		if err != nil {
			fmt.Println(err)
			return
		}
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		var names []string
		for name, values := range response.Header {
			if name != "Date" {
				names = append(names, fmt.Sprint(name, values))
			}
		}
		sort.Strings(names)
		fmt.Println(response.Status, response.ContentLength, response.TransferEncoding, names)
		fmt.Printf("  %s\n", body)
		for _, cookie := range response.Cookies() {
			fmt.Println("  cookie", cookie.Name, cookie.Value, cookie.HttpOnly)
		}
	}
	show(http.Get(front.URL + "/users/42?verbose=1"))
	show(http.Post(front.URL+"/shop/cart", "text/plain", strings.NewReader("three apples")))
	show(http.Get(front.URL + "/shop/a%2Fb/c?x=1&y=2"))
	show(http.Get(front.URL + "/users/missing"))
	show(http.Get(front.URL + "/dead/letter"))
	show(http.Get(front.URL + "/elsewhere"))

	request, _ := http.NewRequest("PUT", front.URL+"/users/7", io.MultiReader(strings.NewReader("chunked "), strings.NewReader("body")))
	request.Header.Set("X-Forwarded-For", "192.0.2.1")
	request.Header.Set("Te", "trailers")
	request.Header.Set("User-Agent", "")
	request.Header.Set("Connection", "keep-alive, X-Drop")
	request.Header.Set("X-Drop", "me")
	show(http.DefaultClient.Do(request))
	fmt.Print(errors.String())
}
