package metadata

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
)

// isSVG reports whether data is a drawing: XML whose first element is svg.
func isSVG(data []byte) bool {
	head := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n")
	if len(head) == 0 || head[0] != '<' {
		return false
	}
	decoder := newXML(data)
	for {
		token, err := decoder.RawToken()
		if err != nil {
			return false
		}
		if start, ok := token.(xml.StartElement); ok {
			return start.Name.Local == "svg"
		}
	}
}

func newXML(data []byte) *xml.Decoder {
	decoder := xml.NewDecoder(bytes.NewReader(data))
	decoder.Strict = false // entities of its own stay as they are written
	decoder.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
	return decoder
}

// stripSVG cuts out comments, <metadata>, and what the elements and attributes of
// drawing programs tell, which are in a name space of their own; pictures within are
// stripped too. All else stays byte for byte.
func stripSVG(data []byte) ([]byte, error) {
	decoder := newXML(data)
	out := make([]byte, 0, len(data))
	within := 0 // depth in an element that is cut out
	for {
		from := decoder.InputOffset()
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("taking the metadata out of an SVG: %w", err)
		}
		written := data[from:decoder.InputOffset()]
		switch t := token.(type) {
		case xml.StartElement:
			if within > 0 || isForeign(t.Name) || t.Name.Local == "metadata" {
				within++
				continue
			}
			out = append(out, ownAttributes(written)...)
		case xml.EndElement:
			if within > 0 {
				within--
				continue
			}
			out = append(out, written...)
		case xml.Comment:
		case xml.ProcInst:
			if within == 0 && (t.Target == "xml" || t.Target == "xml-stylesheet") {
				out = append(out, written...)
			}
		default:
			if within == 0 {
				out = append(out, written...)
			}
		}
	}
	return stripEmbedded(out)
}

// isForeign reports whether a name is none of SVG's.
func isForeign(name xml.Name) bool {
	switch name.Space {
	case "", "svg", "xlink", "xml", "xmlns":
		return false
	}
	return true
}

// attribute is one attribute of a start tag, with the blanks before it.
var attribute = regexp.MustCompile(`\s+([^\s=/>"']+)(\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?`)

// ownAttributes returns a start tag without the attributes of other name spaces.
func ownAttributes(tag []byte) []byte {
	if !bytes.ContainsRune(tag, ':') {
		return tag
	}
	return attribute.ReplaceAllFunc(tag, func(written []byte) []byte {
		name := attribute.FindSubmatch(written)[1]
		prefix, _, ok := bytes.Cut(name, []byte(":"))
		if ok && isForeign(xml.Name{Space: string(prefix)}) {
			return nil
		}
		return written
	})
}

// embedded is a picture within a drawing.
var embedded = regexp.MustCompile(`(data:image/(?:jpeg|jpg|png|webp|gif);base64,)([A-Za-z0-9+/=\s]+)`)

// stripEmbedded strips the pictures that a drawing holds.
func stripEmbedded(svg []byte) ([]byte, error) {
	var failed error
	out := embedded.ReplaceAllFunc(svg, func(written []byte) []byte {
		parts := embedded.FindSubmatch(written)
		blank := func(r rune) rune {
			if r == ' ' || r == '\n' || r == '\r' || r == '\t' {
				return -1
			}
			return r
		}
		picture, err := base64.StdEncoding.DecodeString(string(bytes.Map(blank, parts[2])))
		if err != nil {
			failed = errors.Join(failed, err)
			return nil
		}
		stripped, err := Strip(picture)
		if err != nil {
			failed = errors.Join(failed, err)
			return nil
		}
		return base64.StdEncoding.AppendEncode(bytes.Clone(parts[1]), stripped)
	})
	return out, failed
}
