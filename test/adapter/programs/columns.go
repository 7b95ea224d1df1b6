package main

func main() {
	größe, text := 1, "😀é"; println(größe, text); println("end")
}
