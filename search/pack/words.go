package pack

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const endOfText = "\x00" // no mark has it

// scan cuts a text into words and the marks after them. It says of a word
// whether it is the first of a sentence.
func scan(text string, word func(text string, first bool), mark func(text string)) {
	first := true
	for i := 0; ; {
		j := run(text, i, true)
		if n := apostrophe(text[j:]); n > 0 && j > i && run(text, j+n, true) > j+n {
			word(text[i:j+n], first)
			first = false
			i = j + n
			continue
		}
		word(text[i:j], first)
		i = run(text, j, false)
		if i == len(text) {
			mark(text[j:] + endOfText)
			return
		}
		mark(text[j:i])
		first = strings.ContainsAny(text[j:i], ".!?\n")
	}
}

// run returns where the characters of words, or those of marks, end.
func run(text string, from int, ofWord bool) int {
	for i := from; i < len(text); {
		c, size := rune(text[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(text[i:])
		}
		if inWord(c) != ofWord {
			return i
		}
		i += size
	}
	return len(text)
}

func inWord(c rune) bool {
	if c < utf8.RuneSelf {
		return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == 0
	}
	return unicode.IsLetter(c) || unicode.IsMark(c) || unicode.IsDigit(c)
}

// apostrophe returns the length of one that text starts with.
func apostrophe(text string) int {
	for _, a := range [...]string{"’", "'"} {
		if strings.HasPrefix(text, a) {
			return len(a)
		}
	}
	return 0
}

// Cases of a word's letters.
const (
	asIs = iota
	capital
	capitals
)

// uncase returns a word in the case in which the lexicon has it, and the case
// that it was in.
func uncase(word string) (base string, letterCase int) {
	first, size := utf8.DecodeRuneInString(word)
	lower := toLower(first)
	if lower == first {
		return word, asIs
	}
	upper := 0
	for _, c := range word {
		switch {
		case toLower(c) != c:
			upper++
		case (c < '0' || c > '9') && c != '’' && c != '\'':
			return string(lower) + word[size:], capital
		}
	}
	if upper < 2 {
		return string(lower) + word[size:], capital
	}
	return strings.Map(toLower, word), capitals
}

// toLower knows the letters whose case no version of Unicode will change.
func toLower(c rune) rune {
	switch {
	case 'A' <= c && c <= 'Z', 'À' <= c && c <= 'Þ' && c != '×', 'Α' <= c && c <= 'Ω' && c != 0x3A2, 'А' <= c && c <= 'Я':
		return c + 32
	case c == 'Œ':
		return 'œ'
	}
	return c
}

// isLower knows the letters that toLower returns, and ς.
func isLower(c rune) bool {
	return 'a' <= c && c <= 'z' || 'à' <= c && c <= 'þ' && c != '÷' || 'α' <= c && c <= 'ω' || 'а' <= c && c <= 'я' || c == 'œ'
}
