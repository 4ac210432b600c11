package handbook

import (
	"strings"
	"unicode"
	"unicode/utf8"

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
func Nearest(word string, candidates []string) string { return NewNames(candidates).Nearest(word) }

// Names are what may be proposed, made ready for many questions. It is not safe
// for concurrent use.
type Names struct {
	written, folded []string
	asked           int
}

// maxQuestions bounds how often Names answers: each answer costs a look at
// every name, and who gets hundreds of broken references at once has moved a
// folder, and misspelt nothing.
const maxQuestions = 400

// NewNames makes candidates ready.
func NewNames(candidates []string) *Names {
	n := &Names{written: candidates, folded: make([]string, len(candidates))}
	for i, name := range candidates {
		n.folded[i] = Fold(name)
	}
	return n
}

// Nearest answers as the function of the same name does, the first few hundred times.
func (n *Names) Nearest(word string) string {
	if n.asked++; n.asked > maxQuestions {
		return ""
	}
	word = Fold(word)
	best, found := max(1, utf8.RuneCountInString(word)/3)+1, ""
	for i, name := range n.folded {
		// With a cap the library returns a lower bound, which may be below the
		// cap: it only serves to pass over what is far.
		bound := levenshtein.NewParams().MaxCost(best)
		if levenshtein.Distance(word, name, bound) >= best {
			continue
		}
		if d := levenshtein.Distance(word, name, nil); d < best {
			best, found = d, n.written[i]
		}
	}
	return found
}
