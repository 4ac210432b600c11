package metadata

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"io"
	"strings"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

func isPNG(data []byte) bool { return bytes.HasPrefix(data, []byte(pngSignature)) }

// chunk is a part of a PNG or RIFF file.
type chunk struct {
	kind  string
	body  []byte
	whole []byte // with its kind, length and sum
}

// pngChunks cuts a PNG up to its end; what follows is no part of the picture.
func pngChunks(data []byte) ([]chunk, error) {
	var list []chunk
	data = data[len(pngSignature):]
	for {
		if len(data) < 12 {
			return list, errDamaged
		}
		length := int64(binary.BigEndian.Uint32(data))
		if length > int64(len(data)-12) {
			return list, errDamaged
		}
		c := chunk{string(data[4:8]), data[8 : 8+length], data[:12+length]}
		list = append(list, c)
		if c.kind == "IEND" {
			return list, nil
		}
		data = data[12+length:]
	}
}

func readPNG(data []byte) ([]Field, error) {
	list, err := pngChunks(data)
	var fields []Field
	for _, c := range list {
		switch c.kind {
		case "tEXt":
			key, text, _ := bytes.Cut(c.body, []byte{0})
			fields = append(fields, Field{string(key), plainText(text), isAuthor(string(key))})
		case "zTXt":
			key, text, _ := bytes.Cut(c.body, []byte{0})
			if len(text) > 1 {
				fields = append(fields, Field{string(key), plainText(inflated(text[1:])), isAuthor(string(key))})
			}
		case "iTXt":
			fields = append(fields, internationalText(c.body)...)
		case "eXIf":
			said, _, failed := readEXIF(c.body)
			if fields = append(fields, said...); failed != nil {
				err = failed
			}
		}
	}
	return fields, err
}

// internationalText reads an iTXt chunk: key, compression, language, key in that language, text.
func internationalText(body []byte) []Field {
	key, rest, _ := bytes.Cut(body, []byte{0})
	if len(rest) < 2 {
		return nil
	}
	compressed, rest := rest[0] == 1, rest[2:]
	_, rest, _ = bytes.Cut(rest, []byte{0})
	_, text, _ := bytes.Cut(rest, []byte{0})
	if compressed {
		text = inflated(text)
	}
	if strings.HasPrefix(string(key), "XML:") {
		return readXML(text)
	}
	return []Field{{string(key), plainText(text), isAuthor(string(key))}}
}

// maxInflated bounds what compressed metadata may hold, in bytes.
const maxInflated = 16 << 20

// inflated decompresses as far as it goes.
func inflated(data []byte) []byte {
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	text, _ := io.ReadAll(io.LimitReader(r, maxInflated))
	return text
}

// stripPNG keeps what makes the pixels, their colours, their size, and animation.
func stripPNG(data []byte) ([]byte, error) {
	list, err := pngChunks(data)
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, len(data))
	out = append(out, pngSignature...)
	for _, c := range list {
		switch c.kind {
		case "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI",
			"bKGD", "hIST", "pHYs", "acTL", "fcTL", "fdAT":
			out = append(out, c.whole...)
		case "eXIf":
			if _, orientation, err := readEXIF(c.body); err == nil && orientation > 1 {
				out = appendPNG(out, "eXIf", orientationOnly(orientation))
			}
		}
	}
	return out, nil
}

func appendPNG(out []byte, kind string, body []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(body)))
	from := len(out)
	out = append(append(out, kind...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[from:]))
}
