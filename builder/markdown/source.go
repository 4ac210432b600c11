package markdown

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
	"golang.org/x/text/unicode/norm"
)

// clean returns src as the parser expects it: valid UTF-8 in NFC, lines ended
// by \n, no control character but tabs and line feeds. Lines keep their number.
// A source that is clean already, nearly all of them, is returned as it is.
func clean(src []byte) []byte {
	if !utf8.Valid(src) {
		src = bytes.ToValidUTF8(src, []byte("\uFFFD"))
	}
	if bytes.IndexByte(src, '\r') >= 0 {
		src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
		src = bytes.ReplaceAll(src, []byte("\r"), []byte("\n"))
	}
	if hasControl(src) {
		src = bytes.Map(func(r rune) rune {
			if isControl(r) {
				return utf8.RuneError
			}
			return r
		}, src)
	}
	if !norm.NFC.IsNormal(src) {
		src = norm.NFC.Bytes(src)
	}
	return src
}

// isControl tells whether r has no place in a text: HTML forbids most of these
// characters and XML, hence feeds, all of them.
func isControl(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r == 0x7F
}

func hasControl(src []byte) bool {
	for _, c := range src {
		if isControl(rune(c)) {
			return true
		}
	}
	return false
}

// literal precedes, in a run of inline text, a character that its author
// escaped: typography leaves it alone. No valid UTF-8 holds this byte.
const literal = 0xFF

// appendUnescaped appends src to dst with its backslash escapes and character
// references resolved, as CommonMark reads text. With marked, escaped
// characters that typography would touch are preceded by literal.
func appendUnescaped(dst, src []byte, marked bool) []byte {
	for {
		i := bytes.IndexAny(src, `\&`)
		if i < 0 {
			return append(dst, src...)
		}
		dst = append(dst, src[:i]...)
		src = src[i:]
		if src[0] == '\\' {
			if len(src) == 1 || !util.IsPunct(src[1]) {
				dst, src = append(dst, '\\'), src[1:]
				continue
			}
			if marked {
				dst = append(dst, literal)
			}
			dst, src = append(dst, src[1]), src[2:]
			continue
		}
		characters, n := reference(src)
		if n == 0 {
			characters, n = src[:1], 1
		}
		if marked && len(characters) == 1 && util.IsPunct(characters[0]) && n > 1 {
			dst = append(dst, literal)
		}
		dst, src = append(dst, characters...), src[n:]
	}
}

// unescaped is appendUnescaped into a new string.
func unescaped(src []byte) string {
	return string(appendUnescaped(make([]byte, 0, len(src)), src, false))
}

// reference reads the character reference that src begins with: what it stands
// for and its length, 0 when it is none. A number that is no character, or a
// control character, stands for U+FFFD.
func reference(src []byte) (characters []byte, length int) {
	// No name of HTML's is longer than CounterClockwiseContourIntegral (31).
	end := bytes.IndexByte(src[:min(len(src), 34)], ';')
	if end < 2 {
		return nil, 0
	}
	name := string(src[1:end])
	if name[0] != '#' {
		entity, ok := util.LookUpHTML5EntityByName(name)
		if !ok {
			return nil, 0
		}
		return entity.Characters, end + 1
	}
	digits, base, most := name[1:], 10, 7
	if len(digits) > 0 && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base, most = digits[1:], 16, 6
	}
	number, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > most {
		return nil, 0
	}
	r := rune(number)
	if isControl(r) {
		r = utf8.RuneError
	}
	return utf8.AppendRune(nil, r), end + 1
}

// appendEscaped appends text to dst, safe as content and in a quoted attribute.
func appendEscaped(dst, text []byte) []byte {
	from := 0
	for i, c := range text {
		var entity string
		switch c {
		case '&':
			entity = "&amp;"
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		case '"':
			entity = "&quot;"
		default:
			continue
		}
		dst = append(append(dst, text[from:i]...), entity...)
		from = i + 1
	}
	return append(dst, text[from:]...)
}
