// Needs namespace, names.
// Etc search.
package main

import (
	"net"
	"sort"
)

func main() {
	for _, name := range []string{
		"host", "only", "a.dotted", "host.one.test", "host.one.test.", "missing", "both.example.test", "four.example.test", "x.y.z", "host.",
		"second.example.test",
	} {
		list, err := net.LookupHost(name)
		// Of both families, that comes first whose answer comes first.
		sort.Strings(list)
		say(name, list, what(err))
	}
}
