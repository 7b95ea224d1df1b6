// Since Go 1.27.
package main

import (
	"crypto/ed25519"
	"fmt"
	"runtime"
	"weak"
)

type pair struct{ a, b int }

func main() {
	p := &pair{1, 2}
	whole, field := weak.Make(p), weak.Make(&p.b)
	fmt.Println(whole.Value() == p, field.Value() == &p.b, *field.Value())
	fmt.Println(weak.Make(p) == whole, weak.Make(&p.b) == field, weak.Make(&p.a) == field)
	p.b = 3
	fmt.Println(*whole.Value(), *field.Value())
	runtime.KeepAlive(p)
	var none weak.Pointer[pair]
	fmt.Println(none.Value() == nil, weak.Make[pair](nil) == none)
	letters := []byte("letters")
	first := weak.Make(&letters[0])
	fmt.Println(string(*first.Value()), first == weak.Make(&letters[0]), first == weak.Make(&letters[1]))
	seen := map[weak.Pointer[pair]]string{whole: "whole"}
	fmt.Println(seen[weak.Make(p)])

	public, private, err := ed25519.GenerateKey(nil)
	signature := ed25519.Sign(private, []byte("text"))
	fmt.Println(err, ed25519.Verify(public, []byte("text"), signature), ed25519.Verify(public, []byte("tent"), signature))
}
