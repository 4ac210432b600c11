package markdown

import (
	"bytes"
	"unicode/utf8"
)

// The spaces of French: narrow before ; ! ? and between thousands, full before
// a colon, inside guillemets and before a unit, as the Imprimerie nationale sets them.
const (
	wideSpace   = '\u00A0'
	narrowSpace = '\u202F'
)

// space sets a run of breaking spaces as one: one that does not break, a line's
// end, or a plain space.
func (s *setter) space() {
	end := s.pos
	for end < len(s.src) && (s.src[end] == ' ' || s.src[end] == '\n') {
		end++
	}
	space := s.fixedSpace(end)
	switch {
	case space != 0:
	case bytes.IndexByte(s.src[s.pos:end], '\n') >= 0:
		space = '\n'
	default:
		space = ' '
	}
	s.dst = utf8.AppendRune(s.dst, space)
	s.pos = end
}

// fixedSpace is the space that takes the place of a run that ends at end, 0 for none.
func (s *setter) fixedSpace(end int) rune {
	before, after := s.before(), s.at(end)
	switch {
	case !s.french || before == 0 || after == 0:
		return 0
	case isSpace(before) || isSpace(after): // a space that does not break is there already
		return 0
	case before == '«' || after == '»' || s.closes(end):
		return wideSpace
	case after == ';' || after == '!' || after == '?' || after == ':':
		if s.standsAlone(end) {
			return spaceBefore(after)
		}
	case isDigit(before):
		if isDigit(after) && s.betweenThousands(end) {
			return narrowSpace
		}
		if isUnit(s.src[end:]) {
			return wideSpace
		}
	}
	return 0
}

func spaceBefore(mark rune) rune {
	if mark == ':' {
		return wideSpace
	}
	return narrowSpace
}

// standsAlone tells whether the high punctuation at i is such, and not a part
// of a time, an address or a smiley: nothing but a space may follow a colon or
// a semicolon, and no letter the others.
func (s *setter) standsAlone(i int) bool {
	if c := s.src[i]; c == ':' || c == ';' {
		next := s.after(i + 1)
		return next == 0 || isSpace(next)
	}
	for i < len(s.src) && (s.src[i] == '!' || s.src[i] == '?') {
		i++
	}
	next := s.after(i)
	return next == 0 || isSpace(next) || !isWord(next) && next != '=' && next != '/' && next != '&' && next != '['
}

// isWordEnd tells whether a high punctuation mark after r needs a space that
// its author forgot.
func isWordEnd(r rune) bool {
	return isWord(r) || r == ')' || r == ']' || r == '»' || r == '”' || r == '’' || r == '%'
}

// betweenThousands tells whether the space before i stands in a number: one to
// three digits written, after a space that was set or no digit at all, and just
// three to come.
func (s *setter) betweenThousands(i int) bool {
	for k := range 3 {
		if !isDigit(s.at(i + k)) {
			return false
		}
	}
	if isWord(s.at(i + 3)) {
		return false
	}
	n := len(s.dst)
	for n > 0 && s.dst[n-1] >= '0' && s.dst[n-1] <= '9' {
		n--
	}
	group := len(s.dst) - n
	if group > 3 || n == 0 {
		return group <= 3
	}
	lead, size := utf8.DecodeLastRune(s.dst[:n])
	if lead == narrowSpace {
		return group == 3
	}
	if isSpace(lead) {
		last, _ := utf8.DecodeLastRune(s.dst[:n-size])
		return !isDigit(last)
	}
	return lead == '(' || lead == '+'
}

// isUnit tells whether text begins with a unit of measure.
func isUnit(text []byte) bool {
	switch r, _ := utf8.DecodeRune(text); r {
	case '%', '‰', '€', '$', '£', '°':
		return true
	}
	n := 0
	for n < len(text) && n < 4 && isWord(runeAt(text, n)) {
		_, size := utf8.DecodeRune(text[n:])
		n += size
	}
	if n < len(text) && isWord(runeAt(text, n)) {
		return false
	}
	switch string(text[:n]) {
	case "h", "min", "s", "mm", "cm", "m", "km", "m²", "mg", "g", "kg", "l", "L", "Ko", "Mo", "Go", "To", "ans", "ETP":
		return true
	}
	return false
}

// guillemet gives « and » the spaces that belong inside.
func (s *setter) guillemet() {
	mark, size := utf8.DecodeRune(s.src[s.pos:])
	if s.french && mark == '»' && s.before() != 0 && !isSpace(s.before()) {
		s.dst = utf8.AppendRune(s.dst, wideSpace)
	}
	s.copy(size)
	if next := s.at(s.pos); s.french && mark == '«' && next != 0 && !isSpace(next) {
		s.dst = utf8.AppendRune(s.dst, wideSpace)
	}
}
