package metadata

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Tags of EXIF (CIPA DC-008).
const (
	tagOrientation = 0x0112
	tagArtist      = 0x013b
	tagCopyright   = 0x8298
	tagExifIFD     = 0x8769
	tagGPS         = 0x8825
	tagUserComment = 0x9286
	tagOwner       = 0xa430
	tagXPTitle     = 0x9c9b
	tagXPAuthor    = 0x9c9d
	tagXPSubject   = 0x9c9f
)

// exif is a block of TIFF directories being read.
type exif struct {
	data        []byte
	order       binary.ByteOrder
	fields      []Field
	orientation uint16
	visited     map[uint32]bool
}

// readEXIF returns what a block of EXIF says, and the orientation, 1 to 8 or 0.
func readEXIF(data []byte) (fields []Field, orientation uint16, err error) {
	data = bytes.TrimPrefix(data, []byte("Exif\x00\x00"))
	e := exif{data: data, visited: map[uint32]bool{}}
	switch {
	case len(data) < 8:
		return nil, 0, errDamaged
	case string(data[:4]) == "II*\x00":
		e.order = binary.LittleEndian
	case string(data[:4]) == "MM\x00*":
		e.order = binary.BigEndian
	default:
		return nil, 0, errDamaged
	}
	e.directory(e.order.Uint32(data[4:]))
	return e.fields, e.orientation, nil
}

// directory reads one directory and those that it leads to. What lies outside the block is passed over.
func (e *exif) directory(at uint32) {
	for at != 0 && !e.visited[at] && int64(at)+2 <= int64(len(e.data)) {
		e.visited[at] = true
		count := int64(e.order.Uint16(e.data[at:]))
		entries := e.data[at+2:]
		if count*12 > int64(len(entries)) {
			count = int64(len(entries)) / 12
		}
		for i := range count {
			e.entry(entries[i*12 : i*12+12])
		}
		next := entries[count*12:]
		if len(next) < 4 {
			return
		}
		at = e.order.Uint32(next)
	}
}

func (e *exif) entry(entry []byte) {
	tag, kind := e.order.Uint16(entry), e.order.Uint16(entry[2:])
	count, value := int64(e.order.Uint32(entry[4:])), entry[8:]
	switch tag {
	case tagExifIFD, tagGPS:
		e.directory(e.order.Uint32(value))
		return
	case tagOrientation:
		if o := e.order.Uint16(value); o >= 1 && o <= 8 && e.orientation == 0 {
			e.orientation = o
		}
		return
	}
	const byteKind, asciiKind, undefinedKind, utf8Kind = 1, 2, 7, 129
	if kind != asciiKind && kind != utf8Kind && kind != byteKind && kind != undefinedKind {
		return
	}
	if count > 4 {
		start := int64(e.order.Uint32(value))
		if start >= int64(len(e.data)) {
			return
		}
		value = e.data[start:min(start+count, int64(len(e.data)))]
	} else {
		value = value[:count]
	}
	text := ""
	switch {
	case kind == asciiKind || kind == utf8Kind:
		text = plainText(value)
	case tag >= tagXPTitle && tag <= tagXPSubject:
		text = fromUTF16(value, binary.LittleEndian)
	case tag == tagUserComment && len(value) > 8:
		if string(value[:8]) == "UNICODE\x00" {
			text = fromUTF16(value[8:], e.order)
		} else {
			text = plainText(value[8:])
		}
	}
	if text != "" {
		author := tag == tagArtist || tag == tagOwner || tag == tagXPAuthor
		e.fields = append(e.fields, Field{fmt.Sprintf("EXIF %#04x", tag), text, author})
	}
}

// plainText returns bytes as text: UTF-8 if they are, else Windows-1252.
func plainText(b []byte) string {
	b = bytes.Trim(b, "\x00 ")
	if !utf8.Valid(b) {
		b, _ = charmap.Windows1252.NewDecoder().Bytes(b)
	}
	return string(b)
}

func fromUTF16(b []byte, order binary.ByteOrder) string {
	units := make([]uint16, 0, len(b)/2)
	for ; len(b) >= 2; b = b[2:] {
		units = append(units, order.Uint16(b))
	}
	return strings.Trim(string(utf16.Decode(units)), "\x00 ")
}

// orientationOnly returns a block of EXIF that says the orientation and nothing else.
func orientationOnly(orientation uint16) []byte {
	block := []byte("MM\x00*\x00\x00\x00\x08\x00\x01")
	block = binary.BigEndian.AppendUint16(block, tagOrientation)
	block = append(block, 0, 3, 0, 0, 0, 1) // one short number
	block = binary.BigEndian.AppendUint16(block, orientation)
	return append(block, 0, 0, 0, 0, 0, 0)
}

// readXML returns the texts and attributes of XML that is metadata, such as XMP,
// each under the name of the element that holds it. What is malformed is read as far as it goes.
func readXML(data []byte) []Field {
	decoder := xml.NewDecoder(bytes.NewReader(data))
	decoder.Strict = false
	decoder.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
	var fields []Field
	var path []string
	for {
		token, err := decoder.RawToken()
		if err != nil {
			return fields
		}
		switch t := token.(type) {
		case xml.StartElement:
			path = append(path, t.Name.Local)
			for _, a := range t.Attr {
				if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" && strings.TrimSpace(a.Value) != "" {
					fields = append(fields, Field{a.Name.Local, a.Value, isAuthor(a.Name.Local)})
				}
			}
		case xml.EndElement:
			path = path[:max(0, len(path)-1)]
		case xml.CharData:
			if text := strings.TrimSpace(string(t)); text != "" {
				name, author := "text", false
				for _, element := range path {
					name, author = element, author || isAuthor(element)
				}
				fields = append(fields, Field{name, text, author})
			}
		case xml.Comment:
			fields = append(fields, Field{"comment", string(t), false})
		}
	}
}

// isAuthor reports whether a property says who made or changed a document.
func isAuthor(name string) bool {
	switch strings.ToLower(name) {
	case "creator", "author", "lastmodifiedby", "initial-creator", "artist", "manager", "printed-by", "ownername", "cameraownername", "authorsposition", "captionwriter", "by-line":
		return true
	}
	return false
}
