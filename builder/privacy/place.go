package privacy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// waysFR are the words that begin the name of a French street.
const waysFR = " rue av avenue bd bld bvd boulevard place allee allees chemin impasse cours quai route square passage villa residence " +
	"lotissement faubourg fg sentier ruelle esplanade venelle rond-point chaussee cite hameau promenade traverse montee cote clos voie "

// waysEN are the words that end the name of an English one.
const waysEN = " street st road rd avenue ave lane drive square close court crescent terrace gardens boulevard way place "

// street recognises an address from the number in the street on: 12 bis, rue
// des Lilas; 221B Baker Street. A street without a number is a place, not an address.
func street(text string, from, at int) (start, end int, ok bool) {
	i := at
	for i < len(text) && isDigit(text[i]) {
		i++
	}
	if i-at > 4 || text[at] == '0' || i == len(text) || text[i] == '.' || !begins(text, from, at) { // "1." counts items
		return 0, 0, false
	}
	words := phrase(text, i, 7)
	if len(words) > 0 && isRepeat(words[0].fold) {
		words = words[1:]
	}
	if len(words) < 2 {
		return 0, 0, false
	}
	if end, ok := frenchStreet(words); ok {
		return at, end, true
	}
	if end, ok := englishStreet(words); ok && text[i] != ',' {
		return at, end, true
	}
	return 0, 0, false
}

// isRepeat reports whether a word repeats a number: bis, ter, a letter.
func isRepeat(word string) bool {
	switch word {
	case "bis", "ter", "quater", "quinquies":
		return true
	}
	return len(word) == 1
}

func frenchStreet(words []spoken) (end int, ok bool) {
	if !strings.Contains(waysFR, " "+words[0].fold+" ") {
		return 0, false
	}
	linked := false
	for _, w := range words[1:] {
		if isLink(w.fold) {
			linked = true
			continue
		}
		return w.end, w.capital || linked && isDigit(w.fold[0]) // rue du 8-Mai-1945
	}
	return 0, false
}

func englishStreet(words []spoken) (end int, ok bool) {
	for n, w := range words[:min(4, len(words))] {
		if !w.capital && w.fold != "s" {
			return 0, false
		}
		if n > 0 && strings.Contains(waysEN, " "+w.fold+" ") {
			return w.end, true
		}
	}
	return 0, false
}

// isLink reports whether a word may join a street to its name.
func isLink(word string) bool {
	return strings.Contains(" de du des d la le les l a au aux en sur sous saint sainte general marechal docteur president professeur ", " "+word+" ")
}

// spoken is one word of a text.
type spoken struct {
	fold    string
	end     int
	capital bool
}

// phrase returns the words that follow byte at, at most limit, as far as only
// blanks, a comma, a full stop after an abbreviation, hyphens or apostrophes part them.
func phrase(text string, at, limit int) []spoken {
	var words []spoken
	for at < len(text) && len(words) < limit {
		gap := at
		for at < len(text) && at-gap < 4 && strings.IndexByte(" \n\t,.'", text[at]) >= 0 {
			at++
		}
		if strings.Contains(text[gap:at], "\n\n") {
			break
		}
		start := at
		for at < len(text) && (inWord(text[at]) || text[at] == '-' && at > start) {
			at++
		}
		if at == start {
			break
		}
		first, _ := utf8.DecodeRuneInString(text[start:])
		words = append(words, spoken{fold(text[start:at]), at, unicode.IsUpper(first)})
	}
	return words
}
