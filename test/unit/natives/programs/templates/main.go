// Pages and mails: text/template and html/template, mail headers, MIME words, URLs, query strings, CSV and XML.
package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	htmltemplate "html/template"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"net/url"
	"os"
	"path"
	"strings"
	"text/template"
)

type Host struct {
	Name  string
	Ports []int
	Tags  map[string]string
	Up    bool
}

func (h Host) Address(port int) string { return fmt.Sprintf("%s:%d", h.Name, port) }

const report = `{{define "host"}}{{.Name | printf "%-8s"}}{{if .Up}} up{{else}} down{{end}}{{range $i, $p := .Ports}}{{if $i}},{{end}} {{$.Address $p}}{{else}} no ports{{end}}{{end -}}
{{- /* a comment */ -}}
{{with .Title}}# {{.}}
{{end}}{{range .Hosts}}{{template "host" .}}{{range $k, $v := .Tags}} {{$k}}={{$v | quote}}{{end}}
{{end}}{{len .Hosts}} hosts, first {{(index .Hosts 0).Name}}, {{if and (gt (len .Hosts) 1) (not .Quiet)}}many{{end}} {{join (slice .Words 1) "-" | upper}}
`

type Item struct {
	XMLName xml.Name `xml:"item"`
	ID      int      `xml:"id,attr"`
	Name    string   `xml:"name"`
	Price   *float64 `xml:"price,omitempty"`
	Tags    []string `xml:"tags>tag"`
	Note    string   `xml:",comment"`
	Text    string   `xml:",chardata"`
}

func main() {
	funcs := template.FuncMap{"quote": func(s string) string { return fmt.Sprintf("%q", s) }, "join": strings.Join, "upper": strings.ToUpper}
	t := template.Must(template.New("report").Funcs(funcs).Parse(report))
	data := map[string]any{
		"Title": "Hosts <now>",
		"Hosts": []Host{{"alpha", []int{80, 443}, map[string]string{"b": "2", "a": "1"}, true}, {Name: "beta"}},
		"Words": []string{"zero", "one", "two"},
		"Quiet": false,
	}
	fmt.Println(t.Execute(os.Stdout, data))
	_, err := template.New("bad").Parse("{{range .X}}")
	fmt.Println(err)
	err = template.Must(template.New("missing").Option("missingkey=error").Parse("{{.Nothing}}")).Execute(io.Discard, data)
	fmt.Println(err)
	var e template.ExecError
	err = template.Must(template.New("call").Parse("{{.Address \"x\"}}")).Execute(io.Discard, Host{})
	fmt.Println(errors.As(err, &e), err)

	page := htmltemplate.Must(htmltemplate.New("page").Parse(`<a href="/q?x={{.Query}}" title='{{.Title}}' onclick="go({{.Data}})">{{.Title}}</a><script>var d = {{.Data}};</script>{{.Safe}}`))
	fmt.Println(page.Execute(os.Stdout, map[string]any{"Query": "a b&c", "Title": `<"it's">`, "Data": map[string]any{"k": []int{1, 2}, "s": "</script>"}, "Safe": htmltemplate.HTML("<b>ok</b>")}))
	fmt.Println(html.EscapeString(`<a href="x">'&'</a>`), html.UnescapeString("&lt;&eacute;&#x4e16;&amp;&unknown;"))

	message, err := mail.ReadMessage(strings.NewReader("From: =?UTF-8?q?Ad=C3=A9?= <ade@example.org>\r\nTo: Bob <bob@example.org>, \"Eve, Q.\" <eve@example.org>\r\nDate: Mon, 02 Jan 2006 15:04:05 -0700\r\nSubject: a\r\n folded line\r\n\r\nBody\r\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	from, err := mail.ParseAddress(message.Header.Get("From"))
	fmt.Println(from.Name, from.Address, err)
	to, err := message.Header.AddressList("To")
	fmt.Println(len(to), to[1], err)
	date, err := message.Header.Date()
	fmt.Println(date.UTC(), err, message.Header.Get("subject"))
	fmt.Println(mime.QEncoding.Encode("utf-8", "¡Hola, señor!"), mime.FormatMediaType("text/html", map[string]string{"charset": "utf-8", "title": "a b"}))
	kind, params, err := mime.ParseMediaType(`multipart/form-data; boundary="x y"; q=1`)
	fmt.Println(kind, params, err, mime.TypeByExtension(".html"))
	var qp bytes.Buffer
	w := quotedprintable.NewWriter(&qp)
	io.WriteString(w, "ünïcode = yes\n")
	w.Close()
	fmt.Printf("%q\n", qp.String())
	header, err := textproto.NewReader(bufio.NewReader(strings.NewReader("x-one: 1\r\nX-ONE: 2\r\nlong: a\r\n\tb\r\n\r\n"))).ReadMIMEHeader()
	fmt.Println(header, err, textproto.CanonicalMIMEHeaderKey("content-md5"))

	u, err := url.Parse("https://user:p%40ss@example.org:8080/a%20b/../c;d?q=1&q=two+words&empty#frag%20ment")
	fmt.Println(u.Scheme, u.User, u.Hostname(), u.Port(), u.Path, u.EscapedPath(), u.Query()["q"], u.Query().Has("empty"), u.Fragment, err)
	ref, _ := url.Parse("../x?y=z")
	fmt.Println(u.ResolveReference(ref), u.Redacted(), u.JoinPath("e", "..", "f"))
	values := url.Values{"b": {"2", "3&"}, "a": {"ä ö"}}
	fmt.Println(values.Encode(), url.PathEscape("a/b c?"), path.Join("/a", "../b", "c//d"), path.Base("/x/y.go"), path.Ext("y.tar.gz"))
	for _, bad := range []string{"http://[::1", "%zz", ":80", "http://a b/"} {
		_, err := url.Parse(bad)
		fmt.Println(err)
	}

	rows, err := csv.NewReader(strings.NewReader("name,port\n\"a, b\",80\n\"quote \"\"x\"\"\",1\nbad,\"row\n")).ReadAll()
	fmt.Println(len(rows), err)
	out := csv.NewWriter(os.Stdout)
	out.Comma = ';'
	out.WriteAll([][]string{{"x;y", "plain"}, {"line\nbreak", `q"q`}})

	price := 9.5
	text, err := xml.MarshalIndent(Item{ID: 3, Name: "A & B", Price: &price, Tags: []string{"x", "y"}, Note: " n ", Text: "t"}, "", " ")
	fmt.Println(string(text), err)
	var item Item
	fmt.Println(xml.Unmarshal([]byte(`<?xml version="1.0"?><item id="7"><name>N</name><tags><tag>1</tag><tag>2</tag></tags>hi<!--c--></item>`), &item), item.ID, item.Name, item.Price == nil, item.Tags, item.Text, item.Note)
	fmt.Println(xml.Unmarshal([]byte(`<item><name></item>`), &item))
}
