package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"
)

// A scenario ends whatever fails: each party closes what is its own, and none waits longer than patience.
type scenario struct {
	name string
	run  func(*report)
}

// The server's side waits longer, so that it is known who gives up first.
var (
	patience = 2 * time.Second
	longer   = 2 * patience
)

var scenarios = []scenario{
	{"tcp", tcp}, {"udp", udp}, {"unix", unix}, {"unixgram", unixgram}, {"copies", copies}, {"rights", rights}, {"options", options}, {"file", file},
	{"refused", refused}, {"deadline", deadline}, {"closing", closing},
	{"dual", dual}, {"localhost", localhost},
}

// report is what each party saw, in the order in which it saw it.
type report struct {
	mutex sync.Mutex
	names []string
	lines map[string][]string
}

func newReport() *report { return &report{lines: map[string][]string{}} }

func (r *report) say(party string, args ...any) {
	text := fmt.Sprint(args...)
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.lines[party] == nil {
		r.names = append(r.names, party)
	}
	r.lines[party] = append(r.lines[party], text)
}

// port is the port of an address in an error.
var port = regexp.MustCompile(`:[1-9][0-9]+([^0-9.]|$)`)

// failed says an error without what differs from run to run.
func (r *report) failed(party, doing string, err error) bool {
	if err == nil {
		return false
	}
	text := port.ReplaceAllString(doing+": "+err.Error(), ":P$1")
	r.say(party, strings.ReplaceAll(text, folder, "DIR"))
	return true
}

func (r *report) String() string {
	text := ""
	for _, name := range []string{"main", "server", "client"} {
		if lines := r.lines[name]; lines != nil {
			text += " <" + name + "> " + strings.Join(lines, "; ")
		}
	}
	return strings.TrimSpace(text)
}

var folder = func() string {
	folder, err := os.MkdirTemp("", "faults")
	if err != nil {
		panic(err)
	}
	return folder
}()

// echo accepts one connection and answers what it reads.
func echo(r *report, l net.Listener) {
	defer l.Close()
	l.(interface{ SetDeadline(time.Time) error }).SetDeadline(time.Now().Add(longer))
	c, err := l.Accept()
	if r.failed("server", "accept", err) {
		return
	}
	defer func() { r.failed("server", "close", c.Close()) }()
	c.SetDeadline(time.Now().Add(longer))
	buffer := make([]byte, 64)
	n, err := c.Read(buffer)
	if r.failed("server", "read", err) {
		return
	}
	n, err = c.Write(buffer[:n])
	if !r.failed("server", "write", err) {
		r.say("server", "answered ", n)
	}
}

// ask sends and reads the answer.
func ask(r *report, network, address string) {
	c, err := net.DialTimeout(network, address, patience)
	if r.failed("client", "dial", err) {
		return
	}
	defer func() { r.failed("client", "close", c.Close()) }()
	c.SetDeadline(time.Now().Add(patience))
	if _, err := c.Write([]byte("question")); r.failed("client", "write", err) {
		return
	}
	answer, err := io.ReadAll(c)
	if !r.failed("client", "read", err) {
		r.say("client", "read ", len(answer))
	}
}

// nowhere says whether a socket has no address: net goes on when getsockname fails.
func nowhere(r *report, address net.Addr) bool {
	if address == nil {
		r.say("main", "no address")
	}
	return address == nil
}

// exchange dials where it listens, or the same port of another host.
func exchange(r *report, network, address, host string) {
	l, err := net.Listen(network, address)
	if r.failed("main", "listen", err) {
		return
	}
	if nowhere(r, l.Addr()) {
		l.Close()
		return
	}
	done := make(chan bool)
	go func() {
		echo(r, l)
		close(done)
	}()
	to := l.Addr().String()
	if host != "" {
		_, port, _ := net.SplitHostPort(to)
		to = net.JoinHostPort(host, port)
	}
	ask(r, network, to)
	l.Close()
	<-done
}

func tcp(r *report) { exchange(r, "tcp4", "127.0.0.1:0", "") }

func unix(r *report) {
	name := folder + "/stream"
	os.Remove(name)
	exchange(r, "unix", name, "")
}

func datagrams(r *report, server net.PacketConn, err error, dial func() (net.Conn, error)) {
	if r.failed("main", "listen", err) {
		return
	}
	defer func() { r.failed("main", "close", server.Close()) }()
	if nowhere(r, server.LocalAddr()) {
		return
	}
	c, err := dial()
	if r.failed("client", "dial", err) {
		return
	}
	defer func() { r.failed("client", "close", c.Close()) }()
	server.SetDeadline(time.Now().Add(longer))
	c.SetDeadline(time.Now().Add(patience))
	buffer := make([]byte, 64)
	if _, err := c.Write([]byte("question")); r.failed("client", "write", err) {
		return
	}
	n, from, err := server.ReadFrom(buffer)
	if r.failed("server", "read", err) {
		return
	}
	if _, err := server.WriteTo(buffer[:n], from); r.failed("server", "write", err) {
		return
	}
	n, err = c.Read(buffer)
	if !r.failed("client", "read", err) {
		r.say("client", "read ", n)
	}
}

func udp(r *report) {
	server, err := net.ListenPacket("udp4", "127.0.0.1:0")
	datagrams(r, server, err, func() (net.Conn, error) { return net.DialTimeout("udp4", server.LocalAddr().String(), patience) })
}

func unixgram(r *report) {
	name := func(end string) *net.UnixAddr { return &net.UnixAddr{Name: folder + "/" + end, Net: "unixgram"} }
	for _, end := range []string{"server", "client"} {
		os.Remove(folder + "/" + end)
	}
	server, err := net.ListenUnixgram("unixgram", name("server"))
	datagrams(r, server, err, func() (net.Conn, error) {
		d := net.Dialer{LocalAddr: name("client"), Timeout: patience}
		return d.Dial("unixgram", folder+"/server")
	})
}

