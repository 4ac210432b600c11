package handbook

import (
	"unicode"
	"unicode/utf8"
)

// Lang is a language of the interface and of a page, as a BCP 47 primary tag.
type Lang string

// The two languages of the interface. French comes first everywhere.
const (
	French  Lang = "fr"
	English Lang = "en"
)

// Text is one word or sentence in both languages of the interface.
type Text struct{ FR, EN string }

// In returns the text in lang; any language but English reads French.
func (t Text) In(lang Lang) string {
	if lang == English {
		return t.EN
	}
	return t.FR
}

// Capitalized returns the text in lang with its first letter in upper case, as
// it stands at the head of a title.
func (t Text) Capitalized(lang Lang) string {
	s := t.In(lang)
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}
