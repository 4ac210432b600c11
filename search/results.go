package search

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"

	"github.com/blevesearch/bleve/v2/search"
)

// Results answers a [Query]. The client answers with the same fields.
type Results struct {
	Total     int           `json:"total"`
	Hits      []Hit         `json:"hits"`
	Facets    []FacetCounts `json:"facets"`
	Corrected []Correction  `json:"corrected"`
}

// Hit is a document that matches. Score is positive, and 0 for all hits of a
// query without words; equal scores stand in the order of their IDs.
type Hit struct {
	ID      string              `json:"id"`
	Title   string              `json:"title"`
	Score   float64             `json:"score"`
	Section SectionRef          `json:"section"` // the best; zero when none has a word of the query
	Excerpt Excerpt             `json:"excerpt"`
	Facets  map[string][]string `json:"facets"`
	Marks   []string            `json:"marks"`
}

// SectionRef leads to a section.
type SectionRef struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// FacetCounts are the values of a facet with the number of hits each has, or
// would have if chosen as well.
type FacetCounts struct {
	Name   string       `json:"name"`
	Label  string       `json:"label"`
	Values []ValueCount `json:"values"`
}

// ValueCount is one line of FacetCounts.
type ValueCount struct {
	ID       string `json:"id"`
	Label    string `json:"label"`
	Count    int    `json:"count"`
	Selected bool   `json:"selected"`
}

// Correction says that a word which no page has was read as another.
type Correction struct {
	From string `json:"from"`
	To   string `json:"to"`
}

const defaultLimit = 10

// Search answers a query. A query without words and without filters has no
// hits; one with filters alone lists what they admit, by ID.
func (ix *Index) Search(ctx context.Context, q Query) (Results, error) {
	request := ix.understand(q)
	filter := newFilter(ix.facets, ix.columns, request.filters)
	var ranked []rankedDocument
	var idfs []float64
	if !request.isEmpty() {
		var err error
		if ranked, idfs, err = ix.rank(ctx, request, filter); err != nil {
			return Results{}, err
		}
	}
	results := Results{
		Total:     filter.total,
		Hits:      []Hit{},
		Facets:    filter.results(ix.facets, request.filters),
		Corrected: request.corrections(),
	}
	limit := q.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	marker := ix.newMarker(request, idfs)
	defer ix.readers.Put(marker.vocabularies)
	for _, r := range ranked[:min(limit, len(ranked))] {
		results.Hits = append(results.Hits, ix.hit(r, marker))
	}
	return results, nil
}

func (r request) corrections() []Correction {
	corrections := []Correction{}
	for _, s := range r.slots {
		if len(s.corrected) > 0 {
			corrections = append(corrections, Correction{s.typed, s.corrected[0]})
		}
	}
	return corrections
}

// isEmpty says that nothing is asked for; to exclude is not to ask.
func (r request) isEmpty() bool { return len(r.slots) == 0 && len(r.filters) == 0 }

type rankedDocument struct {
	ordinal int
	score   float64
}

// rank returns the hits, best first, and the idf of each slot.
func (ix *Index) rank(ctx context.Context, r request, filter *filter) ([]rankedDocument, []float64, error) {
	searcher, err := ranking{ix, r}.score(ctx)
	if err != nil {
		return nil, nil, err
	}
	sc := &search.SearchContext{DocumentMatchPool: search.NewDocumentMatchPool(1, 0)}
	var ranked []rankedDocument
	for {
		match, err := searcher.Next(sc)
		if err != nil {
			return nil, nil, err
		}
		if match == nil {
			break
		}
		ordinal := int(ix.ordinals[binary.BigEndian.Uint64(match.IndexInternalID)])
		if filter.admit(ordinal) {
			ranked = append(ranked, rankedDocument{ordinal, match.Score})
		}
		sc.DocumentMatchPool.Put(match)
	}
	slices.SortFunc(ranked, func(a, b rankedDocument) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.ordinal, b.ordinal))
	})
	return ranked, searcher.idfs, searcher.Close()
}

func (ix *Index) hit(r rankedDocument, marker *marker) Hit {
	d := ix.documents[r.ordinal]
	section, excerpt := marker.excerpt(d)
	hit := Hit{
		ID: d.ID, Title: d.Title, Score: r.score, Section: section, Excerpt: excerpt,
		Facets: make(map[string][]string, len(ix.facets)), Marks: append([]string{}, d.Marks...),
	}
	for i, facet := range ix.facets {
		values := []string{}
		for _, v := range ix.columns[i].sets[ix.columns[i].of[r.ordinal]] {
			values = append(values, facet.Values[v].ID)
		}
		hit.Facets[facet.Name] = values
	}
	return hit
}
