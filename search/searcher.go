package search

import (
	"context"
	"encoding/binary"
	"slices"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	index "github.com/blevesearch/bleve_index_api"
)

// ranking is our formula as a query of Bleve's.
type ranking struct {
	ix      *Index
	request request
}

var (
	_ query.Query     = ranking{}
	_ search.Searcher = (*searcher)(nil)
)

// Searcher scores all documents that have one of the terms, a term at a time.
func (r ranking) Searcher(ctx context.Context, _ index.IndexReader, _ mapping.IndexMapping, _ search.SearcherOptions) (search.Searcher, error) {
	return r.score(ctx)
}

func (r ranking) score(ctx context.Context) (*searcher, error) {
	board := newBoard(len(r.ix.ordinals))
	idfs := make([]float64, len(r.request.slots))
	for i, s := range r.request.slots {
		var err error
		if idfs[i], err = r.ix.scoreSlot(ctx, board, s); err != nil {
			return nil, err
		}
	}
	for _, p := range r.ix.pairs(r.request.slots) {
		if err := r.ix.scorePair(ctx, board, p, pairIDF(idfs[p.first], idfs[p.second])); err != nil {
			return nil, err
		}
	}
	for _, term := range r.request.wholes {
		if err := r.ix.scoreWhole(ctx, board, term); err != nil {
			return nil, err
		}
	}
	for _, s := range r.request.asking {
		if err := r.ix.scoreAsking(ctx, board, s); err != nil {
			return nil, err
		}
	}
	if len(r.request.slots) == 0 {
		for _, number := range r.ix.numbers() {
			board.matched[number] = 1
		}
		board.asked = 1
	}
	for _, term := range r.request.excluded {
		exclude := func(number uint64, _, _, _ int) { board.matched[number] = 0 }
		if err := r.ix.eachPosting(ctx, term, exclude); err != nil {
			return nil, err
		}
	}
	return &searcher{ix: r.ix, board: board, idfs: idfs}, nil
}

// scoreSlot adds what one word of the query gives to each document, and
// returns the slot's idf.
func (ix *Index) scoreSlot(ctx context.Context, board *board, s slot) (float64, error) {
	slotIDF, err := ix.scoreTerms(ctx, board, s.terms)
	if err != nil {
		return 0, err
	}
	board.endSlot(slotIDF, s.required)
	return slotIDF, nil
}

// scoreTerms scores terms of which a document counts the best, and returns the
// idf of the commonest.
func (ix *Index) scoreTerms(ctx context.Context, board *board, terms []weighted) (float64, error) {
	df := 0
	for _, t := range terms {
		err := ix.eachPosting(ctx, t.term, func(number uint64, f, frequency, length int) {
			board.addImpact(number, ix.impacts.of(f, frequency, length))
		})
		if err != nil {
			return 0, err
		}
		df = max(df, board.endTerm(t.weight))
	}
	if df == 0 {
		return 0, nil
	}
	return idf(ix.Len(), df), nil
}

// scorePair adds what two words that follow each other give to the documents
// that have them so.
func (ix *Index) scorePair(ctx context.Context, board *board, p pair, idf float64) error {
	for _, t := range p.terms {
		err := ix.eachPosting(ctx, t.term, func(number uint64, f, _, _ int) { board.addImpact(number, fields[f].boost) })
		if err != nil {
			return err
		}
		board.endTerm(t.weight)
	}
	board.endExtra(idf)
	return nil
}

// scoreWhole adds what it gives to have all that is asked as a title or a keyword.
func (ix *Index) scoreWhole(ctx context.Context, board *board, term string) error {
	err := ix.eachPosting(ctx, term, func(number uint64, _, _, _ int) { board.addImpact(number, whole) })
	board.endTerm(1)
	board.endExtra(board.asked)
	return err
}

// scoreAsking adds what a word that asks gives to each document.
func (ix *Index) scoreAsking(ctx context.Context, board *board, s slot) error {
	idf, err := ix.scoreTerms(ctx, board, s.terms)
	board.endExtra(idf)
	return err
}

