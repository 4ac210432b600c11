package privacy

// figures are the digits of one number as somebody wrote it, in groups.
type figures struct {
	digits string
	ends   []int // where, in the text, each digit ends
	seps   []byte
}

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
// between groups; letters says whether a character may stand for a digit there.
func read(text string, at, limit int, letters func(digits string, c byte) bool) figures {
	var f figures
	digits := make([]byte, 0, limit)
	for at < len(text) && len(digits) < limit {
		c := text[at]
		if isDigit(c) || letters != nil && letters(string(digits), c) {
			digits = append(digits, c)
			at++
			f.ends = append(f.ends, at)
			continue
		}
		sep, width := separator(text[at:])
		if width == 0 || at+width >= len(text) || len(f.seps) > 0 && f.seps[0] != sep {
			break
		}
		next := text[at+width]
		if !isDigit(next) && (letters == nil || !letters(string(digits), next)) {
			break
		}
		f.seps = append(f.seps, sep)
		at += width
	}
	f.digits = string(digits)
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
