package main

import (
	"fmt"
	"net"
	"os"
	"runtime"
	"strconv"
	"time"
)

// fresh runs a scenario whose Nth call fails, as the first that this process does with the network: the families of addresses are probed, files
// in /etc are read. Exit status 3 says that there was no Nth call. An N of 0 disturbs nothing.
func fresh(args []string) {
	name, call, errnoName := args[0], args[1], args[2]
	errno, _ := strconv.Atoi(args[3])
	n, _ := strconv.Atoi(args[4])
	// What runs for the first time has to be compiled on the engine.
	patience, longer = 30*time.Second, 60*time.Second
	for _, each := range scenarios {
		if each.name != name {
			continue
		}
		poller()
		descriptors, goroutines := counts(runtime.NumGoroutine())
		mark(fmt.Sprintf("fail %s %d %d", call, errno, n))
		seen := once(each)
		if !mark("over") && n > 0 {
			os.Exit(3)
		}
		if d, g := counts(goroutines); d != descriptors || g != goroutines {
			seen += fmt.Sprintf(" <left> descriptors %+d, goroutines %+d", d-descriptors, g-goroutines)
		}
		fmt.Printf("%s %s %s %d: %s <afterwards> %s\n", name, call, errnoName, n, seen, once(each))
	}
}

// poller has the runtime open what it keeps: the descriptors of epoll and of netpollBreak.
func poller() {
	in, out, err := os.Pipe()
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	in.Close()
	out.Close()
}

// dual is S2 of the walkthroughs: a listener for both families, dialed over IPv4, and one of each family.
func dual(r *report) {
	exchange(r, "tcp", ":0", "127.0.0.1")
	for _, each := range []struct{ network, address string }{{"tcp6", "[::1]:0"}, {"tcp4", ":0"}} {
		l, err := net.Listen(each.network, each.address)
		if !r.failed("main", "listen "+each.network, err) {
			r.failed("main", "close", l.Close())
		}
	}
}

// localhost is S4: a name of the hosts file, with addresses of both families, of which only one is listened on.
func localhost(r *report) { exchange(r, "tcp", "127.0.0.1:0", "localhost") }
