package privacy

// maxFigures bounds the digits of one number: a social-security number has the most.
const maxFigures = 15

// figures are the digits of one number as somebody wrote it, in groups.
type figures struct {
	digits [maxFigures]byte
	ends   [maxFigures]int // where, in the text, each digit ends
	n      int             // how many there are
	sep    byte            // what stands between groups; 0 when there is one group only
}

// String returns the digits without what stands between them.
func (f *figures) String() string { return string(f.digits[:f.n]) }

// separator reads what stands between two groups: blanks, or one sign with or
// without blanks around it, given back as one byte. Width is 0 when it is none.
func separator(text string) (sep byte, width int) {
	sep = ' '
	lines := 0
	for width < len(text) && width < 4 {
		switch c := text[width]; c {
		case ' ', '\t':
		case '\n':
			if lines++; lines > 1 {
				return 0, 0
			}
		case '.', '-', '/', '_':
			if sep != ' ' {
				return 0, 0
			}
			sep = c
		default:
			return sep, width
		}
		width++
	}
	return sep, width
}

// read reads digits from text[at:], at most limit, with one kind of separator
// between groups; letter says whether a letter may stand for the next digit.
func read(text string, at, limit int, letter func(before []byte, c byte) bool) (f figures) {
	is := func(c byte) bool { return isDigit(c) || letter != nil && letter(f.digits[:f.n], c) }
	for at < len(text) && f.n < limit {
		if is(text[at]) {
			f.digits[f.n] = text[at]
			at++
			f.ends[f.n] = at
			f.n++
			continue
		}
		sep, width := separator(text[at:])
		if width == 0 || at+width >= len(text) || f.sep != 0 && f.sep != sep || !is(text[at+width]) {
			break
		}
		f.sep = sep
		at += width
	}
	return f
}

// begins reports whether an identifier may begin at at: not within a word or a
// number, unless what is before has been found already.
func begins(text string, from, at int) bool {
	if at <= from {
		return at == from
	}
	before := text[at-1]
	if inWord(before) {
		return false
	}
	if at-2 >= from && isDigit(text[at-2]) {
		switch before {
		case '.', '-', '/', ',', ':', '_':
			return false
		}
	}
	return true
}

// finishes reports whether an identifier may end at end.
func finishes(text string, end int) bool {
	return end >= len(text) || !inWord(text[end])
}
