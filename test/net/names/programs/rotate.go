// Needs namespace, names.
// Etc rotate.
package main

import (
	"context"
	"net"
)

func main() {
	for i := 0; i < 6; i++ {
		list, err := net.DefaultResolver.LookupIP(context.Background(), "ip4", "four.example.test")
		say(list, what(err))
	}
}
