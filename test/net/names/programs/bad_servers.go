// Needs namespace, names.
// Etc impatient.
package main

import (
	"context"
	"errors"
	"net"
	"time"
)

func main() {
	for _, name := range []string{"second", "truncated", "truncatedalways", "wrongid", "wrongname", "sick", "half", "cut", "garbage", "wrongidonly", "never"} {
		list, err := net.DefaultResolver.LookupIP(context.Background(), "ip4", name+".example.test")
		text := what(err)
		var e *net.DNSError
		if errors.As(err, &e) {
			// Which socket of the resolver it was differs from run to run.
			text = "failed"
			if e.IsTimeout {
				text += ", timeout"
			}
			if e.IsNotFound {
				text += ", not found"
			}
			if e.IsTemporary {
				text += ", temporary"
			}
		}
		say(name, len(list), len(list) > 0 && list[0].Equal(net.IPv4(192, 0, 2, 1)), text)
	}
	// The caller has less patience than resolv.conf.
	ctx, stop := context.WithTimeout(context.Background(), 400*time.Millisecond)
	defer stop()
	_, err := net.DefaultResolver.LookupHost(ctx, "never.example.test")
	say(err.(*net.DNSError).IsTimeout)
	d := net.Dialer{Timeout: 400 * time.Millisecond}
	_, err = d.Dial("tcp", "never.example.test:80")
	say(err.(net.Error).Timeout())
	ctx, cancel := context.WithCancel(context.Background())
	after(300, cancel)
	_, err = new(net.Dialer).DialContext(ctx, "tcp", "never.example.test:80")
	say(err.(net.Error).Timeout())
}
