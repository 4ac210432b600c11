package privacy

import "strings"

// birth recognises a day of birth: a date, at whose side the text says that
// somebody was born.
func birth(text string, from, at int) (start, end int, ok bool) {
	start, end, ok = date(text, at)
	if !ok || start < from || start > 0 && inWord(text[start-1]) {
		return 0, 0, false
	}
	before := " " + foldPhrase(text[max(from, start-60):start])
	after := foldPhrase(text[end:min(len(text), end+30)]) + " "
	for _, cue := range [...]string{" ne le", " nee le", " ne e le", " ne un", " nee un", " ne a ", " nee a ", "naissance", " naiss", " natif", " native", " ddn", " born", "birth", " dob"} {
		if strings.Contains(before, cue) {
			return start, end, true
		}
	}
	for _, cue := range [...]string{"date de naissance", "naissance", "date of birth", "dob"} {
		if strings.HasPrefix(after, cue+" ") {
			return start, end, true
		}
	}
	return 0, 0, false
}

// months are the names of months in French and English, and their abbreviations, folded.
const months = " janvier janv jan fevrier fevr fev mars mar avril avr mai juin juillet juil aout septembre sept sep octobre oct novembre nov decembre dec " +
	"january february feb march april apr may june jun july jul august aug september october november december "

// date recognises a whole day around the digits at at: 12/05/1985, 1985-05-12,
// 12 mai 1985, May 12, 1985.
func date(text string, at int) (start, end int, ok bool) {
	digits := at
	for digits < len(text) && isDigit(text[digits]) {
		digits++
	}
	if digits-at == 3 || digits-at > 4 {
		return 0, 0, false
	}
	if f := read(text, at, 8, nil); f.n >= 4 && f.sep != 0 {
		groups := strings.FieldsFunc(text[at:f.ends[f.n-1]], func(r rune) bool { return r < '0' || r > '9' })
		if len(groups) >= 3 && isYMD(groups[0], groups[1], groups[2]) {
			end := at
			for n, want := 0, len(groups[0])+len(groups[1])+len(groups[2]); n < want; n++ {
				end = f.ends[n]
			}
			if finishes(text, end) {
				return at, end, true
			}
		}
	}
	if digits-at > 2 {
		return 0, 0, false
	}
	words := phrase(text, digits, 4)
	if strings.HasPrefix(text[digits:], "er") || strings.HasPrefix(text[digits:], "st") || strings.HasPrefix(text[digits:], "th") ||
		strings.HasPrefix(text[digits:], "nd") || strings.HasPrefix(text[digits:], "rd") {
		words = phrase(text, digits+2, 4)
	}
	if len(words) > 0 && words[0].fold == "of" {
		words = words[1:]
	}
	if len(words) >= 2 && strings.Contains(months, " "+words[0].fold+" ") && isYear(words[1].fold) {
		return at, words[1].end, true
	}
	if len(words) >= 1 && isYear(words[0].fold) {
		before := strings.TrimRight(text[:at], " ")
		start := strings.LastIndexAny(before, " \n\t\"'(,;:|") + 1
		if month := fold(strings.TrimRight(before[start:], ".")); month != "" && strings.Contains(months, " "+month+" ") {
			return start, words[0].end, true
		}
	}
	return 0, 0, false
}

// isYMD reports whether three numbers are a day, a month and a year, or the reverse.
func isYMD(a, b, c string) bool {
	day := func(s string) bool { return len(s) <= 2 && number(s) >= 1 && number(s) <= 31 }
	if len(b) > 2 {
		return false
	}
	if len(a) == 4 {
		return isYear(a) && number(b) >= 1 && number(b) <= 12 && day(c)
	}
	return day(a) && day(b) && (number(a) <= 12 || number(b) <= 12) && (len(c) == 2 || isYear(c))
}

func isYear(s string) bool { return len(s) == 4 && isDigits(s) && s >= "1900" && s <= "2099" }

func number(s string) int {
	n := 0
	for i := range len(s) {
		n = 10*n + int(s[i]-'0')
	}
	return n
}
