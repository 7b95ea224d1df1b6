package main

import (
	"fmt"
	"sort"
)

func first(m map[int]int) int {
	for k := range m {
		return k
	}
	return -1
}

func main() {
	m := map[int]int{}
	for i := 0; i < 8; i++ {
		m[i] = i * i
	}
	seen := map[int]bool{}
	orders := map[string]bool{}
	for i := 0; i < 1000; i++ {
		seen[first(m)] = true
		order := ""
		for k, v := range m {
			order += fmt.Sprint(k, "=", v, " ")
		}
		orders[order] = true
	}
	fmt.Println(len(seen), "first keys;", "several orders:", len(orders) > 1)

	// Entries that are deleted before their turn do not come; those that are added may; none comes twice.
	for i := 0; i < 1000; i++ {
		m := map[int]string{}
		for k := 0; k < 10; k++ {
			m[k] = "old"
		}
		times := map[int]int{}
		n := 0
		for k, v := range m {
			times[k]++
			if m[k] != v {
				fmt.Println("not the value of now:", k, v, m[k])
			}
			if n++; n == 3 {
				for k := 0; k < 5; k++ {
					if times[k] == 0 {
						delete(m, k)
						if k%2 == 0 {
							m[k] = "new"
						}
					}
				}
				m[100] = "added"
			}
		}
		for k := 5; k < 10; k++ {
			if times[k] != 1 {
				fmt.Println(k, "came", times[k], "times")
			}
		}
		for k, t := range times {
			if t > 1 {
				fmt.Println(k, "came", t, "times")
			}
		}
	}

	// All are deleted while the loop is under way, and by clearing.
	for i := 0; i < 100; i++ {
		m := map[string]int{"a": 1, "b": 2, "c": 3}
		n := 0
		for range m {
			n++
			for k := range m {
				delete(m, k)
			}
		}
		if n != 1 || len(m) != 0 {
			fmt.Println("turns", n, "left", len(m))
		}
	}
	var keys []int
	for k := range m {
		keys = append(keys, k)
	}
	sort.Ints(keys)
	fmt.Println(keys)

	// A set that is worked off.
	todo := map[int]bool{0: true}
	done := 0
	for len(todo) > 0 {
		for k := range todo {
			delete(todo, k)
			done++
			if k < 50 {
				todo[2*k+1] = true
				todo[2*k+2] = true
			}
		}
	}
	fmt.Println(done)
}
