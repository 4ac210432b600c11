package privacy

import (
	"html"
	"sort"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// text is a source as its reader would see it, and where each of its bytes was written.
type text struct {
	text   string
	moves  []move // by rising to
	source *text  // what it was decoded from; nil when it is the source
}

// move says that from byte "to" of the text on, what is read stood at byte
// "from" of the source, up to the next move.
type move struct{ to, from int }

// at returns where in the source byte i of t was written. All of a reference
// such as "&eacute;" is at its beginning.
func (t *text) at(i int) int {
	for ; t.source != nil; t = t.source {
		k := sort.Search(len(t.moves), func(k int) bool { return t.moves[k].to > i }) - 1
		if k < 0 {
			continue
		}
		at := t.moves[k].from + i - t.moves[k].to
		if k+1 < len(t.moves) {
			at = min(at, t.moves[k+1].from)
		}
		i = at
	}
	return i
}

// after returns where in the source the text before byte i of t ends.
func (t *text) after(i int) int {
	for ; t.source != nil; t = t.source {
		k := sort.Search(len(t.moves), func(k int) bool { return t.moves[k].to >= i })
		switch {
		case k < len(t.moves) && t.moves[k].to == i:
			i = t.moves[k].from
		case k > 0:
			i = t.moves[k-1].from + i - t.moves[k-1].to
		}
	}
	return i
}

// maxPasses bounds how often a text is decoded: twice undoes "%26eacute%3B", and
// nobody's reader undoes more.
const maxPasses = 2

// decode reads src as its reader would: HTML references, percent signs, escapes
// of YAML, JSON and Markdown stand for what they mean; emphasis and characters
// that are not seen are dropped; special spaces, hyphens and apostrophes are plain.
func decode(src string) *text {
	t := &text{text: src}
	for pass := range maxPasses {
		if pass > 0 && !strings.ContainsAny(t.text, `&%\`) {
			break
		}
		next := decodeOnce(t)
		if next == t {
			break
		}
		t = next
	}
	return t
}

// decodeOnce undoes one layer. It returns t itself when there is none.
func decodeOnce(t *text) *text {
	src := t.text
	var b strings.Builder
	var moves []move
	copied := 0 // bytes of src that are in b
	for i := 0; i < len(src); {
		c := src[i]
		switch {
		case c == 0xc3: // à to ÿ stand for themselves
			i += 2
			continue
		case c < utf8.RuneSelf && c != '&' && c != '%' && c != '\\' && c != '*':
			i++
			continue
		}
		stands, width := encoded(src[i:])
		if width == 0 {
			i += max(1, -int(stands))
			continue
		}
		b.WriteString(src[copied:i])
		start := b.Len()
		if stands >= 0 {
			b.WriteRune(stands)
		}
		i += width
		copied = i
		moves = append(moves, move{start, i - width}, move{b.Len(), i})
	}
	if moves == nil {
		return t
	}
	b.WriteString(src[copied:])
	return &text{text: b.String(), moves: moves, source: t}
}

// nothing is what stands for a character that nobody sees.
const nothing rune = -1

// encoded returns the character that the first width bytes of s stand for, or
// nothing. Width is 0 when they stand for themselves; what is returned is then
// minus the length of what can be passed over.
func encoded(s string) (r rune, width int) {
	switch s[0] {
	case '*':
		return nothing, 1
	case '&':
		return reference(s)
	case '%':
		return percent(s)
	case '\\':
		return escape(s)
	}
	r, width = utf8.DecodeRuneInString(s)
	switch plain := plain(r); {
	case plain == r:
		return rune(-width), 0
	default:
		return plain, width
	}
}

// plain returns the usual character for one that looks like it, or nothing for
// one that is not seen.
func plain(r rune) rune {
	switch {
	case r == '\u00a0', r >= '\u2000' && r <= '\u200a', r == '\u202f', r == '\u205f', r == '\u3000':
		return ' '
	case r == '\u00ad', r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2060' && r <= '\u2064', r == '\ufeff':
		return nothing
	case r >= '\u2010' && r <= '\u2015', r == '\u2212':
		return '-'
	case r == '’', r == '‘', r == 'ʼ':
		return '\''
	case r == '«', r == '»', r == '“', r == '”', r == '„':
		return '"'
	case r == '…', r == '·', r == '•', r == '→', r >= '\u2500' && r <= '\u257f': // and what draws tables
		return '|' // nothing that may stand within a name or a number
	case r >= '！' && r <= '～': // full width
		return r - '！' + '!'
	}
	return r
}

// reference reads an HTML character reference.
func reference(s string) (rune, int) {
	end := strings.IndexByte(s[:min(len(s), 12)], ';')
	if end < 3 {
		return -1, 0
	}
	named := html.UnescapeString(s[:end+1])
	r, width := utf8.DecodeRuneInString(named)
	if width != len(named) || r == utf8.RuneError {
		return -1, 0
	}
	return plain(r), end + 1
}

// percent reads one character of UTF-8 behind percent signs.
func percent(s string) (rune, int) {
	var bytes [utf8.UTFMax]byte
	for n := range bytes {
		if len(s) < 3*n+3 || s[3*n] != '%' {
			return -1, 0
		}
		value, err := strconv.ParseUint(s[3*n+1:3*n+3], 16, 8)
		if err != nil {
			return -1, 0
		}
		bytes[n] = byte(value)
		if r, width := utf8.DecodeRune(bytes[:n+1]); width == n+1 && (r != utf8.RuneError || n == 2) {
			return plain(r), 3 * (n + 1)
		}
	}
	return -1, 0
}

// escape reads an escape of JSON, JavaScript or YAML (\u00e9, \u{e9}, \xe9, \U000000e9), or of
// Markdown, where a backslash before punctuation is not seen.
func escape(s string) (rune, int) {
	if len(s) < 2 {
		return -1, 0
	}
	hex := func(from, digits int) (rune, bool) {
		if len(s) < from+digits {
			return 0, false
		}
		value, err := strconv.ParseUint(s[from:from+digits], 16, 31)
		return rune(value), err == nil && utf8.ValidRune(rune(value)) || value >= 0xd800 && value < 0xe000
	}
	var r rune
	width, ok := 0, false
	switch c := s[1]; {
	case c == 'x':
		r, ok = hex(2, 2)
		width = 4
	case c == 'U':
		r, ok = hex(2, 8)
		width = 10
	case c == 'u' && len(s) > 3 && s[2] == '{':
		if end := strings.IndexByte(s[:min(len(s), 11)], '}'); end > 3 {
			r, ok = hex(3, end-3)
			width = end + 1
		}
	case c == 'u':
		r, ok = hex(2, 4)
		width = 6
		if ok && utf16.IsSurrogate(r) && len(s) >= 12 && s[6:8] == `\u` {
			low, _ := strconv.ParseUint(s[8:12], 16, 31)
			r, width = utf16.DecodeRune(r, rune(low)), 12
		}
	case c > ' ' && c < utf8.RuneSelf && !isLetter(c) && !isDigit(c):
		return rune(c), 2
	}
	if !ok {
		return -1, 0
	}
	return plain(r), width
}
