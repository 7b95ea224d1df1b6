package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"text/template"
	"time"
)

type Addr struct {
	Street string `json:"street"`
	Zip    *int   `json:"zip,omitempty"`
}
type Temp float64

func (t Temp) MarshalJSON() ([]byte, error) { return []byte(fmt.Sprintf(`"%.1fC"`, float64(t))), nil }
func (t *Temp) UnmarshalJSON(b []byte) error {
	_, err := fmt.Sscanf(string(b), `"%fC"`, (*float64)(t))
	return err
}

type Level int

func (l Level) MarshalText() ([]byte, error)  { return []byte(fmt.Sprintf("L%d", int(l))), nil }
func (l *Level) UnmarshalText(b []byte) error { *l = Level(len(b)); return nil }

type Person struct {
	Addr
	Name   string          `json:"name"`
	Age    int             `json:"age,string"`
	Email  *string         `json:"email"`
	Tags   []string        `json:"tags"`
	Meta   map[string]any  `json:"meta,omitempty"`
	Nested map[int]Addr    `json:"nested"`
	T      Temp            `json:"t"`
	L      Level           `json:"l"`
	Lv     map[Level]bool  `json:"lv"`
	Raw    json.RawMessage `json:"raw"`
	Bin    []byte          `json:"bin"`
	Arr    [2]bool         `json:"arr"`
	Any    any             `json:"any"`
	When   time.Time       `json:"when"`
	F      float64         `json:"f"`
	U      uint64          `json:"u"`
	skip   int
	Ign    string `json:"-"`
	D      time.Duration
	X      map[string]string `json:",omitempty"`
}

func (p Person) Greet(who string) string { return "hi " + who + " from " + p.Name }

func main() {
	zip := 123
	p := Person{Addr: Addr{"Main <St>", &zip}, Name: "Ann\u2028é", Age: 30, Tags: []string{"a", "b"}, Meta: map[string]any{"z": 1, "a": []int{1}, "n": nil},
		Nested: map[int]Addr{10: {}, 2: {Street: "x"}}, T: 36.6, L: 3, Lv: map[Level]bool{2: true}, Raw: json.RawMessage(`{"r":1}`), Bin: []byte("bin"), Any: []any{1, "x"}, When: time.Date(2020, 1, 2, 3, 4, 5, 6, time.UTC), F: 1e21, U: 1<<64 - 1}
	b, err := json.Marshal(p)
	fmt.Println(string(b), err)
	b, err = json.MarshalIndent(&p, "", "  ")
	fmt.Println(string(b), err)
	var q Person
	err = json.Unmarshal(b, &q)
	fmt.Println(err)
	fmt.Printf("%+v\n", q.Meta)
	b2, err := json.Marshal(q)
	fmt.Println(string(b2), err)
	var x any
	err = json.Unmarshal([]byte(`{"a":[1,2.5,"s",null,true,{"b":{}}],"u":"\u00e9\ud83d\ude00"}`), &x)
	fmt.Println(x, err)
	for _, s := range []string{`{`, `{"name":1}`, `[1,2`, `{"age":"x"}`, `{"u":-1}`, `nul`, `{"arr":[true,true,true]}`, `"s"`} {
		var r Person
		err := json.Unmarshal([]byte(s), &r)
		fmt.Printf("%v %T\n", err, err)
	}
	fmt.Println(json.Unmarshal([]byte("1"), nil), json.Unmarshal([]byte("1"), 5))
	_, err = json.Marshal(map[string]any{"c": make(chan int)})
	fmt.Println(err)
	_, err = json.Marshal(func() {})
	fmt.Println(err)
	dec := json.NewDecoder(strings.NewReader(`{"street":"s","zip":5} {"street":"t","bad":1}`))
	dec.DisallowUnknownFields()
	for i := 0; i < 3; i++ {
		var a Addr
		err := dec.Decode(&a)
		fmt.Println(a.Street, err)
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetIndent(">", "\t")
	enc.SetEscapeHTML(false)
	fmt.Println(enc.Encode(map[string]any{"k": []string{"<"}, "e": []int{}, "m": map[string]int{}}), buf.String())

	tm := template.Must(template.New("t").Funcs(template.FuncMap{"up": strings.ToUpper, "add": func(a, b int) int { return a + b }}).Parse(
		`{{.Name | up}} {{.Greet "bob"}} {{range $i, $t := .Tags}}{{$i}}={{$t}},{{end}} {{with .Addr}}{{.Street}}{{end}} {{if gt .Age 18}}adult{{else}}minor{{end}} {{len .Tags}} {{index .Meta "z"}} {{printf "%05d" .Age}} {{add 1 2}} {{range $k, $v := .Meta}}{{$k}}:{{$v}} {{end}}{{.T}} {{eq .L 3}} {{and true .Name}} {{slice .Name 0 2}} {{html .Street}}
`))
	fmt.Println(tm.Execute(os.Stdout, p))
	fmt.Println(template.Must(template.New("e").Parse(`{{.Nope}}`)).Execute(os.Stdout, p))
	fmt.Println(template.Must(template.New("e").Parse(`{{index .Tags 5}}`)).Execute(os.Stdout, p))
	tw := tabwriter.NewWriter(os.Stdout, 0, 8, 1, ' ', 0)
	fmt.Fprintln(tw, "a\tb\tc")
	fmt.Fprintln(tw, "aaa\tbbbb\tc")
	tw.Flush()
}
