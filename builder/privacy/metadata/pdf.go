package metadata

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

func isPDF(data []byte) bool { return bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) }

// readPDF returns what a PDF says of itself: its information dictionary, its
// XMP, the notes of reviewers. It does not read the pages.
func readPDF(data []byte) ([]Field, error) {
	if encrypted.Match(data) {
		return nil, ErrUnknown
	}
	texts := append([][]byte{data}, streams(data)...)
	var fields []Field
	for _, text := range texts {
		fields = append(fields, information(text, texts)...)
		if i := bytes.Index(text, []byte("<x:xmpmeta")); i >= 0 {
			end := bytes.Index(text[i:], []byte("</x:xmpmeta>"))
			if end < 0 {
				end = len(text) - i
			}
			fields = append(fields, readXML(text[i:i+end])...)
		}
	}
	return fields, nil
}

var encrypted = regexp.MustCompile(`/Encrypt\s+\d+\s+\d+\s+R`)

// streams returns the streams that hold objects or metadata, decompressed.
func streams(data []byte) [][]byte {
	var list [][]byte
	total := 0
	for at := 0; total < maxInflated; {
		next := bytes.Index(data[at:], []byte("stream"))
		if next < 0 {
			break
		}
		start := at + next
		at = start + len("stream")
		if bytes.HasSuffix(data[:start], []byte("end")) {
			continue
		}
		dictionary := data[max(0, start-1024):start]
		if i := bytes.LastIndex(dictionary, []byte(" obj")); i >= 0 {
			dictionary = dictionary[i:]
		}
		holdsObjects := bytes.Contains(dictionary, []byte("/ObjStm")) || bytes.Contains(dictionary, []byte("/Metadata"))
		if !holdsObjects || !bytes.Contains(dictionary, []byte("FlateDecode")) {
			continue
		}
		body := inflated(bytes.TrimLeft(data[at:], "\r\n"))
		total += len(body)
		list = append(list, body)
	}
	return list
}

// property is a key of the information dictionary, or of a reviewer's note, and
// where its value begins or stands.
var property = regexp.MustCompile(`/(Author|Title|Subject|Keywords|Creator|Producer|Company|Manager|Contents|T|SourceModified|Comments)\s*(\(|<[^<]|(\d+)\s+\d+\s+R)`)

// information returns the properties that text gives, be it directly or by a
// reference to an object of one of texts.
func information(text []byte, texts [][]byte) []Field {
	var fields []Field
	for _, m := range property.FindAllSubmatchIndex(text, 4096) {
		name := string(text[m[2]:m[3]])
		value := ""
		if m[6] >= 0 {
			value = object(string(text[m[6]:m[7]]), texts)
		} else {
			value = pdfString(text[m[4]:])
		}
		if value = strings.TrimSpace(value); value != "" {
			fields = append(fields, Field{name, value, name == "Author" || name == "Manager"})
		}
	}
	return fields
}

// object returns the string that is the object of a number.
func object(number string, texts [][]byte) string {
	for _, text := range texts {
		head := []byte("\n" + number + " 0 obj")
		if i := bytes.Index(text, head); i >= 0 {
			body := bytes.TrimLeft(text[i+len(head):], " \r\n\t")
			if len(body) > 0 && (body[0] == '(' || body[0] == '<') {
				return pdfString(body)
			}
		}
	}
	return ""
}

// maxString bounds one string of a PDF, in bytes.
const maxString = 64 << 10

// pdfString reads a string, literal or in hexadecimal.
func pdfString(text []byte) string {
	text = text[:min(len(text), maxString)]
	var raw []byte
	if text[0] == '<' {
		end := bytes.IndexByte(text, '>')
		if end < 0 {
			return ""
		}
		digits := strings.Join(strings.Fields(string(text[1:end])), "")
		if len(digits)%2 == 1 {
			digits += "0"
		}
		raw, _ = hex.DecodeString(digits)
	} else {
		raw = literal(text[1:])
	}
	switch {
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return fromUTF16(raw[2:], binary.BigEndian)
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		return string(raw[3:])
	case utf8.Valid(raw):
		return string(raw)
	}
	raw, _ = charmap.ISO8859_1.NewDecoder().Bytes(raw)
	return string(raw)
}

// literal reads the body of a literal string up to its closing parenthesis.
func literal(text []byte) []byte {
	var raw []byte
	depth := 1
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return raw
			}
		case '\\':
			if i++; i >= len(text) {
				return raw
			}
			switch c := text[i]; {
			case c >= '0' && c <= '7':
				end := i + 1
				for end < len(text) && end < i+3 && text[end] >= '0' && text[end] <= '7' {
					end++
				}
				value, _ := strconv.ParseUint(string(text[i:end]), 8, 16)
				raw = append(raw, byte(value))
				i = end - 1
			case c == 'n', c == 'r', c == 't', c == 'b', c == 'f':
				raw = append(raw, ' ')
			case c == '\n', c == '\r': // the line goes on
			default:
				raw = append(raw, c)
			}
			continue
		}
		raw = append(raw, text[i])
	}
	return raw
}
