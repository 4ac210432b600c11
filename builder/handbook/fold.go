package handbook

import (
	"strings"
	"unicode"

	"github.com/agext/levenshtein"
	"golang.org/x/text/unicode/norm"
)

// Fold returns s without case, accents and ligatures, with any run of other
// characters than letters and digits as one space: two spellings that a person
// takes for the same fold alike.
func Fold(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			switch r = unicode.ToLower(r); r {
			case 'œ':
				b.WriteString("oe")
			case 'æ':
				b.WriteString("ae")
			default:
				b.WriteRune(r)
			}
		default:
			gap = true
		}
	}
	return b.String()
}

// Nearest returns the candidate that a person may have meant by word, or ""
// when none is near: at most one edit in three characters, case and accents aside.
func Nearest(word string, candidates []string) string {
	folded := Fold(word)
	best, found := max(1, len([]rune(folded))/3)+1, ""
	params := levenshtein.NewParams()
	for _, c := range candidates {
		if d := levenshtein.Distance(folded, Fold(c), params.MaxCost(best)); d < best {
			best, found = d, c
		}
	}
	return found
}
