package builder

import (
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"relais/builder/handbook"
	"relais/builder/privacy"
)

// discreet masks, in the report of a build, what pages say that its readers may not
// see, and in the lines that are shown of them: a build for everybody may run where everybody reads its
// log. Only the words of the model stay ("statut", "validee") and, of an error, which must be
// found to publish anything, the name of its file. Check tells all, to whoever has the sources.
func (r *Report) discreet(whole, book *handbook.Handbook) {
	known := modelWords()
	r.unseen, r.known = map[string]bool{}, known
	for i := range r.Problems {
		p := &r.Problems[i]
		if path.Ext(p.Path) == ".md" && book.At(p.Path) == nil { // perhaps no page came of it
			r.unseen[p.Path] = true
		}
		hidden := whole.At(p.Path) != nil && book.At(p.Path) == nil
		for name, value := range p.Args {
			switch {
			case hidden && !known(value):
				p.Args[name] = privacy.MaskName(value)
			case whole.At(value) != nil && book.At(value) == nil:
				p.Args[name] = privacy.MaskFile(value)
			}
		}
		if hidden && !known(p.Near) {
			p.Near = ""
		}
		if hidden && p.Severity < handbook.Error {
			p.Path = privacy.MaskFile(p.Path)
		}
	}
}

// MaskIn returns what hides, in a source whose lines are to be shown, all that is
// personal and, where the readers of the report may not see that source, all
// words but the model's. It leaves lines and their lengths as they are.
func (r *Report) MaskIn(path string) func(text string) string {
	if !r.unseen[path] {
		return r.Mask
	}
	return func(text string) string {
		var b strings.Builder
		word := 0 // where the word that is being read begins
		for i, c := range text + " " {
			if unicode.IsLetter(c) || unicode.IsDigit(c) {
				continue
			}
			if said := text[word:min(i, len(text))]; r.known(said) {
				b.WriteString(said)
			} else {
				b.WriteString(strings.Repeat("*", utf8.RuneCountInString(said)))
			}
			if i < len(text) {
				b.WriteRune(c)
			}
			word = i + utf8.RuneLen(c)
		}
		return r.Mask(b.String())
	}
}

// modelWords reports whether a text is made of the model's words and numbers.
func modelWords() func(text string) bool {
	split := func(text string) []string {
		return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	}
	words := map[string]bool{}
	for _, word := range split(fmt.Sprintf("%+v %+v %+v", handbook.Types(), handbook.AllFields(), handbook.Audiences())) {
		words[strings.ToLower(word)] = true
	}
	return func(text string) bool {
		for _, word := range split(text) {
			if strings.ContainsFunc(word, unicode.IsLetter) && !words[strings.ToLower(word)] {
				return false
			}
		}
		return true
	}
}
