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
	if w.at >= len(w.text) {
		return false
	}
	w.start, w.letters, w.size = w.at, 0, 0
	hash := uint64(fnvOffset)
	for w.at < len(w.text) {
		c := w.text[w.at]
		if c < utf8.RuneSelf {
			class := ascii[c]
			if class == 0 {
				break
			}
			if class == letter {
				w.letters++
				c |= 0x20
			}
			hash = (hash ^ uint64(c)) * fnvPrime
			w.size++
			w.at++
			continue
		}
		r, size := utf8.DecodeRune(w.text[w.at:])
		folded, is := fold(r)
		if !is {
			break
		}
		for i := range len(folded) {
			hash = (hash ^ uint64(folded[i])) * fnvPrime
		}
		if folded != "" {
			w.letters++
			w.size++
		}
		w.at += size
	}
	w.end = w.at
	w.hash = hash ^ hash>>29
	return true
}

// skip leaves what stands between words behind.
func (w *words) skip() {
	w.breaks = false
	for w.at < len(w.text) {
		c := w.text[w.at]
		if c < utf8.RuneSelf {
			if ascii[c] != 0 {
				return
			}
			w.breaks = w.breaks || c == '|' || c == separator
			w.at++
			continue
		}
		r, size := utf8.DecodeRune(w.text[w.at:])
		folded, is := fold(r)
		if is && folded != "" {
			return
		}
		w.breaks = w.breaks || r == '•' || r == '·' && w.at > 0 && w.text[w.at-1] == ' '
		w.at += size
	}
}

// separator stands between texts that no reader reads together.
const separator = '\x1e'

// Classes of characters.
const (
	letter = 1
	number = 2
)

var ascii = func() (classes [utf8.RuneSelf]byte) {
	for c := range byte(utf8.RuneSelf) {
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			classes[c] = letter
		case c >= '0' && c <= '9':
			classes[c] = number
		}
	}
	return classes
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
