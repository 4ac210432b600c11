package search

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"relais/search/analysis"
)

// Index is a Bleve index over documents, in memory. It does not change once
// made and may be asked from several goroutines. Documents have ordinals: their
// ranks by the facets that order them, then by ID. Bleve's own numbers differ from
// run to run and stay inside.
type Index struct {
	inventory
	bleve    bleve.Index
	reader   index.IndexReader
	ordinals []int32         // by Bleve's number
	terms    map[string]mask // all terms, with the fields that have them
	impacts  *impacts
	readers  sync.Pool // of map[string]*reader, to read texts with
	disk     *disk     // of an index that was saved: it has what documents and terms hold, which are nil
}

// inventory is what an index holds besides its postings.
type inventory struct {
	documents []Document // by ordinal
	lengths   []int      // code of the body's length, by ordinal
	facets    []Facet
	columns   []column // by facet
	languages []*analysis.Language
	words     dictionary
	counts    map[string]int   // of the words
	speakers  map[string]int   // documents with words, by language
	totals    [len(fields)]int // words by field
}

// batchSize bounds what Bleve holds of a batch before it becomes a segment;
// larger is slightly faster and takes more memory.
const batchSize = 768

// NewIndex indexes documents, on all cores. It fails when two have one ID, when
// one is in a language that package analysis does not know, when one has a value
// that its facet does not, or when ctx ends.
func NewIndex(ctx context.Context, documents iter.Seq[Document], facets []Facet) (*Index, error) {
	engine, err := bleve.NewUsing("", bleve.NewIndexMapping(), scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("open the index: %w", err)
	}
	ix := &Index{bleve: engine, inventory: inventory{facets: facets}}
	if err := ix.fill(ctx, documents); err != nil {
		_ = engine.Close()
		return nil, err
	}
	return ix, nil
}

func (ix *Index) fill(ctx context.Context, documents iter.Seq[Document]) error {
	languages, err := analysis.Languages()
	if err != nil {
		return err
	}
	writers, err := ix.write(ctx, documents, languages)
	if err != nil {
		return err
	}
	ix.gather(writers, languages)
	if err := ix.checkDocuments(); err != nil {
		return err
	}
	return ix.open()
}

// write shares the documents out between one writer a core.
func (ix *Index) write(ctx context.Context, documents iter.Seq[Document], languages []*analysis.Language) ([]*writer, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	queue := make(chan Document, batchSize)
	writers := make([]*writer, runtime.GOMAXPROCS(0))
	var group sync.WaitGroup
	for i := range writers {
		w := newWriter(ix.bleve, languages, ix.facets)
		writers[i] = w
		group.Go(func() {
			if err := w.run(ctx, queue); err != nil {
				cancel(err)
			}
		})
	}
	feed(ctx, queue, documents)
	close(queue)
	group.Wait()
	return writers, context.Cause(ctx)
}

func feed(ctx context.Context, queue chan<- Document, documents iter.Seq[Document]) {
	for document := range documents {
		select {
		case queue <- document:
		case <-ctx.Done():
			return
		}
	}
}

// gather brings together what the writers learnt.
func (ix *Index) gather(writers []*writer, languages []*analysis.Language) {
	counts := make(map[string]int)
	ix.speakers = make(map[string]int)
	for _, w := range writers {
		ix.documents = append(ix.documents, w.documents...)
		ix.lengths = append(ix.lengths, w.lengths...)
		for f, total := range w.totals {
			ix.totals[f] += total
		}
		for code, vocabulary := range w.vocabularies {
			ix.speakers[code] += w.speakers[code]
			for _, entry := range vocabulary.entries {
				if entry.count > 0 {
					counts[entry.surface] += entry.count
				}
			}
		}
	}
	ix.sortDocuments()
	for _, language := range languages {
		if ix.speakers[language.Code] > 0 {
			ix.languages = append(ix.languages, language)
		}
	}
	ix.counts, ix.words = counts, newDictionary(counts, ix.languages)
	ix.impacts = newImpacts(len(ix.documents), ix.totals)
}

