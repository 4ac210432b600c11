package search

import (
	"context"
	"slices"

	"relais/search/analysis"
)

// phrase is a quoted clause of more than one word. The index has no positions:
// it finds the documents that have all the words, and the phrase is then looked
// for in their text.
type phrase struct {
	words   []map[string]bool // the terms that each word stands for, stop words included
	exclude bool
}

func newPhrase(words []typedWord, exclude bool) phrase {
	p := phrase{words: make([]map[string]bool, len(words)), exclude: exclude}
	for i, word := range words {
		p.words[i] = make(map[string]bool)
		for _, stem := range word.stems() {
			p.words[i][stem] = true
		}
	}
	return p
}

// add lets the word at a place stand for what it was read as, too.
func (p phrase) add(place int, s slot) {
	for _, t := range s.terms {
		p.words[place][t.term] = true
	}
}

// readPerHit is how many documents are read at most, for each hit wanted, to look
// for phrases; a browser loads them.
const readPerHit = 6

// in says whether the words stand next to each other somewhere in the document.
func (p phrase) in(d Document, reader *reader) bool {
	if p.inText(d.Title, reader) || p.inText(d.Summary, reader) {
		return true
	}
	for _, keyword := range d.Keywords {
		if p.inText(keyword, reader) {
			return true
		}
	}
	for _, section := range d.Sections {
		if p.inText(section.Title, reader) || p.inText(section.Text, reader) {
			return true
		}
	}
	return false
}

func (p phrase) inText(text string, reader *reader) bool {
	found := false
	var starts []int // how many words of the phrase have matched so far, for each place where it may begin
	reader.language.Each(text, reader.look, func(_, _ int, word *analysis.Word) {
		going := starts[:0]
		for _, matched := range append(starts, 0) {
			if !p.words[matched][word.Stem] {
				continue
			}
			if matched+1 == len(p.words) {
				found = true
			} else {
				going = append(going, matched+1)
			}
		}
		starts = going
	})
	return found
}

// verify drops the documents that lack a phrase of the query, or have one that it
// excludes. It reads at most limit of them, best first; those that would have to be
// read beyond are dropped, and partial says that there were some.
func (ix *Index) verify(ctx context.Context, r request, ranked []rankedDocument, limit int, readers map[string]*reader) (kept []rankedDocument, partial bool, err error) {
	if len(r.phrases) == 0 {
		return ranked, false, nil
	}
	var suspected [][]bool // by phrase
	for _, p := range r.phrases {
		suspects, err := ix.suspects(ctx, p)
		if err != nil {
			return nil, false, err
		}
		suspected = append(suspected, suspects)
	}
	numbers := ix.numbers()
	read := 0
	for _, candidate := range ranked {
		doubt, drop := false, false
		for i, p := range r.phrases {
			suspect := suspected[i][numbers[candidate.ordinal]]
			doubt = doubt || suspect
			drop = drop || !suspect && !p.exclude
		}
		if doubt && !drop && read == limit {
			partial, drop = true, true
		}
		if doubt && !drop {
			read++
			d := ix.document(candidate.ordinal)
			drop = slices.ContainsFunc(r.phrases, func(p phrase) bool { return p.in(d, readers[d.Lang]) == p.exclude })
		}
		if !drop {
			kept = append(kept, candidate)
		}
	}
	return kept, partial, nil
}

// suspects says, by Bleve's number, which documents have all the words of a
// phrase. Stop words are not looked for: most texts have them.
func (ix *Index) suspects(ctx context.Context, p phrase) ([]bool, error) {
	has := make([]int, len(ix.ordinals))
	looked := 0
	for _, word := range p.words {
		if maySkip(word) {
			continue
		}
		for term := range word {
			err := ix.eachPosting(ctx, term, func(number uint64, _, _, _ int) {
				if has[number] == looked {
					has[number]++
				}
			})
			if err != nil {
				return nil, err
			}
		}
		looked++
	}
	suspects := make([]bool, len(has))
	for number := range has {
		suspects[number] = has[number] == looked
	}
	return suspects, nil
}

// maySkip says whether a word of a phrase is a stop word in some language, so
// that a text may have it without its being in the index.
func maySkip(terms map[string]bool) bool {
	for term := range terms {
		if term[0] == '.' {
			return true
		}
	}
	return false
}
