// Package analysis turns text into the terms that an index holds and that a
// query asks for. Its fundamental types are [Language], the rules of one
// language, and [Token], one word of a text as the search sees it.
//
// The chain is: cut the text into words ([Scan]); fold each (case, accents,
// ligatures, soft hyphens); cut off elisions and inclusive endings; say whether
// it is a stop word; take its stem. The browser runs the same chain
// (client/analysis.js) on the same language files; testdata/tokens.tsv holds
// what both must answer.
//
// A word is [\p{L}\p{N}][\p{L}\p{N}\p{M}\u00AD\u200C\u200D]* and more of the
// same after an apostrophe: a regular expression that JavaScript can run.
package analysis

import (
	"unicode"
	"unicode/utf8"
)

// Token is a word where it stands in a text. Start and End are byte offsets.
type Token struct {
	Start, End int
	Word
}

// Word is what a language makes of one word, wherever it stands.
type Word struct {
	Surface string // folded, without elision: what people type, what completion offers
	Stem    string // the term of the index
	Stop    bool   // carries no subject
	Asks    bool   // a stop word that says what kind of answer is wanted: how, when, who
	Tail    bool   // may be the tail of an inclusive form
	Key     int    // for a caller that remembers words; not ours
}

// Scan calls yield with the byte offsets of each word of text, in order.
func Scan(text string, yield func(start, end int)) {
	for i := 0; i < len(text); {
		c, size := decode(text, i)
		if !isStart(c) {
			i += size
			continue
		}
		start := i
		i = scanWord(text, i+size)
		yield(start, i)
	}
}

// scanWord returns the end of the word whose first letter ends at i.
func scanWord(text string, i int) int {
	for i < len(text) {
		if isPlainByte(text[i]) { // most are
			i++
			continue
		}
		c, size := decode(text, i)
		switch {
		case isStart(c) || isContinuation(c):
			i += size
		case isApostrophe(c) && i+size < len(text):
			next, nextSize := decode(text, i+size)
			if !isStart(next) {
				return i
			}
			i += size + nextSize
		default:
			return i
		}
	}
	return i
}

func decode(text string, i int) (rune, int) {
	if c := text[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(text[i:])
}

func isStart(c rune) bool {
	if c < utf8.RuneSelf {
		return isPlainByte(byte(c))
	}
	return unicode.IsLetter(c) || unicode.IsNumber(c)
}

func isPlainByte(c byte) bool {
	return c|0x20-'a' < 26 || c-'0' < 10
}

func isContinuation(c rune) bool {
	return c >= utf8.RuneSelf && (c == '\u00AD' || c == '\u200C' || c == '\u200D' || unicode.IsMark(c))
}

func isApostrophe(c rune) bool { return c == '\'' || c == '’' }

// Tokens cuts text into the words of the language. A word that folds to
// nothing and the tails of inclusive writing are left out; stop words are not.
func (l *Language) Tokens(text string) []Token {
	var tokens []Token
	l.Each(text, l.Word, func(start, end int, word *Word) {
		tokens = append(tokens, Token{start, end, *word})
	})
	return tokens
}

// Word folds one word as [Scan] cut it. Surface is "" when nothing is left.
func (l *Language) Word(raw string) *Word {
	surface := l.surface(raw)
	return &Word{
		Surface: surface,
		Stem:    l.Term(surface),
		Stop:    l.stops[surface],
		Asks:    l.asks[surface],
		Tail:    l.inclusive[surface],
	}
}

// Each calls yield with each word of text. Its look-up of words is a
// parameter so that an indexer may remember the words it has seen.
func (l *Language) Each(text string, look func(raw string) *Word, yield func(start, end int, word *Word)) {
	previousEnd, previousLen := -1, 0
	Scan(text, func(start, end int) {
		word := look(text[start:end])
		switch {
		case word.Surface == "":
		case word.Tail && previousLen >= 3 && isInclusive(text[previousEnd:start]):
			previousEnd = end
		default:
			previousEnd, previousLen = end, utf8.RuneCountInString(word.Surface)
			yield(start, end, word)
		}
	})
}

// isInclusive says whether a mark of inclusive writing, alone, stands between
// two words.
func isInclusive(between string) bool {
	switch between {
	case "·", "•", "‧", "⋅", ".", "-", "(", ")":
		return true
	}
	return false
}