// sortDocuments gives documents their ordinals. Pages of one type and function
// follow each other: the columns of these facets become runs, and the gaps between
// the postings of a subject's words small. A page that moves renumbers those
// between, so a facet that changes with time, a status, must not order.
func (v *inventory) sortDocuments() {
	facets := slices.DeleteFunc(slices.Clone(v.facets), func(f Facet) bool { return !f.Orders })
	values := make([]map[string]int, len(facets))
	for f, facet := range facets {
		values[f] = make(map[string]int, len(facet.Values))
		for i, value := range facet.Values {
			values[f][value.ID] = i
		}
	}
	type keyed struct {
		sets     [][]int // by facet
		document Document
		length   int
	}
	sorted := make([]keyed, len(v.documents))
	for i, d := range v.documents {
		sets := make([][]int, len(facets))
		for f, facet := range facets {
			for _, id := range d.Facets[facet.Name] {
				sets[f] = append(sets[f], values[f][id])
			}
			slices.Sort(sets[f])
		}
		sorted[i] = keyed{sets, d, v.lengths[i]}
	}
	slices.SortFunc(sorted, func(a, b keyed) int {
		return cmp.Or(slices.CompareFunc(a.sets, b.sets, slices.Compare), cmp.Compare(a.document.ID, b.document.ID))
	})
	for i, k := range sorted {
		v.documents[i], v.lengths[i] = k.document, k.length
	}
}

func (v *inventory) checkDocuments() error {
	seen := make(map[string]bool, len(v.documents))
	for _, document := range v.documents {
		if seen[document.ID] {
			return fmt.Errorf("two documents have the id %q", document.ID)
		}
		seen[document.ID] = true
	}
	return nil
}

// open takes a reader on the finished index and learns which document each of
// Bleve's numbers stands for.
func (ix *Index) open() error {
	engine, err := ix.bleve.Advanced()
	if err != nil {
		return err
	}
	if ix.reader, err = engine.Reader(); err != nil {
		return fmt.Errorf("read the index: %w", err)
	}
	if ix.ordinals, err = ordinalsOf(ix.documents, ix.reader); err != nil {
		return err
	}
	if err := ix.openTerms(); err != nil {
		return err
	}
	return ix.openFacets()
}

// ordinalsOf returns the ordinal of each of Bleve's numbers, or -1.
func ordinalsOf(documents []Document, reader index.IndexReader) ([]int32, error) {
	numbers := make([]uint64, len(documents))
	last := uint64(0)
	for i, document := range documents {
		id, err := reader.InternalID(document.ID)
		if err != nil || len(id) != 8 {
			return nil, fmt.Errorf("find %q in the index: %w", document.ID, err)
		}
		numbers[i] = binary.BigEndian.Uint64(id)
		last = max(last, numbers[i])
	}
	ordinals := slices.Repeat([]int32{-1}, int(last)+1)
	for i, number := range numbers {
		ordinals[number] = int32(i)
	}
	return ordinals, nil
}

// Close frees the index. Nothing may be asked of it afterwards.
func (ix *Index) Close() error {
	readerErr := ix.reader.Close()
	if ix.disk != nil {
		readerErr = errors.Join(readerErr, ix.disk.texts.Close())
	}
	if err := ix.bleve.Close(); err != nil {
		return err
	}
	return readerErr
}

// Len returns the number of documents.
func (ix *Index) Len() int {
	if ix.disk != nil {
		return len(ix.disk.places)
	}
	return len(ix.documents)
}

// document returns a document by its ordinal.
func (ix *Index) document(ordinal int) Document {
	if ix.disk != nil {
		return ix.disk.document(ordinal)
	}
	return ix.documents[ordinal]
}

// fieldsOf returns the fields that have a term: none when the index has not.
func (ix *Index) fieldsOf(term string) mask {
	if ix.disk != nil {
		return ix.disk.fieldsOf(term)
	}
	return ix.terms[term]
}

// Facets returns what the index can be filtered by, in the order of display. It
// is read-only.
func (ix *Index) Facets() []Facet { return ix.facets }

// valid returns the document with text that is valid UTF-8 throughout, as
// files that browsers read must be.
func valid(d Document) Document {
	d.Title = strings.ToValidUTF8(d.Title, "\uFFFD")
	d.Summary = strings.ToValidUTF8(d.Summary, "\uFFFD")
	d.Label = strings.ToValidUTF8(d.Label, "\uFFFD")
	for i, keyword := range d.Keywords {
		if fixed := strings.ToValidUTF8(keyword, "\uFFFD"); fixed != keyword {
			d.Keywords = slices.Clone(d.Keywords)
			d.Keywords[i] = fixed
		}
	}
	for i, s := range d.Sections {
		fixed := Section{s.ID, strings.ToValidUTF8(s.Title, "\uFFFD"), strings.ToValidUTF8(s.Text, "\uFFFD")}
		if fixed != s {
			d.Sections = slices.Clone(d.Sections)
			d.Sections[i] = fixed
		}
	}
	return d
}
