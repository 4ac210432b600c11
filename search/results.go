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
	Total     int                 `json:"total"`
	Partial   bool                `json:"partial"` // a phrase was looked for in the best pages only: Total may be larger
	Hits      []Hit               `json:"hits"`
	Facets    []FacetCounts       `json:"facets"`    // those that the query wants counted, in the order of the index
	Filters   map[string][]string `json:"filters"`   // all that are in force, those typed in the text included
	Corrected []Correction        `json:"corrected"` // words that no page has, and what they were read as
	Near      []Suggestion        `json:"near"`      // when nothing is found: words that may have been meant
	Hiding    []HidingFacet       `json:"hiding"`    // when nothing is found: the facets whose filter hides hits
}

// Hit is a document that matches. Score is positive, and 0 for all hits of a
// query without words; equal scores stand in the order of the index: by type, by function, by ID.
type Hit struct {
	ID         string     `json:"id"`
	Title      string     `json:"title"`
	TitleMarks [][2]int   `json:"titleMarks"` // start and end of each word that matched, in bytes of Title
	Label      string     `json:"label"`
	Lang       string     `json:"lang"`
	Score      float64    `json:"score"`
	Section    SectionRef `json:"section"` // the best; without ID and title when none has a word of the query
	Excerpt    Excerpt    `json:"excerpt"`
	Marks      []string   `json:"marks"`
	Due        string     `json:"due"`
}

// SectionRef leads to a section.
type SectionRef struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	TitleMarks [][2]int `json:"titleMarks"` // as those of a Hit
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

// Suggestion says what a word that no page has may stand for, nearest first.
type Suggestion struct {
	From string   `json:"from"`
	To   []string `json:"to"`
}

// HidingFacet says how many hits there would be without the filters of a facet.
type HidingFacet struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

const defaultLimit = 10

// Search answers a query. A query without words and without filters has no
// hits; one with filters alone lists what they admit, by ID.
func (ix *Index) Search(ctx context.Context, q Query) (Results, error) {
	request := ix.understand(q)
	filter := newFilter(ix.facets, ix.columns, request.filters)
	var ranked []rankedDocument
	var idfs []float64
	partial := false
	limit := q.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	readers := ix.takeReaders()
	defer ix.readers.Put(readers)
	if !request.isEmpty() {
		var err error
		if ranked, idfs, err = ix.rank(ctx, request); err != nil {
			return Results{}, err
		}
		if ranked, partial, err = ix.verify(ctx, request, ranked, readPerHit*limit, readers); err != nil {
			return Results{}, err
		}
	}
	ranked = slices.DeleteFunc(ranked, func(r rankedDocument) bool { return !filter.admit(r.ordinal) })
	results := Results{
		Total:     filter.total,
		Partial:   partial,
		Hits:      []Hit{},
		Facets:    filter.results(ix.facets, q.Facets, request.filters),
		Filters:   request.filters,
		Corrected: request.corrections(),
		Near:      ix.nearby(request, filter.total),
		Hiding:    filter.hiding(ix.facets),
	}
	marker := newMarker(readers, request, idfs)
	for _, r := range ranked[:min(limit, len(ranked))] {
		results.Hits = append(results.Hits, ix.hit(r, marker))
	}
	if ix.disk != nil && ix.disk.failure() != nil {
		return Results{}, ix.disk.failure()
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

// nearby returns what words that stand for nothing may have been meant as, when
// nothing is found.
func (ix *Index) nearby(r request, total int) []Suggestion {
	suggestions := []Suggestion{}
	if total > 0 {
		return suggestions
	}
	for _, s := range r.slots {
		if len(s.terms) > 0 {
			continue
		}
		var near []string
		for _, surface := range s.surfaces {
			for _, word := range ix.words.nearest(surface) {
				if !slices.Contains(near, word) {
					near = append(near, word)
				}
			}
		}
		if len(near) > 0 {
			suggestions = append(suggestions, Suggestion{s.typed, near[:min(maxNearest, len(near))]})
		}
	}
	return suggestions
}

// isEmpty says that nothing is asked for; to exclude is not to ask.
func (r request) isEmpty() bool { return len(r.slots) == 0 && len(r.filters) == 0 }

type rankedDocument struct {
	ordinal int
	score   float64
}

// rank returns the hits, best first, and the idf of each slot.
func (ix *Index) rank(ctx context.Context, r request) ([]rankedDocument, []float64, error) {
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
		ranked = append(ranked, rankedDocument{ordinal, match.Score})
		sc.DocumentMatchPool.Put(match)
	}
	slices.SortFunc(ranked, func(a, b rankedDocument) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.ordinal, b.ordinal))
	})
	return ranked, searcher.idfs, searcher.Close()
}

func (ix *Index) hit(r rankedDocument, marker *marker) Hit {
	d := ix.document(r.ordinal)
	section, excerpt := marker.excerpt(d)
	return Hit{
		ID: d.ID, Title: d.Title, TitleMarks: marker.title(d.Lang, d.Title), Label: d.Label, Lang: d.Lang, Score: r.score,
		Section: section, Excerpt: excerpt, Marks: append([]string{}, d.Marks...), Due: d.Due,
	}
}