// pair gives both ends of a TCP connection.
func pair(r *report) (client, server *net.TCPConn, ok bool) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if r.failed("main", "listen", err) {
		return nil, nil, false
	}
	defer l.Close()
	if nowhere(r, l.Addr()) {
		return nil, nil, false
	}
	c, err := net.DialTimeout("tcp4", l.Addr().String(), patience)
	if r.failed("main", "dial", err) {
		return nil, nil, false
	}
	l.(*net.TCPListener).SetDeadline(time.Now().Add(longer))
	s, err := l.Accept()
	if r.failed("main", "accept", err) {
		c.Close()
		return nil, nil, false
	}
	c.SetDeadline(time.Now().Add(patience))
	s.SetDeadline(time.Now().Add(longer))
	return c.(*net.TCPConn), s.(*net.TCPConn), true
}

// copies sends buffers with writev, a file with sendfile, and a connection's bytes with splice.
func copies(r *report) {
	client, server, ok := pair(r)
	if !ok {
		return
	}
	defer client.Close()
	defer server.Close()
	received := make(chan int64)
	go func() {
		n, err := io.Copy(io.Discard, server)
		r.failed("server", "copy", err)
		received <- n
	}()
	buffers := net.Buffers{[]byte("one"), []byte("two")}
	n, err := buffers.WriteTo(client)
	if !r.failed("client", "writev", err) {
		r.say("client", "writev ", n)
	}
	name := folder + "/data"
	if f, err := os.Open(name); err == nil {
		n, err = client.ReadFrom(f)
		if !r.failed("client", "sendfile", err) {
			r.say("client", "sendfile ", n)
		}
		f.Close()
	} else {
		r.failed("client", "open", err)
	}
	if from, to, ok := pair(r); ok {
		to.Write([]byte("spliced"))
		to.CloseWrite()
		n, err = client.ReadFrom(from)
		if !r.failed("client", "splice", err) {
			r.say("client", "splice ", n)
		}
		from.Close()
		to.Close()
	}
	r.failed("client", "CloseWrite", client.CloseWrite())
	client.Close()
	r.say("server", "received ", <-received)
}

func init() {
	if err := os.WriteFile(folder+"/data", bytes.Repeat([]byte("data"), 500), 0o600); err != nil {
		panic(err)
	}
}

// rights passes a file over a pair of sockets.
func rights(r *report) {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if r.failed("main", "socketpair", err) {
		return
	}
	ends := make([]*net.UnixConn, 2)
	for i, fd := range fds {
		f := os.NewFile(uintptr(fd), "end")
		c, err := net.FileConn(f)
		f.Close()
		if r.failed("main", "FileConn", err) {
			continue
		}
		ends[i] = c.(*net.UnixConn)
		defer c.Close()
	}
	if ends[0] == nil || ends[1] == nil {
		return
	}
	f, err := os.Open(folder + "/data")
	if r.failed("main", "open", err) {
		return
	}
	defer f.Close()
	ends[1].SetDeadline(time.Now().Add(longer))
	if _, _, err := ends[0].WriteMsgUnix([]byte("file"), syscall.UnixRights(int(f.Fd())), nil); r.failed("client", "send", err) {
		return
	}
	buffer, oob := make([]byte, 10), make([]byte, 64)
	n, oobn, _, _, err := ends[1].ReadMsgUnix(buffer, oob)
	if r.failed("server", "receive", err) {
		return
	}
	r.say("server", "received ", n)
	messages, err := syscall.ParseSocketControlMessage(oob[:oobn])
	r.failed("server", "parse", err)
	for i := range messages {
		fds, err := syscall.ParseUnixRights(&messages[i])
		r.failed("server", "rights", err)
		for _, fd := range fds {
			got := os.NewFile(uintptr(fd), "got")
			data, err := io.ReadAll(got)
			r.failed("server", "read", err)
			r.say("server", "file ", len(data))
			got.Close()
		}
	}
}

// options sets what can be set, and makes files of sockets.
func options(r *report) {
	client, server, ok := pair(r)
	if !ok {
		return
	}
	defer client.Close()
	defer server.Close()
	r.failed("client", "SetNoDelay", client.SetNoDelay(false))
	r.failed("client", "SetLinger", client.SetLinger(3))
	r.failed("client", "SetKeepAlivePeriod", client.SetKeepAlivePeriod(time.Minute))
	r.failed("client", "SetReadBuffer", client.SetReadBuffer(9000))
	f, err := server.File()
	if !r.failed("server", "File", err) {
		c, err := net.FileConn(f)
		f.Close()
		if !r.failed("server", "FileConn", err) {
			r.say("server", c.RemoteAddr() != nil)
			c.Close()
		}
	}
	r.failed("server", "CloseRead", server.CloseRead())
	r.failed("server", "CloseWrite", server.CloseWrite())
}

// file reads what net reads of /etc and /proc, with package os.
func file(r *report) {
	data, err := os.ReadFile(folder + "/data")
	if !r.failed("main", "read", err) {
		r.say("main", "read ", len(data))
	}
	in, out, err := os.Pipe()
	if r.failed("main", "pipe", err) {
		return
	}
	in.SetDeadline(time.Now().Add(patience))
	if _, err := out.Write([]byte("through")); !r.failed("main", "write", err) {
		n, err := in.Read(make([]byte, 20))
		if !r.failed("main", "read", err) {
			r.say("main", "read ", n)
		}
	}
	r.failed("main", "close", in.Close())
	r.failed("main", "close", out.Close())
}
