package search

import (
	"slices"
	"strings"

	"relais/search/analysis"
)

// slot is one word of a query with all the terms that it may stand for.
type slot struct {
	typed     string
	surfaces  []string // folded, as each language reads it
	terms     []weighted
	required  bool
	passing   bool     // a stop word in some language: pairs reach over it
	asks      bool     // no more than a word that asks
	corrected []string // the words looked for instead, nearest first
}

// pair is two slots that follow each other, with the terms for both in a row.
type pair struct {
	first, second int
	terms         []weighted
}

type weighted struct {
	term   string
	weight float64
}

// What a term counts, against 1 for the word as typed.
const (
	weightCompletion = 0.6 // completes a word that is also known as it stands
	weightGuess      = 0.8 // completes a word that no page has
	weightCorrection = 1   // corrects a word that no page has
	weightAsking     = 0.3 // asks, beside words that carry the subject
)

// How much of a query is read. Whoever pastes a page into the box gets an answer
// to its beginning.
const (
	maxLetters = 1000
	maxWords   = 32 // filters do not count
)

// request is a query's text, understood.
type request struct {
	slots    []slot
	wholes   []string // the whole text as a term, in each language
	asking   []slot   // words that only say what kind of answer is wanted
	excluded []string // terms
	phrases  []phrase
	filters  map[string][]string
}

// understand reads the query with all languages of the index at once: a word
// stands for the union of what it is in each.
func (ix *Index) understand(q Query) request {
	q.Text = beginning(strings.ToValidUTF8(q.Text, "\uFFFD"), maxLetters)
	r := request{filters: make(map[string][]string)}
	for name, values := range q.Filters {
		if len(values) > 0 {
			r.filters[name] = slices.Clone(values)
		}
	}
	var words []typedWord
	left := maxWords
	var asked []clause
	for _, c := range parse(q.Text) {
		if facet, value, ok := ix.typedFilter(c); ok {
			r.filters[facet] = append(r.filters[facet], value)
			continue
		}
		if left == 0 {
			continue
		}
		if !c.exclude {
			asked = append(asked, c)
		}
		read := ix.readWords(c)
		read = read[:min(left, len(read))]
		left -= len(read)
		phrase := -1
		if c.quoted && len(read) > 1 {
			phrase = len(r.phrases)
			r.phrases = append(r.phrases, newPhrase(read, c.exclude))
		}
		for i, word := range read {
			word.last = !c.quoted && c.start+word.end == len(q.Text)
			word.phrase, word.place = phrase, i
			if !c.exclude {
				words = append(words, word)
			} else if phrase < 0 {
				r.excluded = append(r.excluded, word.stems()...)
			}
		}
	}
	r.wholes = ix.wholes(asked)
	carrying := slices.ContainsFunc(words, func(w typedWord) bool { return !w.stopsSomewhere() })
	for _, word := range words {
		expanded := ix.expand(word, carrying)
		if expanded.asks {
			r.asking = append(r.asking, expanded)
		} else if len(expanded.terms) > 0 || !word.stopsSomewhere() {
			r.slots = append(r.slots, expanded)
		}
		if word.phrase >= 0 {
			r.phrases[word.phrase].add(word.place, expanded)
		}
	}
	return r
}

// beginning returns the first letters of a text.
func beginning(text string, letters int) string {
	for i := range text {
		if letters == 0 {
			return text[:i]
		}
		letters--
	}
	return text
}

// typedFilter says which facet and value a clause like fonction:management
// names, by id or by label. An unknown value is kept: nothing matches it.
func (ix *Index) typedFilter(c clause) (facet, value string, ok bool) {
	if c.field == "" {
		return "", "", false
	}
	name, wanted := analysis.Fold(c.field), analysis.Fold(c.text)
	isCalled := func(wanted string, names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return analysis.Fold(n) == wanted })
	}
	for _, f := range ix.facets {
		if !isCalled(name, f.Name, f.Label) && !isCalled(name, f.Also...) {
			continue
		}
		for _, v := range f.Values {
			if isCalled(wanted, v.ID, v.Label) || isCalled(wanted, v.Also...) {
				return f.Name, v.ID, true
			}
		}
		return f.Name, c.text, true
	}
	return "", "", false
}

// typedWord is one word of a query as each language reads it.
type typedWord struct {
	typed      string
	start, end int // in the clause
	forms      []analysis.Word
	required   bool
	last       bool // nothing follows: the person may still be typing it
	phrase     int  // index in request.phrases, or -1
	place      int  // in that phrase
}

