// Needs namespace, names.
// Etc files.
package main

import "net"

func main() {
	for _, name := range []string{"localhost", "nine", "nine.example.test", "four.example.test", "127.0.0.1"} {
		list, err := net.LookupHost(name)
		say(name, list, what(err))
	}
	names, err := net.LookupAddr("127.0.0.9")
	say(names, what(err))
	names, err = net.LookupAddr("192.0.2.7")
	say(names, what(err))
}
