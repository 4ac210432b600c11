package markdown

import (
	"unicode"
	"unicode/utf8"

	"relais/builder/handbook"
)

// rules are the typography of one language. The nil rules change nothing.
type rules struct {
	marks      [2][2]string // outer and inner, opening and closing; with their spaces
	closeSpace rune         // that an outer closing mark brings with it, 0 for none
	french     bool         // spaces before high punctuation, between thousands, before units
}

func rulesOf(lang handbook.Lang) *rules {
	switch lang {
	case handbook.French:
		return &rules{marks: [2][2]string{{"«\u00A0", "»"}, {"“", "”"}}, closeSpace: wideSpace, french: true}
	case handbook.English:
		return &rules{marks: [2][2]string{{"“", "”"}, {"‘", "’"}}}
	}
	return nil
}

// Typeset returns text, which is plain, with the typography of lang: curly
// quotes or guillemets, apostrophes, dashes, ellipses and, in French, the
// spaces that do not break. Only spaces, quotes, dashes and dots change;
// setting a text twice changes no more.
func Typeset(text string, lang handbook.Lang) string {
	r := rulesOf(lang)
	if r == nil || !utf8.ValidString(text) {
		return text
	}
	return string(r.set(make([]byte, 0, len(text)+8), []byte(text), nil))
}

// set appends src to dst, typeset, and moves the cuts, rising offsets of src, to
// where they are in dst. An opaque character in src stands for a word.
func (r *rules) set(dst, src []byte, cuts []int) []byte {
	if r == nil {
		base := len(dst)
		for i := range cuts {
			cuts[i] += base
		}
		return append(dst, src...)
	}
	s := setter{rules: r, dst: dst, src: src, quotes: pairQuotes(src)}
	for s.pos < len(src) {
		for len(cuts) > 0 && cuts[0] <= s.pos {
			cuts[0], cuts = len(s.dst), cuts[1:]
		}
		end := len(src)
		if len(cuts) > 0 {
			end = cuts[0]
		}
		if n := idle(src[s.pos:end]); n > 0 {
			s.copy(n)
			continue
		}
		s.step()
	}
	for i := range cuts {
		cuts[i] = len(s.dst)
	}
	return s.dst
}

// setter is one pass over a text. What it has written decides as much as what
// it reads: that is why a second pass finds nothing to do.
type setter struct {
	*rules
	src, dst []byte
	pos      int // of what is read next
	quotes   []quote
}

// idle is how many bytes text begins with that no rule looks at: nearly all of
// most texts. A space between two letters is idle too.
func idle(text []byte) int {
	for i, c := range text {
		if active[c] && !(c == ' ' && i > 0 && i+1 < len(text) && isLatin(text[i-1]) && isLatin(text[i+1])) {
			return i
		}
	}
	return len(text)
}

func isLatin(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// step reads one active character, or a run that is replaced as one.
func (s *setter) step() {
	switch c := s.src[s.pos]; c {
	case literal:
		s.pos++
		s.copy(s.width(s.pos))
	case ' ', '\n':
		s.space()
	case '"', '\'':
		s.quote()
	case '-':
		s.dash()
	case '.':
		s.dots()
	case ';', '!', '?', ':':
		if s.french && isWordEnd(s.before()) && s.standsAlone(s.pos) {
			s.dst = utf8.AppendRune(s.dst, spaceBefore(rune(c)))
		}
		s.copy(1)
	default: // « and », or another character that begins with the same byte
		s.guillemet()
	}
}

// active are the bytes that may begin something to be set.
var active = [256]bool{
	' ': true, '\n': true, '"': true, '\'': true, '-': true, '.': true,
	';': true, '!': true, '?': true, ':': true, 0xC2: true, literal: true,
}

func (s *setter) copy(n int) {
	s.dst = append(s.dst, s.src[s.pos:s.pos+n]...)
	s.pos += n
}

func (s *setter) replace(n int, by string) {
	s.dst = append(s.dst, by...)
	s.pos += n
}

// before is the last character written, 0 at the start.
func (s *setter) before() rune {
	if len(s.dst) == 0 {
		return 0
	}
	r, _ := utf8.DecodeLastRune(s.dst)
	return r
}

func (s *setter) at(i int) rune { return runeAt(s.src, i) }

// after is the character that will follow offset i: a closing guillemet brings a
// space before it.
func (s *setter) after(i int) rune {
	if next := s.at(i); s.french && (next == '»' || s.closes(i)) {
		return wideSpace
	}
	return s.at(i)
}

func (s *setter) width(i int) int {
	_, n := utf8.DecodeRune(s.src[i:])
	return n
}

// dash sets -- as an en dash and --- as an em dash, between words or between
// spaces: an option of a command keeps its hyphens.
func (s *setter) dash() {
	end := s.pos
	for end < len(s.src) && s.src[end] == '-' {
		end++
	}
	before, after := s.before(), s.after(end)
	alone := (before == 0 || isSpace(before)) && (after == 0 || isSpace(after)) || isWord(before) && isWord(after)
	switch {
	case alone && end-s.pos == 2:
		s.replace(2, "–")
	case alone && end-s.pos == 3:
		s.replace(3, "—")
	default:
		s.copy(end - s.pos)
	}
}

// dots sets three dots, no more and not in a path, as an ellipsis.
func (s *setter) dots() {
	end := s.pos
	for end < len(s.src) && s.src[end] == '.' {
		end++
	}
	before, after := s.before(), s.after(end)
	if end-s.pos == 3 && before != '/' && before != '…' && after != '/' && after != '…' {
		s.replace(3, "…")
		return
	}
	s.copy(end - s.pos)
}

// runeAt is the character at offset i, 0 past the end. An escaped character is
// what an opaque one is: a word.
func runeAt(text []byte, i int) rune {
	switch {
	case i >= len(text):
		return 0
	case text[i] < utf8.RuneSelf:
		return rune(text[i])
	case text[i] == literal:
		return objectReplacement
	}
	r, _ := utf8.DecodeRune(text[i:])
	return r
}

const objectReplacement = '\uFFFC' // the opaque character

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isSpace(r rune) bool { return unicode.IsSpace(r) }

func isWord(r rune) bool {
	return r == objectReplacement || r == '²' || r == '³' || unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}
