package gate

import (
	"bytes"

	"golang.org/x/net/html"
)

// html searches HTML, XML or SVG as a browser would show it: the words of a
// paragraph whatever marks them, each attribute, comments, scripts.
func (s *sink) html(data []byte, depth int) {
	z := html.NewTokenizer(bytes.NewReader(data))
	var text []byte // of the block that is being read
	glued := false  // whether two pieces of it touch
	start, offset := 0, 0
	flush := func() {
		if len(bytes.TrimSpace(text)) > 0 {
			s.loose(text, Place{Kind: InText}, start, depth)
		}
		text, glued = text[:0], false
	}
	raw := "" // the element whose text is no markup
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		size := len(z.Raw())
		switch kind {
		case html.TextToken:
			switch {
			case raw == "script" || raw == "style":
				outer := s.rule
				s.rule = max(s.rule, phrases)
				s.script(z.Text(), offset, depth)
				s.rule = outer
			default:
				piece := z.Text()
				if len(text) == 0 {
					start = offset
				} else if touches(text[len(text)-1]) && len(piece) > 0 && touches(piece[0]) {
					glued = true
				}
				if glued { // each for itself, too
					s.loose(piece, Place{Kind: InText}, offset, depth)
				}
				text = append(text, piece...)
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, more := z.TagName()
			switch {
			case cell(name):
				text = append(text, ' ')
			case !inline(name):
				flush()
			}
			raw = ""
			if kind == html.StartTagToken {
				raw = rawElement(name)
			}
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				s.attribute(key, value, offset, depth)
			}
		case html.CommentToken, html.DoctypeToken:
			s.comment(z.Text(), offset, depth)
		}
		offset += size
	}
	flush()
}

// touches reports whether a byte may be a part of a word.
func touches(c byte) bool { return c >= 0x80 || ascii[c] != 0 }

// attribute searches the value of an attribute.
func (s *sink) attribute(key, value []byte, offset, depth int) {
	if len(value) == 0 {
		s.loose(key, Place{InAttribute, ""}, offset, depth) // a name by itself
		return
	}
	switch string(key) {
	case "class", "role", "type", "rel", "d":
		s.search(value, Place{Kind: InAttribute}, offset, max(s.rule, phrases)) // HTML's own words
		return
	case "srcdoc":
		s.nested(value, Place{}, offset, depth)
		return
	}
	if len(s.ends) > 0 && bytes.IndexByte(value, '.') >= 0 {
		s.link(string(value), Place{InAttribute, string(key)}, offset)
	}
	value = bytes.TrimPrefix(value, []byte("mailto:"))
	if isPlain(value) {
		s.text(value, Place{InAttribute, s.attributeName(key)}, offset)
		return
	}
	s.loose(value, Place{InAttribute, s.attributeName(key)}, offset, depth)
}

// attributeName returns a name that says nothing but what HTML says.
func (s *sink) attributeName(key []byte) string {
	switch string(key) {
	case "href", "src", "alt", "title", "content", "id", "name", "value", "action", "placeholder", "srcset", "style", "datetime", "lang", "cite":
		return string(key)
	}
	return ""
}

// isPlain reports whether a text stands for itself.
func isPlain(text []byte) bool {
	for _, c := range text {
		if c == '%' || c == '\\' || c == '&' || c == ';' {
			return false
		}
	}
	return true
}

// comment searches what browsers do not show, and may be markup.
func (s *sink) comment(text []byte, offset, depth int) {
	if bytes.IndexByte(text, '<') >= 0 && depth < maxDepth {
		s.nested(append([]byte("<p>"), text...), Place{}, offset, depth)
	}
	s.loose(text, Place{Kind: InComment}, offset, depth)
}

// inline reports whether an element stands within a line of text.
func inline(name []byte) bool {
	switch string(name) {
	case "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
		"mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tspan", "tt", "u", "var", "wbr":
		return true
	}
	return false
}

// cell reports whether an element stands beside others of its row.
func cell(name []byte) bool {
	switch string(name) {
	case "td", "th", "dt", "dd", "br", "img", "input", "button", "label":
		return true
	}
	return false
}

func rawElement(name []byte) string {
	switch string(name) {
	case "script", "style":
		return string(name)
	}
	return ""
}
