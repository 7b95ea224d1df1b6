// Runs each scenario once for each of its system calls and each error that the call may have, then once more without: `program LIST`.
//
// A line of LIST is `call name-of-errno errno`. Which call fails is told to who traces this program (the engine's runner, or tracer/) by marks:
// faccessat("@@fail CALL ERRNO N") begins, faccessat("@@over") ends and gives EBUSY when the call was made to fail. So the Nth call after the
// first mark fails, for N = 1, 2, … until there is no such call any more.
//
// `program fresh SCENARIO CALL NAME ERRNO N` runs one scenario with one fault, for what a process does once (fresh.go).
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// mark says whether the tracer answered with EBUSY.
func mark(text string) bool { return syscall.Access("@@"+text, 0) == syscall.EBUSY }

type fault struct {
	call, name string
	errno      int
}

func list(name string) (faults []fault) {
	f, err := os.Open(name)
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var each fault
		if n, _ := fmt.Sscan(lines.Text(), &each.call, &each.name, &each.errno); n == 3 {
			faults = append(faults, each)
		}
	}
	return faults
}

// counts gives the numbers of descriptors and of goroutines, when those that are about to end have ended.
func counts(expected int) (descriptors, goroutines int) {
	for i := 0; ; i++ {
		goroutines = runtime.NumGoroutine()
		if goroutines == expected || i == 200 {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	return len(entries), goroutines
}

// once runs a scenario; the text is what each party saw.
func once(each scenario) string {
	r := newReport()
	func() {
		defer func() {
			// net itself panics where a Unix listener has no address.
			if e := recover(); e != nil {
				r.say("main", "panic: ", e)
			}
		}()
		each.run(r)
	}()
	return r.String()
}

func main() {
	if os.Args[1] == "fresh" {
		fresh(os.Args[2:])
		return
	}
	faults := list(os.Args[1])
	chosen := os.Args[2:]
	for _, each := range scenarios {
		if len(chosen) > 0 && !strings.Contains(" "+strings.Join(chosen, " ")+" ", " "+each.name+" ") {
			continue
		}
		// The first time what is looked at once in a program is looked at: somaxconn, the families of addresses.
		once(each)
		undisturbed := once(each)
		descriptors, goroutines := counts(runtime.NumGoroutine())
		fmt.Printf("%s: %s\n", each.name, undisturbed)
		for _, f := range faults {
			for n := 1; ; n++ {
				mark(fmt.Sprintf("fail %s %d %d", f.call, f.errno, n))
				seen := once(each)
				if !mark("over") {
					break
				}
				if d, g := counts(goroutines); d != descriptors || g != goroutines {
					seen += fmt.Sprintf(" <left> descriptors %+d, goroutines %+d", d-descriptors, g-goroutines)
					descriptors, goroutines = d, g
				}
				fmt.Printf("%s %s %s %d: %s\n", each.name, f.call, f.name, n, seen)
			}
		}
		fmt.Printf("%s afterwards: %s\n", each.name, once(each))
	}
}
