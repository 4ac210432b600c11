package handbook

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Number is a telephone number in running text: where it stands, in bytes, and
// what to dial.
type Number struct {
	Start, End int
	Dial       string
}

// dialled are numbers as they are written: ten digits in France, or with the
// code of a country.
var dialled = regexp.MustCompile(`\+\d{1,3}(?:[ .\x{00A0}\x{202F}-]?\d{1,4}){2,6}|0[1-9](?:[ .\x{00A0}\x{202F}-]?\d\d){4}|\d{2,4}`)

// emergencies are the short numbers of emergencies and help in France and Europe.
// A text may mean something else by one of two digits.
var emergencies = regexp.MustCompile(`^(?:112|114|115|119|3114|3919|15|17|18)$`)

// calling is what precedes a short number that is one to call, and dating what
// follows one that is not.
var (
	calling = regexp.MustCompile(`(?i)(?:^|[\s(«])(?:(?:le|au|ou|call|dial|or|on)\s|:\s)$`)
	asking  = regexp.MustCompile(`(?i)\b(?:appel|rappel|compos|faire le|faites le|call|dial|ring)|\b(?:112|114)\b`)
	dating  = regexp.MustCompile(`(?i)^\s(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|january|february|march|april|may|june|july|august|september|october|november|december|h|heures?|hours?|min|minutes?|jours?|days?|ans|years|%|€)(?:\P{L}|$)`)
)

// Numbers returns the telephone numbers of a text: whole ones, and short ones
// that the sentence says to call.
func Numbers(text string) []Number {
	if !strings.ContainsAny(text, "0123456789") {
		return nil
	}
	var numbers []Number
	for _, at := range dialled.FindAllStringIndex(text, -1) {
		start, end := at[0], at[1]
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if start > 0 && joins(before) || end < len(text) && joins(after) {
			continue
		}
		written := text[start:end]
		if emergencies.MatchString(written) && !toCall(text, start, end) || len(written) <= 4 && !emergencies.MatchString(written) {
			continue
		}
		numbers = append(numbers, Number{start, end, strings.Map(func(r rune) rune {
			if r == '+' || unicode.IsDigit(r) {
				return r
			}
			return -1
		}, written)})
	}
	return numbers
}

// joins reports whether r makes one thing of a number that it touches: 4.17, 17-2, n17.
func joins(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("+/-&#_€%", r)
}

// toCall reports whether the sentence says to call the short number at start.
func toCall(text string, start, end int) bool {
	from := strings.LastIndexAny(text[:start], ".!?") + 1
	sentence := text[from:start]
	if !calling.MatchString(" " + sentence) {
		return false
	}
	if dating.MatchString(text[end:]) {
		return false
	}
	rest, _, _ := strings.Cut(text[end:], ".")
	return end-start > 2 || asking.MatchString(sentence) || asking.MatchString(rest[:min(len(rest), 12)])
}
