package privacy

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold returns a word in small letters without accents, ligatures and marks.
// It does what handbook.Fold does, word by word and fast enough for all words of a handbook.
func fold(word string) string {
	plain := true
	for i := range len(word) {
		if c := word[i]; c >= utf8.RuneSelf || isUpper(c) {
			plain = false
			break
		}
	}
	if plain {
		return word
	}
	return string(appendFold(make([]byte, 0, len(word)), word))
}

// appendFold appends the folded word to b.
func appendFold(b []byte, word string) []byte {
	for i := 0; i < len(word); {
		c := word[i]
		if c < utf8.RuneSelf {
			if isUpper(c) {
				c |= 0x20
			}
			b = append(b, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(word[i:])
		b = appendFoldedRune(b, r)
		i += size
	}
	return b
}

// appendFoldedRune appends what is left of r, which is not ASCII. The letters of
// French and its neighbours come first; the others are taken apart.
func appendFoldedRune(b []byte, r rune) []byte {
	switch r {
	case 'é', 'è', 'ê', 'ë', 'É', 'È', 'Ê', 'Ë':
		return append(b, 'e')
	case 'à', 'â', 'ä', 'á', 'ã', 'å', 'À', 'Â', 'Ä', 'Á', 'Ã', 'Å':
		return append(b, 'a')
	case 'ç', 'Ç':
		return append(b, 'c')
	case 'î', 'ï', 'í', 'ì', 'Î', 'Ï', 'Í', 'Ì', 'ı':
		return append(b, 'i')
	case 'ô', 'ö', 'ó', 'ò', 'õ', 'ø', 'Ô', 'Ö', 'Ó', 'Ò', 'Õ', 'Ø':
		return append(b, 'o')
	case 'û', 'ù', 'ü', 'ú', 'Û', 'Ù', 'Ü', 'Ú':
		return append(b, 'u')
	case 'ñ', 'Ñ':
		return append(b, 'n')
	case 'ÿ', 'ý', 'Ÿ', 'Ý':
		return append(b, 'y')
	case 'œ', 'Œ':
		return append(b, "oe"...)
	case 'æ', 'Æ':
		return append(b, "ae"...)
	case 'ß':
		return append(b, "ss"...)
	case 'ł', 'Ł':
		return append(b, 'l')
	case 'đ', 'Đ', 'ð', 'Ð':
		return append(b, 'd')
	}
	if unicode.Is(unicode.Mn, r) {
		return b
	}
	for _, r := range norm.NFKD.String(string(r)) {
		if !unicode.Is(unicode.Mn, r) {
			b = utf8.AppendRune(b, unicode.ToLower(r))
		}
	}
	return b
}

// foldPhrase returns the words of s folded, with one space between them.
func foldPhrase(s string) string {
	return strings.Join(strings.FieldsFunc(fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}
