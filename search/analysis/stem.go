package analysis

import (
	"fmt"
	"strconv"
	"strings"
)

// rule replaces a suffix when enough of the word is left.
type rule struct {
	suffix, replacement string
	min                 int  // letters that must be left before the suffix
	vowel               bool // one of them must be a vowel
}

// parseStep reads rules "suffix>replacement/min", with a "v" at the end of
// those that ask for a vowel.
func parseStep(fields []string) ([]rule, error) {
	step := make([]rule, 0, len(fields))
	for _, field := range fields {
		suffix, rest, ok := strings.Cut(field, ">")
		replacement, min, ok2 := strings.Cut(rest, "/")
		min, vowel := strings.CutSuffix(min, "v")
		left, err := strconv.Atoi(min)
		if !ok || !ok2 || err != nil || suffix == "" {
			return nil, fmt.Errorf("%q is not a rule \"suffix>replacement/min\"", field)
		}
		step = append(step, rule{suffix, replacement, left, vowel})
	}
	return step, nil
}

// Term returns what stands in the index for a folded word: its stem or, for a
// stop word, the word behind a point, so that no other language takes it for a
// word of its own.
func (l *Language) Term(surface string) string {
	if l.stops[surface] {
		return "." + surface
	}
	return l.Stem(surface)
}

// Stem takes the endings off a folded word.
func (l *Language) Stem(word string) string {
	if len(word) < 4 || strings.IndexFunc(word, notLetter) >= 0 {
		return word
	}
	for _, step := range l.steps {
		for _, r := range step {
			if left, ok := r.match(word); ok {
				word = left + r.replacement
				break
			}
		}
	}
	return word
}

func (r rule) match(word string) (left string, ok bool) {
	left, ok = strings.CutSuffix(word, r.suffix)
	return left, ok && len(left) >= r.min && (!r.vowel || strings.ContainsAny(left, "aeiouy"))
}

func notLetter(c rune) bool { return c < 'a' || c > 'z' }