// readWords cuts a clause into words in each language and puts the readings
// together that begin at one place.
func (ix *Index) readWords(c clause) []typedWord {
	text := c.words()
	var words []typedWord
	starts := make(map[int]int) // index in words
	for _, language := range ix.languages {
		for _, token := range language.Tokens(text) {
			at, known := starts[token.Start]
			if !known {
				at = len(words)
				starts[token.Start] = at
				words = append(words, typedWord{
					typed: text[token.Start:token.End],
					start: token.Start, end: token.End, required: c.quoted,
				})
			}
			words[at].forms = append(words[at].forms, token.Word)
		}
	}
	slices.SortStableFunc(words, func(a, b typedWord) int { return a.start - b.start })
	return words
}

// words returns the text in which a clause's words stand.
func (c clause) words() string {
	if c.field == "" {
		return c.text
	}
	return c.field + " " + c.text // no facet has this name
}

// wholes returns the terms that the index has for all words of the clauses in a
// row.
func (ix *Index) wholes(clauses []clause) []string {
	var wholes []string
	for _, language := range ix.languages {
		var words []*analysis.Word
		for _, c := range clauses {
			for _, token := range language.Tokens(c.words()) {
				words = append(words, &token.Word)
			}
		}
		if term := wholeOf(words); ix.fieldsOf(term) != 0 && !slices.Contains(wholes, term) {
			wholes = append(wholes, term)
		}
	}
	return wholes
}

func (w typedWord) stopsSomewhere() bool {
	return slices.ContainsFunc(w.forms, func(f analysis.Word) bool { return f.Stop })
}

func (w typedWord) stems() []string {
	var stems []string
	for _, form := range w.forms {
		stems = append(stems, form.Stem)
	}
	return stems
}

// expand finds what a word of the query stands for. When another word of the
// query carries the subject (carrying), a stop word stands at most for
// itself, in the languages where it is none.
func (ix *Index) expand(word typedWord, carrying bool) slot {
	s := slot{typed: word.typed, surfaces: word.surfaces(), required: word.required}
	stop := carrying && word.stopsSomewhere()
	s.passing = stop
	for _, form := range word.forms {
		if !stop || !form.Stop {
			ix.addTerm(&s, form.Stem, 1)
		}
	}
	if stop {
		s.required = false
		if len(s.terms) == 0 {
			for _, form := range word.forms {
				if form.Asks {
					ix.addTerm(&s, form.Stem, weightAsking)
				}
			}
			s.asks = len(s.terms) > 0
		}
		return s
	}
	if word.last {
		weight := weightGuess
		if len(s.terms) > 0 {
			weight = weightCompletion
		}
		ix.addWords(&s, word.each(ix.words.complete), weight)
	}
	if len(s.terms) == 0 {
		s.corrected = word.each(func(surface string) []string { return ix.words.correct(surface, word.last) })
		ix.addWords(&s, s.corrected, weightCorrection)
	}
	return s
}

// pairs returns the pairs of slots that follow each other but for stop words,
// with the terms that the index has for them.
func (ix *Index) pairs(slots []slot) []pair {
	var pairs []pair
	first := -1
	for second, s := range slots {
		if s.passing {
			continue
		}
		if first >= 0 {
			p := pair{first: first, second: second}
			for _, a := range slots[first].terms {
				for _, b := range s.terms {
					if term := pairOf(a.term, b.term); ix.fieldsOf(term) != 0 {
						p.terms = append(p.terms, weighted{term, float64(a.weight * b.weight)})
					}
				}
			}
			if len(p.terms) > 0 {
				pairs = append(pairs, p)
			}
		}
		first = second
	}
	return pairs
}

// surfaces returns the distinct surfaces of the word.
func (w typedWord) surfaces() []string {
	var surfaces []string
	for _, form := range w.forms {
		if !slices.Contains(surfaces, form.Surface) {
			surfaces = append(surfaces, form.Surface)
		}
	}
	return surfaces
}

// each gathers what look finds for each distinct surface of the word.
func (w typedWord) each(look func(string) []string) []string {
	var found []string
	for _, surface := range w.surfaces() {
		for _, word := range look(surface) {
			if !slices.Contains(found, word) {
				found = append(found, word)
			}
		}
	}
	return found
}

// addWords adds the terms of words, in all languages.
func (ix *Index) addWords(s *slot, words []string, weight float64) {
	for _, word := range words {
		for _, language := range ix.languages {
			ix.addTerm(s, language.Term(word), weight)
		}
	}
}

// addTerm adds a term that the index has and the slot has not.
func (ix *Index) addTerm(s *slot, term string, weight float64) {
	if ix.fieldsOf(term) == 0 || slices.ContainsFunc(s.terms, func(t weighted) bool { return t.term == term }) {
		return
	}
	s.terms = append(s.terms, weighted{term, weight})
}
