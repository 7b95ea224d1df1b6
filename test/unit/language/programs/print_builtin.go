package main

type T struct{ n int }

func main() {
	println()
	println("string", 'r', 1, -1, uint8(200), int64(1)<<62, uint64(1)<<63)
	println(true, false, nil == interface{}(nil))
	println(1<<10, "a"+"b", len("abc"), 7/2, 7%4)
	print("no", "spaces", 1, 2, "\n")
	const c = 10
	println(c, c*1e3 == 10000)
	var e error
	var p *T
	println(e == nil, p == nil)
	s := "multi\nline\ttab é"
	println(s, len(s))
	defer println("deferred", c)
	func() {
		x := 5
		defer print("x=", x, "\n")
		x = 6
	}()
	for i := range [3]int{} {
		print(i, " ")
	}
	println()
}
