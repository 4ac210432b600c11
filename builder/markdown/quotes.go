package markdown

import (
	"bytes"
	"slices"
)

// quote is a straight quotation mark that found its pair.
type quote struct {
	offset int // in the text
	level  int // 0 for the outermost
	closer bool
}

// pairQuotes pairs the straight quotes of a text, double with double and single
// with single, by rising offset. One that finds no pair is not in it, and stays
// straight: it may be an inch, or a mistake that guessing would make worse.
func pairQuotes(text []byte) []quote {
	if bytes.IndexByte(text, '"') < 0 && bytes.IndexByte(text, '\'') < 0 {
		return nil
	}
	var pairs []quote
	var open []quote // candidates that wait for their closer
	for _, mark := range []byte{'"', '\''} {
		open = open[:0]
		for i := 0; i < len(text); i++ {
			switch {
			case text[i] == literal:
				i++
			case text[i] != mark:
			case len(open) > 0 && mayClose(text, i):
				opener := open[len(open)-1]
				open = open[:len(open)-1]
				pairs = append(pairs, opener, quote{i, opener.level, true})
			case mayOpen(text, i):
				open = append(open, quote{offset: i, level: len(open)})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b quote) int { return a.offset - b.offset })
	return pairs
}

// mayOpen tells whether the mark at i may begin a quotation: nothing, a space or
// an opening sign precedes it. A single mark must also touch its word, because
// it may be an apostrophe.
func mayOpen(text []byte, i int) bool {
	next := runeAt(text, i+1)
	if next == 0 || text[i] == '\'' && !isWord(next) {
		return false
	}
	switch before := runeBefore(text, i); before {
	case 0, '(', '[', '{', '/', '«', '“', '‘', '–', '—', '-':
		return true
	case '\'', '’', '"':
		return text[i] != '\''
	default:
		return isSpace(before)
	}
}

// mayClose tells whether the mark at i may end a quotation: no word follows it.
// A single mark must also touch its word.
func mayClose(text []byte, i int) bool {
	if text[i] == '\'' && isSpace(runeBefore(text, i)) {
		return false
	}
	return !isWord(runeAt(text, i+1))
}

func runeBefore(text []byte, i int) rune {
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		if r := runeAt(text, j); text[j]&0xC0 != 0x80 {
			if j > 0 && text[j-1] == literal {
				return objectReplacement
			}
			return r
		}
	}
	return 0
}

// closes tells whether a quotation ends at offset i of src.
func (s *setter) closes(i int) bool {
	for _, q := range s.quotes {
		if q.offset >= i {
			return q.offset == i && q.closer && q.level == 0 && s.src[i] == '"'
		}
	}
	return false
}

// quote sets a straight mark: one of a pair, an apostrophe, or as it is.
func (s *setter) quote() {
	for len(s.quotes) > 0 && s.quotes[0].offset < s.pos {
		s.quotes = s.quotes[1:]
	}
	if len(s.quotes) > 0 && s.quotes[0].offset == s.pos {
		s.paired(s.quotes[0])
		return
	}
	before, next := s.before(), s.at(s.pos+1)
	if s.src[s.pos] == '\'' && isWord(before) && (isWord(next) || !isDigit(before)) {
		s.replace(1, "’")
		return
	}
	s.copy(1)
}

func (s *setter) paired(q quote) {
	if s.src[s.pos] == '\'' {
		mark := "‘"
		if q.closer {
			mark = "’"
		}
		s.replace(1, mark)
		return
	}
	level := min(q.level, 1)
	if q.closer {
		if level == 0 && s.closeSpace != 0 && !isSpace(s.before()) {
			s.dst = append(s.dst, string(s.closeSpace)...)
		}
		s.replace(1, s.rules.marks[level][1])
		return
	}
	s.replace(1, s.rules.marks[level][0])
	if level == 0 && s.closeSpace != 0 { // the opening mark brought its space
		for s.pos < len(s.src) && (s.src[s.pos] == ' ' || s.src[s.pos] == '\n') {
			s.pos++
		}
	}
}
