package analysis

import (
	_ "embed"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Folds is the table of letters that Unicode does not take apart (fold.txt);
// the manifest carries it to the browser.
//
//go:embed fold.txt
var Folds string

var folds = parseFolds(Folds)

func parseFolds(text string) map[rune]string {
	table := make(map[rune]string)
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) != 2 || fields[0] == "#" {
			continue
		}
		table[[]rune(fields[0])[0]] = fields[1]
	}
	return table
}

// maxWord is the length in letters beyond which words are cut: nobody types
// more, and the dictionary codes shared prefixes in one character.
const maxWord = 40

// Fold returns a word in lower case, without accents, ligatures taken apart,
// and only its letters and digits: "Œuvre" and "oeuvre" are one, and so are the
// composed and decomposed forms of "é".
func Fold(word string) string {
	word = strings.ToLower(word)
	if isPlain(word) {
		return word
	}
	var b strings.Builder
	b.Grow(len(word))
	for _, c := range norm.NFKD.String(word) {
		c = unicode.ToLower(c)
		if !unicode.IsLetter(c) && !unicode.IsNumber(c) {
			continue
		}
		if replacement, ok := folds[c]; ok {
			b.WriteString(replacement)
		} else {
			b.WriteRune(c)
		}
	}
	return b.String()
}

func isPlain(word string) bool {
	for i := 0; i < len(word); i++ {
		if c := word[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// surface folds a word and cuts off what the language joins with an
// apostrophe: "l’équipe" is equipe, "aujourd'hui" is aujourdhui.
func (l *Language) surface(raw string) string {
	if !strings.ContainsAny(raw, "'’") {
		return cut(Fold(raw))
	}
	parts := strings.FieldsFunc(raw, isApostrophe)
	for i, part := range parts {
		parts[i] = Fold(part)
	}
	for len(parts) > 1 && l.elisions[parts[0]] {
		parts = parts[1:]
	}
	for len(parts) > 1 && l.enclitics[parts[len(parts)-1]] {
		parts = parts[:len(parts)-1]
	}
	return cut(strings.Join(parts, ""))
}

func cut(word string) string {
	if len(word) <= maxWord {
		return word
	}
	letters := 0
	for i := range word {
		if letters == maxWord {
			return word[:i]
		}
		letters++
	}
	return word
}
