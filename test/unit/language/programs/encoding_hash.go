package main

import (
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"math/big"
	"math/bits"
	"math/rand"
	"net/url"
	"path"
	"path/filepath"
	"strings"
)

func main() {
	fmt.Println(base64.StdEncoding.EncodeToString([]byte("hello?>")), base64.URLEncoding.EncodeToString([]byte("hello?>")))
	d, err := base64.StdEncoding.DecodeString("aGk=")
	fmt.Println(string(d), err)
	_, err = base64.StdEncoding.DecodeString("!!")
	fmt.Println(err)
	fmt.Println(hex.EncodeToString([]byte{0xde, 0xad}), binary.BigEndian.Uint32([]byte{1, 2, 3, 4}), binary.LittleEndian.Uint64([]byte{1, 2, 3, 4, 5, 6, 7, 0xff}))
	buf := make([]byte, 8)
	binary.BigEndian.PutUint64(buf, 0xfedcba9876543210)
	fmt.Println(buf, binary.PutUvarint(buf, 300), buf[:2])
	fmt.Printf("%x\n%x\n%x\n", md5.Sum([]byte("a")), sha1.Sum([]byte("a")), sha256.Sum256([]byte("a")))
	fmt.Println(crc32.ChecksumIEEE([]byte("crc of this text")))
	h := fnv.New64a()
	h.Write([]byte("fnv"))
	fmt.Println(h.Sum64())
	a, _ := new(big.Int).SetString("123456789012345678901234567890", 10)
	b := big.NewInt(987654321)
	fmt.Println(new(big.Int).Mul(a, b), new(big.Int).Mod(a, b), new(big.Int).Exp(b, big.NewInt(10), a), a.Cmp(b), new(big.Int).Sqrt(a), new(big.Int).Lsh(b, 70), new(big.Int).Sub(b, a))
	fmt.Println(new(big.Rat).SetFrac64(3, 6), new(big.Int).GCD(nil, nil, big.NewInt(48), big.NewInt(18)))
	fmt.Println(bits.OnesCount64(1<<63|7), bits.LeadingZeros32(1), bits.TrailingZeros64(1<<40), bits.Reverse8(1), bits.RotateLeft64(1<<63|1, 1), bits.Len(255))
	hi, lo := bits.Mul64(1<<63, 6)
	sum, carry := bits.Add64(1<<63, 1<<63, 1)
	q, r := bits.Div64(1, 5, 1<<62)
	fmt.Println(hi, lo, sum, carry, q, r)
	rnd := rand.New(rand.NewSource(42))
	fmt.Println(rnd.Intn(100), rnd.Intn(100), rnd.Float64(), rnd.Perm(5), rnd.Int63())
	u, err := url.Parse("http://user:pw@host:8080/p/a th?q=1&r=a+b#frag")
	fmt.Println(u.Host, u.Port(), u.Path, u.Query()["r"], u.Fragment, u.User.Username(), err, url.QueryEscape("a b&c"))
	fmt.Println(path.Join("a", "../b", "/c"), path.Base("/x/y.go"), path.Ext("y.tar.gz"), filepath.Dir("/a/b/c"), path.Clean("a//b/./c/.."))
	rec, err := csv.NewReader(strings.NewReader("a,\"b,c\",d\n1,2,3\n")).ReadAll()
	fmt.Println(rec, err)
	var bb bytes.Buffer
	binary.Write(&bb, binary.LittleEndian, struct {
		A uint16
		B int32
	}{1, -2})
	fmt.Println(bb.Bytes())
}
