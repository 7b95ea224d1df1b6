// Strings and bytes, text and not.
package main

func main() {
	text := make([]byte, 64)
	copy(text, "some\ttext")
	zeros := make([]byte, 4)
	binary := []byte{1, 2, 255}
	odd := "\x00é\xff\"\n"
	look(text, zeros, binary, odd)
}

func look(text, zeros, binary []byte, odd string) {
	println(len(text), len(zeros), len(binary), len(odd))
}
