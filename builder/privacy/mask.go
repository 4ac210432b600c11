package privacy

import (
	"path"
	"strings"
	"unicode"
)

// mask returns s with a star for each letter and digit but the few by which its
// author knows it again: a telephone number keeps its first two and last two
// digits, all else the first sign of its first word. Blanks and signs stay, so
// that it is as long as s.
func mask(k Kind, s string) string {
	signs := []rune(s)
	kept := func(n int) bool { return n == 0 }
	if k == Phone {
		digits := 0
		for _, r := range signs {
			if unicode.IsDigit(r) {
				digits++
			}
		}
		kept = func(n int) bool { return n < 2 || n >= digits-2 }
	}
	if k == Participant || k == PartOfName {
		kept = longerThanAnInitial(s)
	}
	n := 0
	var b strings.Builder
	for _, r := range signs {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r):
			b.WriteRune(r)
		case kept(n):
			b.WriteRune(r)
			n++
		default:
			b.WriteByte('*')
			n++
		}
	}
	return b.String()
}

// MaskName masks a whole text that is somebody's name.
func MaskName(s string) string { return mask(Participant, s) }

// MaskFile masks the path of a file, but for its folder and its extension.
func MaskFile(file string) string {
	folder, name := path.Split(file)
	extension := path.Ext(name)
	return folder + MaskName(strings.TrimSuffix(name, extension)) + extension
}

// longerThanAnInitial keeps the first letter of a name that is more than initials.
func longerThanAnInitial(s string) func(n int) bool {
	for i, r := range s {
		if i > 0 && unicode.IsLetter(r) {
			return func(n int) bool { return n == 0 }
		}
		if i > 0 && !unicode.IsMark(r) {
			break
		}
	}
	return func(int) bool { return false }
}
