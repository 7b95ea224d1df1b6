package main

import "fmt"

// Sets of small numbers as the bits of 64-bit words.

const digits = (1<<10 - 1) << '0'
const letters = (1<<26-1)<<'A' | (1<<26-1)<<'a'
const mask = digits | letters | 1<<'-' | 1<<127

func inMask(c byte) bool {
	return ((uint64(1)<<c)&(mask&(1<<64-1)) | (uint64(1)<<(c-64))&(mask>>64)) != 0
}

func outside(c byte) bool {
	return ((uint64(1)<<c)&^(mask&(1<<64-1)) | (uint64(1)<<(c-64))&^(mask>>64)) == 0
}

func ends(n uint32) bool { return uint64(1)<<n&(1<<63|1) != 0 }

func signed(n uint16) (bool, bool) {
	return int64(1)<<n&^0x7fffffff != 0, 0 == int64(1)<<(n+1)&-1
}

func wide(n uint8, words ...uint64) (all [3]bool) {
	all[0] = uint(1)<<n&0xf0f0f0f0f0f0f0f0 == 0
	all[1] = uint64(1)<<n&words[0] != 0
	all[2] = uint64(2)<<n&^words[1] != 0
	return
}

func main() {
	for _, f := range []func(byte) bool{inMask, outside} {
		for c := 0; c < 256; c++ {
			if f(byte(c)) {
				fmt.Print(c, " ")
			}
		}
		fmt.Println()
	}
	for _, n := range []uint32{0, 1, 31, 32, 62, 63, 64, 65, 95, 96, 127, 128, 1<<31 + 63, 1<<32 - 1} {
		a, b := signed(uint16(n))
		fmt.Println(n, ends(n), a, b, wide(uint8(n), 1<<63|1<<40|1<<31|2, 1<<63|1<<33|1<<32))
	}
}