// board holds the running scores of a search, by Bleve's number.
type board struct {
	total    []float64
	matched  []float64 // Σ idf of the slots that match
	asked    float64   // Σ idf of all slots
	required []int     // required slots that match
	demanded int       // required slots

	term    []float64 // of the term at hand
	touched []uint64
	slot    []float64 // of the slot at hand
	reached []uint64
}

func newBoard(n int) *board {
	return &board{
		total: make([]float64, n), matched: make([]float64, n), required: make([]int, n),
		term: make([]float64, n), slot: make([]float64, n),
	}
}

func (b *board) addImpact(number uint64, impact float64) {
	if b.term[number] == 0 {
		b.touched = append(b.touched, number)
	}
	b.term[number] += impact
}

// endTerm gives each document its best term, and returns how many have this one.
func (b *board) endTerm(weight float64) int {
	df := len(b.touched)
	for _, number := range b.touched {
		score := float64(weight * b.term[number])
		b.term[number] = 0
		if score > b.slot[number] {
			if b.slot[number] == 0 {
				b.reached = append(b.reached, number)
			}
			b.slot[number] = score
		}
	}
	b.touched = b.touched[:0]
	return df
}

func (b *board) endSlot(slotIDF float64, required bool) {
	b.asked += slotIDF
	if required {
		b.demanded++
	}
	for _, number := range b.reached {
		b.total[number] += float64(slotIDF * b.slot[number])
		b.matched[number] += slotIDF
		b.slot[number] = 0
		if required {
			b.required[number]++
		}
	}
	b.reached = b.reached[:0]
}

// endExtra adds to the scores without asking for anything.
func (b *board) endExtra(idf float64) {
	for _, number := range b.reached {
		b.total[number] += float64(idf * b.slot[number])
		b.slot[number] = 0
	}
	b.reached = b.reached[:0]
}

// numbers returns Bleve's number of each document, by ordinal.
func (ix *Index) numbers() []uint64 {
	numbers := make([]uint64, ix.Len())
	for number, ordinal := range ix.ordinals {
		if ordinal >= 0 {
			numbers[ordinal] = uint64(number)
		}
	}
	return numbers
}

// searcher walks a finished board in the order of Bleve's numbers.
type searcher struct {
	ix    *Index
	board *board
	idfs  []float64 // of the slots
	next  uint64
}

func (s *searcher) Next(ctx *search.SearchContext) (*search.DocumentMatch, error) {
	for ; s.next < uint64(len(s.board.total)); s.next++ {
		matched := s.board.matched[s.next]
		if matched == 0 || s.board.required[s.next] < s.board.demanded {
			continue
		}
		match := ctx.DocumentMatchPool.Get()
		match.IndexInternalID = binary.BigEndian.AppendUint64(match.IndexInternalID[:0], s.next)
		match.Score = float64(s.board.total[s.next]*coverage(matched/s.board.asked)) * s.ix.weight(s.ix.ordinals[s.next])
		s.next++
		return match, nil
	}
	return nil, nil
}

func (s *searcher) Advance(ctx *search.SearchContext, id index.IndexInternalID) (*search.DocumentMatch, error) {
	s.next = max(s.next, binary.BigEndian.Uint64(id))
	return s.Next(ctx)
}

func (s *searcher) Close() error               { return nil }
func (s *searcher) Weight() float64            { return 1 }
func (s *searcher) SetQueryNorm(float64)       {} // scores are absolute
func (s *searcher) Min() int                   { return 0 }
func (s *searcher) Size() int                  { return 5 * 8 * len(s.board.total) }
func (s *searcher) DocumentMatchPoolSize() int { return 1 }

func (s *searcher) Count() uint64 {
	matches := slices.DeleteFunc(slices.Clone(s.board.matched), func(m float64) bool { return m == 0 })
	return uint64(len(matches))
}
