package search

import (
	"hash/fnv"
	"math/bits"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"relais/search/pack"
)

// The texts of a large handbook are packed, by a lexicon counted on some
// documents: an edit to one of those may change it, and with it every file of
// texts. In a smaller handbook that would be the rule, and its texts are little.
const (
	minPacked = 4096 // documents
	maxSample = 511
)

// lexiconOf returns what documents are packed with, nil when they are few.
func lexiconOf(documents []Document) *pack.Lexicon {
	if len(documents) < minPacked {
		return nil
	}
	return pack.NewLexicon(sampled(documents))
}

// sampled returns the texts of the documents that the lexicon is counted on.
func sampled(documents []Document) [][]string {
	var sample [][]string
	for _, d := range documents {
		if inSample(d.ID, len(documents)) {
			sample = append(sample, d.texts())
		}
	}
	return sample
}

// inSample reports whether the lexicon is counted on one of so many documents: by its
// ID alone, unless their number doubles.
func inSample(id string, documents int) bool {
	mask := uint64(1)<<max(0, bits.Len(uint(documents))-bits.Len(maxSample)) - 1
	hash := fnv.New64a()
	hash.Write([]byte(id))
	sum := hash.Sum64()
	return (sum^sum>>32)&mask == 0
}

// texts lists a document:
//
//	id, title, lang, label, due, summary, list of marks, list of keywords, { section id, title, text }
//	list: its length in decimal, then its texts
//
// The id of a section is "" when it is what anchor makes of the title; another
// that is empty or starts with "#" has one "#" more.
func (d Document) texts() []string {
	texts := make([]string, 0, 8+len(d.Marks)+len(d.Keywords)+3*len(d.Sections))
	texts = append(texts, d.ID, d.Title, d.Lang, d.Label, d.Due, d.Summary)
	for _, list := range [][]string{d.Marks, d.Keywords} {
		texts = append(texts, strconv.Itoa(len(list)))
		texts = append(texts, list...)
	}
	for _, s := range d.Sections {
		id := s.ID
		switch {
		case id == anchor(s.Title):
			id = ""
		case id == "" || id[0] == '#':
			id = "#" + id
		}
		texts = append(texts, id, s.Title, s.Text)
	}
	return texts
}

// anchor is the id that a heading most likely has; the client makes the same.
func anchor(title string) string {
	id := make([]byte, 0, len(title))
	for _, c := range norm.NFD.String(title) {
		switch {
		case c == 'œ' || c == 'Œ':
			id = append(id, "oe"...)
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_':
			id = append(id, byte(unicode.ToLower(c)))
		case 0x300 <= c && c <= 0x36F:
		case len(id) > 0 && id[len(id)-1] != '-':
			id = append(id, '-')
		}
	}
	return strings.TrimSuffix(string(id), "-")
}
