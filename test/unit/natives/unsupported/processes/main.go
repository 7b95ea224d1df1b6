package main

import (
	"fmt"
	"os"
	"os/exec"
)

func main() {
	fmt.Println(exec.Command("ls").Run())
	os.StartProcess("x", nil, nil)
}
