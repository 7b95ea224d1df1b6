// A binary protocol: frames with a length, a checksum and a signature, hand-written and with encoding/binary; a WebSocket handshake and its frames.
package main

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"crypto/hmac"
	"crypto/md5"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"hash/adler32"
	"hash/crc32"
	"hash/crc64"
	"hash/fnv"
	"io"
	"math"
	"math/big"
	"math/bits"
	"net"
	"strings"
)

const magic = 0xfeedface

type header struct {
	Magic  uint32
	Kind   uint8
	Flags  [3]uint8
	Length uint32
	Sum    uint32
}

var (
	errMagic    = errors.New("wrong magic")
	errChecksum = errors.New("wrong checksum")
)

func writeFrame(w io.Writer, kind uint8, payload []byte) error {
	h := header{Magic: magic, Kind: kind, Length: uint32(len(payload)), Sum: crc32.ChecksumIEEE(payload)}
	var b bytes.Buffer
	if err := binary.Write(&b, binary.BigEndian, h); err != nil {
		return err
	}
	buffers := net.Buffers{b.Bytes(), payload}
	_, err := buffers.WriteTo(w)
	return err
}

func readFrame(r io.Reader) (uint8, []byte, error) {
	var h header
	if err := binary.Read(r, binary.BigEndian, &h); err != nil {
		return 0, nil, err
	}
	if h.Magic != magic {
		return 0, nil, fmt.Errorf("%w: %#x", errMagic, h.Magic)
	}
	payload := make([]byte, h.Length)
	if _, err := io.ReadFull(r, payload); err != nil {
		return 0, nil, err
	}
	if crc32.ChecksumIEEE(payload) != h.Sum {
		return h.Kind, payload, errChecksum
	}
	return h.Kind, payload, nil
}

func serve(c net.Conn) {
	defer c.Close()
	for {
		kind, payload, err := readFrame(c)
		if err != nil {
			if !errors.Is(err, io.EOF) {
				writeFrame(c, 255, []byte(err.Error()))
			}
			return
		}
		switch kind {
		case 1:
			writeFrame(c, 1, bytes.ToUpper(payload))
		case 2:
			sum := sha256.Sum256(payload)
			writeFrame(c, 2, sum[:])
		case 3:
			var z bytes.Buffer
			w := zlib.NewWriter(&z)
			w.Write(payload)
			w.Close()
			writeFrame(c, 3, z.Bytes())
		}
	}
}

func webSocketAccept(key string) string {
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	return base64.StdEncoding.EncodeToString(sum[:])
}

func mask(key [4]byte, data []byte) {
	for i := range data {
		data[i] ^= key[i%4]
	}
}

func main() {
	client, server := net.Pipe()
	go serve(server)
	exchange := func(kind uint8, payload string) []byte {
		go writeFrame(client, kind, []byte(payload))
		kind, answer, err := readFrame(client)
		fmt.Println(kind, len(answer), err)
		return answer
	}
	fmt.Printf("%s\n", exchange(1, "frames, héllo"))
	fmt.Printf("%x\n", exchange(2, "hash me"))
	z, err := zlib.NewReader(bytes.NewReader(exchange(3, strings.Repeat("squeeze ", 100))))
	if err != nil {
		panic(err)
	}
	text, err := io.ReadAll(z)
	fmt.Println(len(text), err)
	go client.Write(make([]byte, 16))
	_, answer, err := readFrame(client)
	fmt.Printf("%s %v\n", answer, err)
	client.Close()

	fmt.Println(webSocketAccept("dGhlIHNhbXBsZSBub25jZQ=="))
	data := []byte("Hello")
	mask([4]byte{0x37, 0xfa, 0x21, 0x3d}, data)
	fmt.Println(hex.EncodeToString(data))

	mac := hmac.New(sha256.New, []byte("key"))
	io.WriteString(mac, "The quick brown fox jumps over the lazy dog")
	signature := mac.Sum(nil)
	fmt.Printf("%x %v\n", signature, subtle.ConstantTimeCompare(signature, mac.Sum(nil)))
	for _, h := range []hash.Hash{md5.New(), sha1.New(), sha256.New224(), sha512.New(), sha512.New384(), fnv.New64a(), crc32.New(crc32.MakeTable(crc32.Castagnoli)), crc64.New(crc64.MakeTable(crc64.ECMA)), adler32.New()} {
		for i := 0; i < 5; i++ {
			io.WriteString(h, strings.Repeat("abc", 50))
		}
		fmt.Printf("%d %d %x\n", h.Size(), h.BlockSize(), h.Sum([]byte{0xff}))
	}

	var varints []byte
	for _, n := range []int64{0, -1, 300, math.MaxInt64, math.MinInt64} {
		varints = binary.AppendVarint(varints, n)
	}
	fmt.Println(varints)
	for r := bytes.NewReader(varints); r.Len() > 0; {
		n, err := binary.ReadVarint(r)
		fmt.Print(n, err, " ")
	}
	fmt.Println()
	b := make([]byte, 8)
	binary.LittleEndian.PutUint64(b, math.Float64bits(math.Pi))
	fmt.Println(b, binary.BigEndian.Uint64(b), binary.Size(header{}), bits.Reverse64(1), bits.OnesCount64(math.MaxUint64), bits.RotateLeft32(0x80000001, 4))
	fmt.Println(hex.Dump([]byte("dump of more than sixteen bytes\x00\x01")))
	_, err = hex.DecodeString("0g")
	fmt.Println(err)
	_, err = base64.URLEncoding.DecodeString("a*b=")
	fmt.Println(err, base32.StdEncoding.EncodeToString([]byte("Go")), base64.RawURLEncoding.EncodeToString([]byte{0xfb, 0xff}))

	random := make([]byte, 32)
	n, err := rand.Read(random)
	fmt.Println(n, err, !bytes.Equal(random, make([]byte, 32)))
	large, _ := new(big.Int).SetString("123456789012345678901234567890", 10)
	fmt.Println(new(big.Int).Exp(large, big.NewInt(3), nil), new(big.Int).Mod(large, big.NewInt(97)), large.BitLen(), new(big.Int).ModInverse(big.NewInt(3), big.NewInt(11)))

	var packed bytes.Buffer
	f, _ := flate.NewWriter(&packed, flate.BestCompression)
	original := bytes.Repeat([]byte("deflate 0123456789 "), 500)
	f.Write(original)
	f.Close()
	unpacked, err := io.ReadAll(flate.NewReader(bufio.NewReader(&packed)))
	fmt.Println(bytes.Equal(unpacked, original), err)
	_, err = io.ReadAll(flate.NewReader(strings.NewReader("not deflate")))
	fmt.Println(err)
}
