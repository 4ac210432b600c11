package gate

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// words reads a text word by word, as a person would compare them: without
// case, accents, ligatures and characters that are not seen. A word is letters
// and digits; it is known by its hash.
type words struct {
	text []byte
	at   int

	start, end int    // of the word, in text
	hash       uint64 // of the word, folded
	letters    int    // how many characters of it are letters
	size       int    // how many characters it has, folded
	breaks     bool   // whether what stands before it keeps words apart: " · ", a bar, a line of its own
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// next reads the next word. It is false at the end.
func (w *words) next() bool {
	w.skip()
	text, at := w.text, w.at
	if at >= len(text) {
		return false
	}
	w.start = at
	hash, letters, size := uint64(fnvOffset), 0, 0
	for at < len(text) {
		c := text[at]
		if c < utf8.RuneSelf {
			c = ascii[c]
			if c == 0 {
				break
			}
			if c > '9' {
				letters++
			}
			hash = (hash ^ uint64(c)) * fnvPrime
			size++
			at++
			continue
		}
		r, width := rune(0), 2
		if c == 0xc3 && at+1 < len(text) { // À to ÿ
			r = rune(text[at+1]&0x3f) | 0xc0
		} else {
			r, width = utf8.DecodeRune(text[at:])
		}
		folded, is := fold(r)
		if !is {
			break
		}
		for i := range len(folded) {
			hash = (hash ^ uint64(folded[i])) * fnvPrime
		}
		if folded != "" {
			letters++
			size++
		}
		at += width
	}
	w.at, w.end = at, at
	w.letters, w.size = letters, size
	w.hash = hash ^ hash>>29
	return true
}

// skip leaves what stands between words behind.
func (w *words) skip() {
	text, at := w.text, w.at
	w.breaks = false
	for at < len(text) {
		c := text[at]
		if c < utf8.RuneSelf {
			if ascii[c] != 0 {
				break
			}
			w.breaks = w.breaks || c == '|' || c == separator
			at++
			continue
		}
		r, size := utf8.DecodeRune(text[at:])
		folded, is := fold(r)
		if is && folded != "" {
			break
		}
		w.breaks = w.breaks || r == '•' || r == '·' && at > 0 && text[at-1] == ' '
		at += size
	}
	w.at = at
}

// separator stands between texts that no reader reads together.
const separator = '\x1e'

// ascii is what is left of a character within a word: a small letter, a digit, or 0.
var ascii = func() (folded [utf8.RuneSelf]byte) {
	for c := range byte(utf8.RuneSelf) {
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			folded[c] = c | 0x20
		case c >= '0' && c <= '9':
			folded[c] = c
		}
	}
	return folded
}()

// fold returns what is left of a character within a word, and whether it can
// stand in one: a combining accent, a soft hyphen or a joiner can, and nothing is left of it.
func fold(r rune) (string, bool) {
	if r >= 0xC0 && int(r-0xC0) < len(latin) {
		folded := latin[r-0xC0]
		return folded, folded != ""
	}
	switch {
	case r == 'œ' || r == 'Œ':
		return "oe", true
	case r == 'ÿ' || r == 'Ÿ':
		return "y", true
	case r == '’' || r == '\u00a0' || r == '\u202f' || r == '…' || r == '«' || r == '»' || r == '–' || r == '—':
		return "", false
	case r == '\u00ad', r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2060' && r <= '\u2064', r == '\ufeff':
		return "", true
	case unicode.Is(unicode.Mn, r):
		return "", true
	case r == utf8.RuneError:
		return "", false
	}
	var b []byte
	for _, d := range norm.NFKD.String(string(r)) {
		switch {
		case unicode.IsLetter(d) || unicode.IsDigit(d):
			b = utf8.AppendRune(b, unicode.ToLower(d))
		case unicode.Is(unicode.Mn, d):
		default:
			return "", false
		}
	}
	return string(b), len(b) > 0
}

// latin is what is left of the letters from À on, which French is full of.
var latin = [...]string{
	"a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
	"d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "ss",
	"a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
	"d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "y",
}
