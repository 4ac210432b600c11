package gate

import (
	"bytes"
	"html"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// decode undoes one layer of whatever stands for characters in a text: percent
// signs, the escapes of JavaScript, JSON and CSS, character references. It is false when
// there is none. What decodes to no text stays.
func decode(text []byte) ([]byte, bool) {
	if bytes.IndexByte(text, '%') < 0 && bytes.IndexByte(text, '\\') < 0 && bytes.IndexByte(text, '&') < 0 {
		return text, false
	}
	out := make([]byte, 0, len(text))
	changed := false
	for i := 0; i < len(text); {
		var decoded []byte
		width := 0
		switch text[i] {
		case '%':
			decoded, width = percents(text[i:])
		case '\\':
			decoded, width = escape(text[i:])
		case '&':
			decoded, width = reference(text[i:])
		}
		if width == 0 {
			out = append(out, text[i])
			i++
			continue
		}
		changed = true
		out = append(out, decoded...)
		i += width
	}
	return out, changed
}

// percents decodes a run of percent signs, if it is text.
func percents(s []byte) ([]byte, int) {
	var out []byte
	i := 0
	for i+2 < len(s) && s[i] == '%' {
		value, err := strconv.ParseUint(string(s[i+1:i+3]), 16, 8)
		if err != nil {
			break
		}
		out = append(out, byte(value))
		i += 3
	}
	for len(out) > 0 && !utf8.Valid(out) { // the last may be an ordinary percent sign
		out = out[:len(out)-1]
		i -= 3
	}
	return out, i
}

// escape decodes one escape: \n, \x41, \u00e9, \u{e9}, \351, and \e9 of CSS.
func escape(s []byte) ([]byte, int) {
	if len(s) < 2 {
		return nil, 0
	}
	hex := func(from, to int) (rune, bool) {
		if to > len(s) {
			return 0, false
		}
		value, err := strconv.ParseUint(string(s[from:to]), 16, 32)
		return rune(value), err == nil && value <= utf8.MaxRune
	}
	switch s[1] {
	case 'n', 'r', 't', '\n':
		return []byte{' '}, 2
	case '"', '\'', '\\', '/', '`':
		return s[1:2], 2
	case 'x':
		if r, ok := hex(2, 4); ok {
			return utf8.AppendRune(nil, r), 4
		}
	case 'u':
		if len(s) > 3 && s[2] == '{' {
			if end := bytes.IndexByte(s[:min(len(s), 11)], '}'); end > 3 {
				if r, ok := hex(3, end); ok {
					return utf8.AppendRune(nil, r), end + 1
				}
			}
			return nil, 0
		}
		r, ok := hex(2, 6)
		if !ok {
			return nil, 0
		}
		if utf16.IsSurrogate(r) && len(s) >= 12 && s[6] == '\\' && s[7] == 'u' {
			if low, ok := hex(8, 12); ok {
				return utf8.AppendRune(nil, utf16.DecodeRune(r, low)), 12
			}
		}
		return utf8.AppendRune(nil, r), 6
	}
	end := 1 // CSS: one to six digits, and a blank that ends them
	for end < len(s) && end < 7 && isHex(s[end]) {
		end++
	}
	r, ok := hex(1, end)
	if end == 1 || !ok {
		return nil, 0
	}
	if end < len(s) && s[end] == ' ' {
		end++
	}
	return utf8.AppendRune(nil, r), end
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }

// reference decodes a character reference.
func reference(s []byte) ([]byte, int) {
	end := bytes.IndexByte(s[:min(len(s), 34)], ';')
	if end < 2 {
		return nil, 0
	}
	plain := html.UnescapeString(string(s[:end+1]))
	if plain == string(s[:end+1]) {
		return nil, 0
	}
	return []byte(plain), end + 1
}
