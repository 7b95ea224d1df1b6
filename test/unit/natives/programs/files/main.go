// Files as network programs use them: configuration, spool folders, locks, links, walking, globbing, environment, standard streams.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"syscall"
	"time"
)

type config struct {
	sections map[string]map[string]string
}

func parseConfig(r io.Reader) (*config, error) {
	c := &config{sections: map[string]map[string]string{"": {}}}
	section := ""
	in := bufio.NewScanner(r)
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSpace(in.Text())
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			section = line[1 : len(line)-1]
			c.sections[section] = map[string]string{}
		default:
			key, value, ok := strings.Cut(line, "=")
			if !ok {
				return nil, fmt.Errorf("line %d: %q has no =", n, line)
			}
			c.sections[section][strings.TrimSpace(key)] = os.ExpandEnv(strings.TrimSpace(value))
		}
	}
	return c, in.Err()
}

func describe(err error) string {
	var pathErr *fs.PathError
	var link *os.LinkError
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &pathErr):
		errno, _ := pathErr.Err.(syscall.Errno)
		return fmt.Sprint(pathErr.Op, " ", filepath.Base(pathErr.Path), ": ", pathErr.Err, " ", int(errno), errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrExist), errors.Is(err, fs.ErrPermission))
	case errors.As(err, &link):
		return fmt.Sprint(link.Op, ": ", link.Err)
	}
	return err.Error()
}

func main() {
	root, err := os.MkdirTemp("", "spool*")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(root)
	if err := os.Chdir(root); err != nil {
		log.Fatal(err)
	}
	os.Setenv("SPOOL_HOME", "/var/spool")
	c, err := parseConfig(strings.NewReader("# comment\nname = test\n[server]\naddr = :80\nhome = $SPOOL_HOME/x${NOTHING}\n"))
	fmt.Println(c.sections[""], c.sections["server"], err)
	_, err = parseConfig(strings.NewReader("ok=1\nbroken\n"))
	fmt.Println(err)
	value, ok := os.LookupEnv("SPOOL_NOTHING")
	fmt.Println(os.Getenv("SPOOL_HOME"), value, ok)

	fmt.Println(describe(os.MkdirAll("a/b/c", 0o755)), describe(os.Mkdir("a", 0o755)), describe(os.Mkdir("x/y", 0o755)))
	for i, name := range []string{"a/one.txt", "a/b/two.txt", "a/b/c/three.log", "a/.hidden"} {
		fmt.Println(describe(os.WriteFile(name, bytes.Repeat([]byte{'a' + byte(i)}, 10*(i+1)), 0o640)))
	}
	fmt.Println(describe(os.Symlink("one.txt", "a/link")), describe(os.Link("a/one.txt", "a/hard")), describe(os.Rename("a/none", "a/x")))
	target, err := os.Readlink("a/link")
	fmt.Println(target, err)
	entries, err := os.ReadDir("a")
	for _, entry := range entries {
		info, _ := entry.Info()
		fmt.Println(entry.Name(), entry.IsDir(), info.Mode(), entry.Type()&fs.ModeSymlink != 0)
	}
	fmt.Println(err)
	filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if d.Name() == "c" {
			return fs.SkipDir
		}
		fmt.Print(path, " ")
		return err
	})
	fmt.Println()
	matches, err := filepath.Glob("a/*/*.txt")
	fmt.Println(matches, err)
	fsys := os.DirFS("a")
	matches, err = fs.Glob(fsys, "b/*")
	data, err2 := fs.ReadFile(fsys, "one.txt")
	_, err3 := fs.Stat(fsys, "../main.go")
	fmt.Println(matches, err, string(data), err2, describe(err3))

	file, err := os.OpenFile("a/log", os.O_CREATE|os.O_RDWR|os.O_APPEND|os.O_EXCL, 0o600)
	fmt.Println(describe(err))
	logger := log.New(file, "[app] ", log.Lshortfile|log.Lmsgprefix)
	logger.Println("first", 1)
	logger.Printf("second %q\n", "x")
	logger.SetFlags(0)
	logger.SetPrefix("")
	logger.Output(1, "third")
	_, err = file.Seek(0, io.SeekStart)
	text, _ := io.ReadAll(file)
	fmt.Printf("%s%v\n", text, err)
	info, err := file.Stat()
	fmt.Println(info.Name(), info.Size() == int64(len(text)), info.Mode().Perm(), info.ModTime().Before(time.Now().Add(time.Second)), err)
	fmt.Println(describe(file.Truncate(5)), describe(file.Sync()))
	buf := make([]byte, 10)
	n, err := file.ReadAt(buf, 2)
	fmt.Println(n, err, string(buf[:n]))
	fmt.Println(describe(file.Close()), file.Close())
	_, err = file.Write([]byte("x"))
	fmt.Println(errors.Is(err, os.ErrClosed))
	_, err = os.OpenFile("a/log", os.O_CREATE|os.O_EXCL, 0o600)
	fmt.Println(describe(err))
	_, err = os.Open("a/none")
	fmt.Println(describe(err))
	_, err = os.ReadFile("a")
	fmt.Println(describe(err))
	fmt.Println(describe(os.Remove("a")), describe(os.Remove("a/hard")), describe(os.Chmod("a/one.txt", 0o400)))

	source, _ := os.Open("a/b/c/three.log")
	copied, _ := os.Create("copy")
	written, err := io.Copy(copied, io.TeeReader(io.LimitReader(source, 25), io.Discard))
	source.Close()
	copied.Close()
	fmt.Println(written, err)

	r, w, err := os.Pipe()
	if err != nil {
		log.Fatal(err)
	}
	go func() {
		fmt.Fprint(w, "through a pipe")
		w.Close()
	}()
	piped, err := io.ReadAll(r)
	fmt.Println(string(piped), err, r.SetReadDeadline(time.Now()) == nil)
	r.Close()

	abs, _ := filepath.Abs("a")
	rel, _ := filepath.Rel(root, abs)
	wd, _ := os.Getwd()
	host, err := os.Hostname()
	fmt.Println(rel, filepath.Base(wd) == filepath.Base(root), host != "", err, os.Getpid() > 0, len(os.Args))
	names := strings.Split("PATH HOME", " ")
	sort.Strings(names)
	for _, name := range names {
		fmt.Print(name, " ")
	}
	fmt.Fprintln(os.Stdout, filepath.Clean("a/../b//c/."), filepath.ToSlash(filepath.Join("x", "..", "y")), filepath.Ext("f.tar.gz"))
	defer fmt.Println("never printed")
	os.RemoveAll(root)
	os.Exit(0)
}
