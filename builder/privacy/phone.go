package privacy

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// phone recognises a telephone number: ten digits from 0, as in France, or an
// international one after + or 00. Those of services (0 800, 0 892…) are nobody's;
// the short ones (15, 112, 3114…) are too short to be seen.
func phone(text string, from, at int) (start, end int, ok bool) {
	start = at
	if at > from && text[at-1] == '+' {
		start--
	}
	if start > from && text[start-1] == '(' {
		start--
	}
	if !begins(text, from, start) {
		return 0, 0, false
	}
	if text[at] != '0' && text[max(at-1, 0)] != '+' {
		return 0, 0, false
	}
	if text[max(at-1, 0)] == '+' || strings.HasPrefix(text[at:], "00") {
		return abroad(text, start, at)
	}
	f := read(text, at, 10, nil)
	if f.n < 10 || f.digits[1] == '0' || f.digits[1] == '8' || !finishes(text, f.ends[9]) {
		return 0, 0, false
	}
	end = f.ends[9]
	if f.sep == 0 && end+1 < len(text) && (text[end] == '.' || text[end] == '-') && isDigit(text[end+1]) {
		return 0, 0, false // a part of a longer reference
	}
	return start, end, true
}

// abroad recognises a number with its country's code, which may be in
// parentheses, as may be the 0 that is not dialled.
func abroad(text string, start, at int) (int, int, bool) {
	digits, ends := make([]byte, 0, 17), make([]int, 0, 17)
	for i := at; i < len(text) && len(digits) < 17; {
		if isDigit(text[i]) {
			digits = append(digits, text[i])
			i++
			ends = append(ends, i)
			continue
		}
		width := 0
		for i+width < len(text) && width < 4 && strings.IndexByte(" .-/()\n", text[i+width]) >= 0 {
			width++
		}
		if width == 0 || i+width >= len(text) || !isDigit(text[i+width]) || strings.Contains(text[i:i+width], "\n\n") {
			break
		}
		if strings.HasPrefix(text[i+width:], "0)") { // +33 (0)6
			width += 2
			if i+width < len(text) && text[i+width] == ' ' {
				width++
			}
			if i+width >= len(text) || !isDigit(text[i+width]) {
				break
			}
		}
		i += width
	}
	plus := "+" + strings.TrimPrefix(string(digits), "00")
	if local, french := strings.CutPrefix(plus, "+33"); french {
		return inFrance(start, local, ends[len(ends)-min(len(ends), len(local)):])
	}
	dropped := len(digits) - (len(plus) - 1)
	for n := len(plus); n >= 8; n-- { // what follows may be another number
		end := ends[n-2+dropped]
		if !finishes(text, end) {
			continue
		}
		number, err := phonenumbers.Parse(plus[:n], "FR")
		if err != nil || !phonenumbers.IsValidNumber(number) {
			continue
		}
		switch phonenumbers.GetNumberType(number) {
		case phonenumbers.TOLL_FREE, phonenumbers.PREMIUM_RATE, phonenumbers.SHARED_COST, phonenumbers.UAN:
			return 0, 0, false
		}
		return start, end, true
	}
	return 0, 0, false
}

// inFrance recognises the nine digits that follow the code of France, or ten with the 0.
func inFrance(start int, local string, ends []int) (int, int, bool) {
	if strings.HasPrefix(local, "0") {
		local, ends = local[1:], ends[1:]
	}
	if len(local) < 9 || local[0] == '0' || local[0] == '8' {
		return 0, 0, false
	}
	if len(local) > 9 && ends[9] == ends[8]+1 {
		return 0, 0, false // more digits follow at once
	}
	return start, ends[8], true
}
