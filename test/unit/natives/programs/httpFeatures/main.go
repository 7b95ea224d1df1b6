// What an HTTP client and server of the standard library do together: cookies, redirects, forms, uploads, compression, ranges, streams, upgrades, limits.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

func routes(dir string) *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: r.FormValue("user"), Path: "/", MaxAge: 60, SameSite: http.SameSiteLaxMode})
		http.Redirect(w, r, "/home?from=login", http.StatusSeeOther)
	})
	mux.HandleFunc("/home", func(w http.ResponseWriter, r *http.Request) {
		cookie, err := r.Cookie("session")
		if errors.Is(err, http.ErrNoCookie) {
			http.Error(w, "log in", http.StatusForbidden)
			return
		}
		fmt.Fprintf(w, "%s is home, %s %s", cookie.Value, r.Method, r.URL.RawQuery)
	})
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", 302) })
	mux.HandleFunc("/upload", func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseMultipartForm(1 << 20); err != nil {
			http.Error(w, err.Error(), 400)
			return
		}
		for _, name := range []string{"a", "b"} {
			file, header, err := r.FormFile(name)
			if err != nil {
				fmt.Fprintln(w, name, err)
				continue
			}
			content, _ := io.ReadAll(file)
			fmt.Fprintf(w, "%s %s %d %q %s\n", name, header.Filename, header.Size, content, header.Header.Get("Content-Type"))
		}
		fmt.Fprintln(w, r.MultipartForm.Value)
	})
	mux.HandleFunc("/zip", func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			io.WriteString(w, "plain")
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		defer z.Close()
		io.WriteString(z, strings.Repeat("compress me ", 200))
	})
	mux.HandleFunc("/events", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		w.Header().Set("Trailer", "X-Count")
		for i := 0; i < 3; i++ {
			fmt.Fprintf(w, "data: %d\n\n", i)
			w.(http.Flusher).Flush()
		}
		w.Header().Set("X-Count", "3")
	})
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(time.Minute):
		}
	})
	mux.HandleFunc("/upgrade", func(w http.ResponseWriter, r *http.Request) {
		conn, rw, err := w.(http.Hijacker).Hijack()
		if err != nil {
			http.Error(w, err.Error(), 500)
			return
		}
		defer conn.Close()
		rw.WriteString("HTTP/1.1 101 Switching Protocols\r\nUpgrade: shout\r\nConnection: Upgrade\r\n\r\n")
		rw.Flush()
		line, _ := rw.ReadString('\n')
		rw.WriteString(strings.ToUpper(line))
		rw.Flush()
	})
	mux.HandleFunc("/limited", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 10))
		var tooLarge *http.MaxBytesError
		fmt.Fprintln(w, len(body), errors.As(err, &tooLarge), err)
	})
	mux.Handle("/timeout", http.TimeoutHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }), 30*time.Millisecond, "too slow"))
	mux.HandleFunc("/panic", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	mux.Handle("/files/", http.StripPrefix("/files/", http.FileServer(http.Dir(dir))))
	return mux
}

func main() {
	dir, err := os.MkdirTemp("", "files")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	os.WriteFile(filepath.Join(dir, "a.txt"), []byte("0123456789abcdef"), 0o644)
	os.WriteFile(filepath.Join(dir, "page.html"), []byte("<h1>page</h1>"), 0o644)
	os.Mkdir(filepath.Join(dir, "sub"), 0o755)
	modified := time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC)
	os.Chtimes(filepath.Join(dir, "a.txt"), modified, modified)

	server := httptest.NewServer(routes(dir))
	defer server.Close()
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		fmt.Println("  redirect", len(via), r.Method, r.URL.Path, r.Referer() == "")
		if len(via) >= 3 {
			return errors.New("enough")
		}
		return nil
	}}
	show := func(response *http.Response, err error) {
		if err != nil {
			var e *url.Error
			if errors.As(err, &e) {
				fmt.Println("error:", e.Op, e.Err, e.Timeout())
			} else {
				fmt.Println("error:", err)
			}
			return
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if len(body) > 120 {
			body = append(body[:60:60], fmt.Sprintf("… %d bytes", len(body))...)
		}
		fmt.Printf("%s %d %v %q %v %v\n", response.Status, response.ContentLength, response.Uncompressed, body, err, response.Trailer)
	}
	get := func(path string, headers ...string) {
		request, _ := http.NewRequest("GET", server.URL+path, nil)
		for i := 0; i < len(headers); i += 2 {
			request.Header.Set(headers[i], headers[i+1])
		}
		show(client.Do(request))
	}
	get("/home")
	show(client.PostForm(server.URL+"/login", url.Values{"user": {"ada lovelace&co"}}))
	get("/home")
	get("/loop")
	get("/zip")
	get("/zip", "Accept-Encoding", "identity")
	get("/events")
	get("/timeout")
	get("/panic")
	show(client.Post(server.URL+"/limited", "text/plain", strings.NewReader("far too much text")))
	show(client.Post(server.URL+"/limited", "text/plain", io.LimitReader(strings.NewReader("short enough"), 5)))

	get("/files/a.txt", "Range", "bytes=2-5")
	get("/files/a.txt", "Range", "bytes=-4")
	get("/files/a.txt", "Range", "bytes=20-")
	get("/files/a.txt", "If-Modified-Since", modified.Format(http.TimeFormat))
	get("/files/page.html")
	get("/files/")
	get("/files/sub")
	get("/files/../main.go")
	get("/files/none")
	response, err := client.Head(server.URL + "/files/a.txt")
	fmt.Println(err, response.Header["Content-Length"], response.Header["Last-Modified"], response.Header["Content-Type"], response.Header["Accept-Ranges"])

	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	parts.WriteField("note", "two files")
	part, _ := parts.CreateFormFile("a", "a.txt")
	io.WriteString(part, "first\x00file")
	part, _ = parts.CreateFormFile("b", `odd"name.bin`)
	part.Write([]byte{1, 2, 3})
	parts.Close()
	show(client.Post(server.URL+"/upload", parts.FormDataContentType(), &form))
	show(client.Post(server.URL+"/upload", "text/plain", strings.NewReader("none")))

	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	request, _ := http.NewRequestWithContext(ctx, "GET", server.URL+"/slow", nil)
	_, err = client.Do(request)
	fmt.Println(errors.Is(err, context.DeadlineExceeded), os.IsTimeout(err))
	cancel()
	impatient := &http.Client{Timeout: 30 * time.Millisecond}
	_, err = impatient.Get(server.URL + "/slow")
	var timeout net.Error
	fmt.Println(errors.As(err, &timeout) && timeout.Timeout(), strings.Contains(err.Error(), "Client.Timeout exceeded"))

	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		panic(err)
	}
	fmt.Fprintf(conn, "GET /upgrade HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: shout\r\n\r\nquiet words\n")
	upgraded, err := http.ReadResponse(bufio.NewReader(conn), nil)
	fmt.Println(upgraded.Status, upgraded.Header.Get("Upgrade"), err)
	rest, _ := io.ReadAll(upgraded.Body)
	fmt.Printf("%q\n", rest)
	conn.Close()

	var reused []bool
	for i := 0; i < 3; i++ {
		trace := &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) { reused = append(reused, info.Reused) }}
		request, _ := http.NewRequestWithContext(httptrace.WithClientTrace(context.Background(), trace), "GET", server.URL+"/zip", nil)
		request.Close = i == 1
		show(server.Client().Do(request))
	}
	fmt.Println(reused[1:])
}
