// Says where it runs.
package main

import (
	"fmt"
	"os"
)

func main() {
	folder, err := os.Getwd()
	fmt.Println(folder, err)
	text, err := os.ReadFile("here.txt")
	fmt.Printf("%s %v\n", text, err)
}
