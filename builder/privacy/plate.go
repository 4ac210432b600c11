package privacy

import "strings"

// plate recognises the plate of a French vehicle around its digits: AB-123-CD
// since 2009, 1234 AB 56 before. I, O and U are on none.
func plate(text string, from, at int) (start, end int, ok bool) {
	if start, end, ok = recentPlate(text, from, at); ok {
		return start, end, ok
	}
	return formerPlate(text, from, at)
}

func recentPlate(text string, from, at int) (start, end int, ok bool) {
	if at+3 > len(text) || !isDigits(text[at:at+3]) || text[at:at+3] == "000" || at < from+2 {
		return 0, 0, false
	}
	start = at - 2
	var before string
	if c := text[at-1]; c == '-' || c == ' ' {
		before = text[at-1 : at]
		start--
	}
	if start < from || !strings.HasPrefix(text[at+3:], before) || before == "" && at+3 < len(text) && !isLetter(text[at+3]) {
		return 0, 0, false
	}
	end = at + 3 + len(before) + 2
	if end > len(text) || !plateLetters(text[start:start+2]) || !plateLetters(text[end-2:end]) {
		return 0, 0, false
	}
	lower := text[start] >= 'a' || text[end-1] >= 'a'
	if lower && (before != "-" || text[start] < 'a' || text[end-1] < 'a') { // only as in the name of a file
		return 0, 0, false
	}
	if strings.EqualFold(text[start:start+2], "SS") || strings.EqualFold(text[end-2:end], "SS") || strings.EqualFold(text[start:start+2], "WW") {
		return 0, 0, false
	}
	if !alone(text, from, start, end) {
		return 0, 0, false
	}
	return start, end, true
}

func formerPlate(text string, from, at int) (start, end int, ok bool) {
	digits := 0
	for at+digits < len(text) && isDigit(text[at+digits]) {
		digits++
	}
	if digits > 4 || text[at] == '0' {
		return 0, 0, false
	}
	i := at + digits
	sep := i
	if i < len(text) && (text[i] == ' ' || text[i] == '-') {
		i++
	}
	between := text[sep:i]
	letters := i
	for i < len(text) && isUpper(text[i]) {
		i++
	}
	word := text[letters:i]
	if len(word) < 2 || len(word) > 3 || !plateLetters(word) || !strings.HasPrefix(text[i:], between) {
		return 0, 0, false
	}
	if between == " " && digits < 3 && isWordInCapitals(word) {
		return 0, 0, false
	}
	i += len(between)
	end = i
	for end < len(text) && (isDigit(text[end]) || end == i+1 && text[i] == '2' && (text[end] == 'A' || text[end] == 'B')) {
		end++
	}
	if !isDepartment(text[i:end]) || !alone(text, from, at, end) {
		return 0, 0, false
	}
	return at, end, true
}

// alone reports whether what stands from start to end is no part of a longer reference.
func alone(text string, from, start, end int) bool {
	if start > from && (inWord(text[start-1]) || text[start-1] == '-' || text[start-1] == '_' && start-1 > from && isDigit(text[start-2])) {
		return false
	}
	return finishes(text, end) && !(end+1 < len(text) && text[end] == '-' && inWord(text[end+1]))
}

func plateLetters(s string) bool {
	for i := range len(s) {
		if !isLetter(s[i]) || strings.IndexByte("iou", s[i]|0x20) >= 0 {
			return false
		}
	}
	return true
}

// isWordInCapitals reports whether letters between two short numbers are rather
// a word or a unit: "25 ET 75", "12 DEC 25".
func isWordInCapitals(s string) bool {
	return strings.Contains(" ET DE LE LA LES DES EN AN ANS CM KM MM KG MG DEC MAR SEP FEB APR MAY MAX PDF PM AM ", " "+s+" ")
}

// isDepartment reports whether s is the number of a French department.
func isDepartment(s string) bool {
	switch len(s) {
	case 2:
		return s == "2A" || s == "2B" || isDigits(s) && s >= "01" && s <= "95"
	case 3:
		return s >= "971" && s <= "976" && isDigits(s)
	}
	return false
}
