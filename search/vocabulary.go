package search

import (
	"strings"

	index "github.com/blevesearch/bleve_index_api"

	"relais/search/analysis"
)

// reader remembers what a language makes of each word it has read, to look for
// words in texts that are indexed.
type reader struct {
	language *analysis.Language
	known    map[string]*analysis.Word // by the word as written
}

func newReader(language *analysis.Language) *reader {
	return &reader{language, make(map[string]*analysis.Word)}
}

func (r *reader) look(raw string) *analysis.Word {
	word, ok := r.known[raw]
	if !ok {
		raw = strings.Clone(raw) // or it would hold on to the whole text
		word = r.language.Word(raw)
		r.known[raw] = word
	}
	return word
}

// vocabulary remembers what a language makes of each word it has seen: the
// words of a handbook repeat, and analysis then costs one look-up a word.
type vocabulary struct {
	language *analysis.Language
	known    map[string]*analysis.Word // by the word as written; Key is an index in entries
	entries  []entry
	terms    map[string]*term
	pairs    map[[2]*term]*term
	reading  int // which field is being read, to tell its terms from earlier ones
	looked   int // how many words were looked at
}

// entry is a word as written.
type entry struct {
	surface string
	term    *term
	count   int // how often it was indexed
}

// term is what words share that have one stem.
type term struct {
	text  string
	bytes []byte // the same, as Bleve wants it
	seen  int    // the field it was last seen in
	freq  int    // how often, in that field
}

func newVocabulary(language *analysis.Language) *vocabulary {
	return &vocabulary{language: language, known: make(map[string]*analysis.Word), terms: make(map[string]*term), pairs: make(map[[2]*term]*term)}
}

func (v *vocabulary) look(raw string) *analysis.Word {
	v.looked++
	if word, ok := v.known[raw]; ok {
		return word
	}
	raw = strings.Clone(raw) // or it would hold on to the whole text
	word := v.language.Word(raw)
	word.Key = len(v.entries)
	v.entries = append(v.entries, entry{surface: word.Surface, term: v.term(word.Stem)})
	v.known[raw] = word
	return word
}

func (v *vocabulary) term(text string) *term {
	t, ok := v.terms[text]
	if !ok {
		t = &term{text: text, bytes: []byte(text)}
		v.terms[text] = t
	}
	return t
}

// pair returns the term for two words, one after the other.
func (v *vocabulary) pair(first, second *term) *term {
	key := [2]*term{first, second}
	t, ok := v.pairs[key]
	if !ok {
		t = v.term(pairOf(first.text, second.text))
		v.pairs[key] = t
	}
	return t
}

// pairOf is the term for two terms, one after the other. It sorts right behind
// the first of them, in the same file of the export as a rule.
// Three letters of the second tell nearly all pairs of the first apart, and
// nearly every pair is one that a single page has: they must be short.
func pairOf(first, second string) string { return first + "_" + beginning(second, 3) }

// maxWhole is how many words a title or a keyword may have to be a term as a whole.
const maxWhole = 6

// wholeOf is the term for a whole title or keyword, stop words included: it
// sorts behind its first word that carries a subject, and has three letters of
// each, as a pair has. It is "" for a
// single word, which is a term anyway, and for too many.
func wholeOf(words []*analysis.Word) string {
	if len(words) < 2 || len(words) > maxWhole {
		return ""
	}
	first := words[0]
	for _, word := range words {
		if !word.Stop {
			first = word
			break
		}
	}
	stems := make([]string, len(words))
	for i, word := range words {
		stems[i] = beginning(word.Stem, 3)
	}
	return first.Stem + "_=" + strings.Join(stems, "")
}

// occurrence is how often a field of a document has a term.
type occurrence struct {
	term *term
	freq int
}

// count counts the terms of one field of a document, and adds times, 1 or −1, to
// how often each word was indexed. Stop words are left out of the body; elsewhere
// they can be found, but do not count as length. Outside the body, pairs of words
// that follow each other but for stop words are terms as well, without length, and
// so are whole titles and keywords.
func (v *vocabulary) count(f int, texts []string, times int) (occurrences []occurrence, length int) {
	v.reading++
	var found []*term
	occurs := func(t *term) {
		if t.seen != v.reading {
			t.seen, t.freq = v.reading, 0
			found = append(found, t)
		}
		t.freq++
	}
	for _, text := range texts {
		var previous *term
		var whole []*analysis.Word
		v.language.Each(text, v.look, func(_, _ int, word *analysis.Word) {
			if word.Stop && f == body {
				return
			}
			if (f == title || f == keywords) && len(whole) <= maxWhole {
				whole = append(whole, word)
			}
			e := &v.entries[word.Key]
			e.count += times
			occurs(e.term)
			if word.Stop {
				return
			}
			length++
			if previous != nil && f != body {
				occurs(v.pair(previous, e.term))
			}
			previous = e.term
		})
		if text := wholeOf(whole); text != "" {
			occurs(v.term(text))
		}
	}
	occurrences = make([]occurrence, len(found))
	for i, t := range found {
		occurrences[i] = occurrence{t, t.freq}
	}
	return occurrences, max(length, 1)
}

// analyse makes a field of a Bleve document.
func (v *vocabulary) analyse(f int, texts []string) *terms {
	occurrences, length := v.count(f, texts, 1)
	frequencies := make(index.TokenFrequencies, len(occurrences))
	slab := make([]index.TokenFreq, len(occurrences))
	for i, o := range occurrences {
		slab[i].Term = o.term.bytes
		slab[i].SetFrequency(o.freq)
		frequencies[o.term.text] = &slab[i]
	}
	return &terms{name: fields[f].name, length: length, frequencies: frequencies}
}

// terms is a field of a Bleve document, analysed.
type terms struct {
	name        string
	length      int
	frequencies index.TokenFrequencies
}

func (t *terms) Name() string                                     { return t.name }
func (t *terms) Analyze()                                         {} // it is done
func (t *terms) AnalyzedLength() int                              { return t.length }
func (t *terms) AnalyzedTokenFrequencies() index.TokenFrequencies { return t.frequencies }
func (t *terms) Options() index.FieldIndexingOptions              { return index.IndexField }
func (t *terms) EncodedFieldType() byte                           { return 't' }
func (t *terms) ArrayPositions() []uint64                         { return nil }
func (t *terms) Value() []byte                                    { return nil }
func (t *terms) NumPlainTextBytes() uint64                        { return 0 }
func (t *terms) Size() int                                        { return 0 }
