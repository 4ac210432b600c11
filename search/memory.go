package search

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"relais/search/pack"
)

// Memory is what another process needs to make the files of the search anew as a
// [Publisher] does, at the cost of what has changed since. It is plain data, in
// parts because nobody needs all at once: whoever keeps one turns each into bytes.
type Memory struct {
	Terms     []MemoryTerm
	Documents []MemoryDocument // by ordinal
	Rest      MemoryRest
}

// MemoryTerm is a term and the documents that have it, as its leaf has them.
type MemoryTerm struct {
	Text     string
	Count    int // of documents
	Postings []byte
}

// MemoryDocument is a document and the code of its body's length.
type MemoryDocument struct {
	Document Document
	Length   int
}

// MemoryRest is what is small.
type MemoryRest struct {
	Totals   []int
	Words    map[string]int // how often each was indexed
	Speakers map[string]int // documents with words, by language
	Lexicon  *pack.Counts   // nil when texts stand as they are
	Leaves   []MemoryLeaf
}

// MemoryLeaf is a file of a tree.
type MemoryLeaf struct {
	At, Last string // kind and first key, last key
	Keys     int
	Name     string
}

// Remember is given each part of a Memory as soon as it is known: []MemoryTerm,
// []MemoryDocument, MemoryRest.
type Remember func(part any)

// ExportRemembering does what Export does, and tells what to remember of it.
func (ix *Index) ExportRemembering(put func(path string, data []byte) error, remember Remember) error {
	e, err := ix.exporter(put)
	if err != nil {
		return err
	}
	e.cache = &leafCache{generation: 1, kept: map[string]cachedLeaf{}, elsewhere: true}
	e.textChanged = func(int) int { return 0 }
	return e.exportRemembering(remember)
}

func (e *exporter) exportRemembering(remember Remember) error {
	terms := make([]MemoryTerm, len(e.postings))
	for i, t := range e.postings {
		terms[i] = MemoryTerm{t.text, t.df, t.postings}
	}
	remember(terms)
	clear(terms)
	if err := e.export(); err != nil {
		return err
	}
	documents := make([]MemoryDocument, len(e.documents))
	for i, d := range e.documents {
		documents[i] = MemoryDocument{d, e.inventory.lengths[i]}
	}
	remember(documents)
	rest := MemoryRest{Totals: e.totals[:], Words: e.counts, Speakers: e.speakers}
	if e.lexicon != nil {
		counts := e.lexicon.Counts()
		rest.Lexicon = &counts
	}
	for at, leaf := range e.cache.kept {
		rest.Leaves = append(rest.Leaves, MemoryLeaf{at, leaf.last, leaf.keys, leaf.name})
	}
	remember(rest)
	return nil
}

// Recall returns a Publisher that knows what another process remembered. keep says
// that the file at a path is still what it was; nil, that no file is there.
func Recall(m Memory, keep func(path string) error) (*Publisher, error) {
	p, err := NewPublisher()
	if err != nil {
		return nil, err
	}
	if len(m.Rest.Totals) != len(p.totals) {
		return nil, fmt.Errorf("recall the search: %d fields", len(m.Rest.Totals))
	}
	p.cache.generation, p.cache.elsewhere, p.keep = 1, true, keep
	copy(p.totals[:], m.Rest.Totals)
	p.counts, p.speakers = m.Rest.Words, m.Rest.Speakers
	documents, known := make([]Document, len(m.Documents)), make([]published, len(m.Documents))
	for i, d := range m.Documents {
		documents[i] = d.Document
		known[i] = published{Document: d.Document, given: d.Document, number: i, ordinal: i, length: d.Length, changed: 1}
		p.numbered = append(p.numbered, &known[i])
		p.documents[d.Document.ID] = &known[i]
		p.sealed = append(p.sealed, d.Length)
	}
	terms := make([]publishedTerm, len(m.Terms))
	for i, t := range m.Terms {
		terms[i] = publishedTerm{encodedTerm: encodedTerm{t.Text, t.Count, t.Postings, 1}, sealed: true}
		p.terms = append(p.terms, &terms[i])
	}
	if m.Rest.Lexicon != nil {
		p.lexicon = m.Rest.Lexicon.Lexicon()
		p.learned = p.lexicon
	}
	p.sample = p.sampleOf(documents)
	if keep != nil {
		p.cache.kept = make(map[string]cachedLeaf, len(m.Rest.Leaves))
		for _, leaf := range m.Rest.Leaves {
			p.cache.kept[leaf.At] = cachedLeaf{leaf.Last, leaf.Keys, 1, leaf.Name, nil}
		}
	}
	return p, nil
}

// ExportRemembering hands over the files of an Index made anew of documents, but
// for those that keep was told of, and tells what to remember of them.
func (p *Publisher) ExportRemembering(ctx context.Context, documents iter.Seq[Document], facets []Facet, put func(path string, data []byte) error, remember Remember) error {
	e, err := p.prepare(ctx, documents, facets)
	if err != nil {
		return err
	}
	if !p.Settled() {
		p.Settle(func() bool { return ctx.Err() != nil })
		if err := context.Cause(ctx); err != nil {
			return err
		}
		if e, err = p.prepare(ctx, slices.Values(e.documents), facets); err != nil {
			return err
		}
	}
	e.put, e.keep = put, p.keep
	return e.exportRemembering(remember)
}

// readPostings reads what appendPostings has appended of so many documents. lengths
// are the codes of the lengths of bodies, which it does not say.
func readPostings(encoded []byte, df int, lengths []int) []uint64 {
	number := func() int {
		n := 0
		for i, c := range encoded {
			if c >= '\\' {
				c--
			}
			if c -= '#'; c < lastDigit {
				encoded = encoded[i+1:]
				return n*lastDigit + int(c)
			}
			n = n*carry + int(c) - lastDigit + 1
		}
		encoded = nil
		return 0
	}
	ordinals, more := make([]int, df), make([]bool, df)
	previous := -1
	for i := range ordinals {
		step := number()
		previous += step/2 + 1
		ordinals[i], more[i] = previous, step%2 == 1
	}
	masksOf, packed := make([]int, df), make([]uint64, 0, df)
	for i, ordinal := range ordinals {
		kind := masks - 1 // once, in the body
		if more[i] {
			kind = number()
		}
		if more[i] && kind < masks {
			masksOf[i] = kind
			continue
		}
		packed = append(packed, packedPosting(uint64(ordinal), body, kind-masks+1, lengths[ordinal]))
	}
	for f := range fields {
		for i, ordinal := range ordinals {
			if masksOf[i]&(1<<f) == 0 {
				continue
			}
			frequency, length := number(), lengths[ordinal]
			if f != body {
				length = frequency / 3
				if frequency %= 3; frequency == 2 {
					frequency += number()
				}
			}
			packed = append(packed, packedPosting(uint64(ordinal), f, frequency, length))
		}
	}
	return packed
}
