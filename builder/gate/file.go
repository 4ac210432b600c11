package gate

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"io"
	"net/url"
	"path"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"relais/builder/privacy/metadata"
)

// read searches one file of the output: its name, then what it holds, by what
// it is and not only by its name.
func (g *Gate) read(name string, data []byte) {
	s := &sink{Gate: g, path: name, data: data}
	if found, hidden := g.addresses[name]; hidden {
		s.report(found, path.Base(name), Place{Kind: InName}, -1)
	}
	s.loose([]byte(name), Place{Kind: InName}, -1, 0)
	if g.trusted[name] {
		s.rule = personal
	}
	s.file(name, data, 0)
}

// maxDepth bounds texts within texts.
const maxDepth = 4

// file searches what a file holds, or what a text holds in place of a file.
func (s *sink) file(name string, data []byte, depth int) {
	if depth > maxDepth {
		return
	}
	switch extension := strings.ToLower(path.Ext(name)); {
	case strings.HasPrefix(name, "search/") && extension == ".js":
		s.index(data)
		return
	case extension == ".js", extension == ".css", extension == ".map":
		s.rule = max(s.rule, phrases)
		s.script(data, 0, depth)
		return
	case strings.HasPrefix(name, "admin/"), extension == ".opf":
		s.rule = max(s.rule, phrases) // what lists the files of an EPUB has words of its own
	}
	switch {
	case metadata.Known(data):
		s.binary(data, depth)
	case markup(data):
		if depth > 0 || !s.skim(data) {
			s.html(data, depth)
		}
	default:
		text, ok := readable(data)
		if !ok {
			s.binary(data, depth)
			return
		}
		s.loose(text, Place{Kind: InText}, 0, depth)
	}
}

// markup reports whether a text is HTML, XML or SVG.
func markup(data []byte) bool {
	head := bytes.TrimLeft(data[:min(len(data), 512)], "\ufeff \t\r\n")
	return len(head) > 1 && head[0] == '<' && (head[1] == '!' || head[1] == '?' || head[1]|0x20 >= 'a' && head[1]|0x20 <= 'z')
}

// readable returns data as text in UTF-8, whatever encoding it is in, unless it is none.
func readable(data []byte) ([]byte, bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		units := make([]uint16, 0, len(data)/2)
		for i := 2; i+1 < len(data); i += 2 {
			low, high := data[i], data[i+1]
			if data[0] == 0xfe {
				low, high = high, low
			}
			units = append(units, uint16(low)|uint16(high)<<8)
		}
		return []byte(string(utf16.Decode(units))), true
	case bytes.IndexByte(data[:min(len(data), 8<<10)], 0) >= 0:
		return nil, false
	case utf8.Valid(data):
		return data, true
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	return text, err == nil
}

// binary searches what a picture or a document says of itself, the texts that
// stand in it as they are, and the files in an archive.
func (s *sink) binary(data []byte, depth int) {
	s.rule = max(s.rule, personal)
	fields, _ := metadata.Read(data) // what cannot be read is searched below as it is
	for _, field := range fields {
		s.loose([]byte(field.Text), Place{InMetadata, field.Name}, -1, depth)
	}
	eachRun(data, func(text []byte) { s.loose(text, Place{Kind: InMetadata}, -1, depth) })
	if archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
		for _, f := range archive.File {
			s.loose([]byte(f.Name), Place{Kind: InMetadata}, -1, depth)
			if part, err := readPart(f); err == nil {
				s.file("", part, depth+1)
			}
		}
	}
}

// maxPart bounds what is read of a file in an archive, in bytes.
const maxPart = 16 << 20

func readPart(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, maxPart))
}

// eachRun yields the texts that stand in binary data, in UTF-8 or in UTF-16.
func eachRun(data []byte, yield func(text []byte)) {
	const least = 6
	start := 0
	for i := 0; i <= len(data); i++ {
		if i < len(data) && (data[i] >= ' ' && data[i] != 0x7f) {
			continue
		}
		if i-start >= least && utf8.Valid(data[start:i]) {
			yield(data[start:i])
		}
		start = i + 1
	}
	for _, high := range []int{0, 1} { // where the zeros of plain letters stand
		var wide []byte
		for i := 0; i+1 < len(data); i += 2 {
			c, zero := data[i+1-high], data[i+high]
			if zero == 0 && c >= ' ' {
				wide = utf8.AppendRune(wide, rune(c))
				continue
			}
			if len(wide) >= least {
				yield(wide)
			}
			wide = nil
		}
		if len(wide) >= least {
			yield(wide)
		}
	}
}

// loose searches a text and what it stands for: percent signs, escapes,
// character references and base64 are decoded, as deep as a browser might.
func (s *sink) loose(text []byte, where Place, offset, depth int) {
	decoded, changed := decode(text)
	if !changed || depth >= maxDepth {
		s.text(text, where, offset)
	} else {
		s.search(text, where, offset, max(s.rule, phrases)) // halves of what is encoded are no words
		if markup(decoded) {
			s.nested(decoded, where, offset, depth)
		} else {
			s.loose(decoded, where, offset, depth+1)
		}
	}
	for rest := text; ; {
		i := bytes.Index(rest, base64Mark)
		if i < 0 || depth >= maxDepth {
			return
		}
		rest = rest[i+len(base64Mark):]
		end := bytes.IndexFunc(rest, func(r rune) bool {
			return !(r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9' || r == '+' || r == '/' || r == '=' || r == '-' || r == '_')
		})
		if end < 0 {
			end = len(rest)
		}
		encoded := strings.NewReplacer("-", "+", "_", "/", "=", "").Replace(string(rest[:end]))
		if plain, err := base64.RawStdEncoding.DecodeString(encoded); err == nil {
			s.nested(plain, where, offset, depth)
		}
	}
}

// nested searches a file within a text. What is found there stands where the text does.
func (s *sink) nested(data []byte, where Place, offset, depth int) {
	inner := *s
	if s.within == nil {
		inner.within = &spot{where, offset}
	}
	inner.file("", data, depth+1)
}

// script searches JavaScript, CSS or JSON: texts stand in it with escapes.
func (s *sink) script(data []byte, offset, depth int) {
	s.loose(data, Place{Kind: InScript}, offset, depth)
}

// link searches an attribute that may be the address of a page.
func (s *sink) link(value string, where Place, offset int) {
	if found := s.leadsTo(value); found != nil {
		s.report(*found, path.Base(value), where, offset)
	}
}

// leadsTo returns which hidden page or file one of the links of an attribute leads to, nil for none.
func (s *sink) leadsTo(value string) *secret {
	for candidate := range strings.SplitSeq(value, ",") { // srcset
		candidate, _, _ = strings.Cut(strings.TrimSpace(candidate), " ")
		candidate, _, _ = strings.Cut(candidate, "#")
		candidate, _, _ = strings.Cut(candidate, "?")
		if plain, err := url.PathUnescape(candidate); err == nil {
			candidate = plain
		}
		if !s.ends[path.Base(candidate)] {
			continue
		}
		if found, hidden := s.addresses[path.Join(path.Dir(s.path), candidate)]; hidden {
			return &found
		}
	}
	return nil
}
