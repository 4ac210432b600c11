package search

import (
	"context"
	"fmt"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"relais/search/analysis"
)

// writer analyses documents and hands them to Bleve in batches. Each has its
// own vocabulary, so that writers share nothing.
type writer struct {
	engine       bleve.Index
	vocabularies map[string]*vocabulary     // by language
	facets       map[string]map[string]bool // name, id of a value
	documents    []Document
	lengths      []int // codes of the lengths of their bodies
	totals       [len(fields)]int
	speakers     map[string]int // documents with words, by language
}

func newWriter(engine bleve.Index, languages []*analysis.Language, facets []Facet) *writer {
	w := &writer{engine: engine, vocabularies: make(map[string]*vocabulary), facets: make(map[string]map[string]bool), speakers: make(map[string]int)}
	for _, facet := range facets {
		w.facets[facet.Name] = make(map[string]bool)
		for _, value := range facet.Values {
			w.facets[facet.Name][value.ID] = true
		}
	}
	for _, language := range languages {
		w.vocabularies[language.Code] = newVocabulary(language)
	}
	return w
}

func (w *writer) run(ctx context.Context, queue <-chan Document) error {
	batch := w.engine.NewBatch()
	for d := range queue {
		if ctx.Err() != nil {
			return nil // the cause is the caller's, or another writer's
		}
		d = valid(d)
		analysed, err := w.analyse(d)
		if err != nil {
			return err
		}
		w.documents = append(w.documents, d)
		if err := batch.IndexAdvanced(analysed); err != nil {
			return fmt.Errorf("index %q: %w", d.ID, err)
		}
		if batch.Size() >= batchSize {
			if err := w.engine.Batch(batch); err != nil {
				return fmt.Errorf("index a batch: %w", err)
			}
			batch = w.engine.NewBatch()
		}
	}
	if batch.Size() == 0 {
		return nil
	}
	if err := w.engine.Batch(batch); err != nil {
		return fmt.Errorf("index a batch: %w", err)
	}
	return nil
}

// analyse makes Bleve's document of ours.
func (w *writer) analyse(d Document) (*document.Document, error) {
	vocabulary, ok := w.vocabularies[d.Lang]
	if !ok {
		return nil, fmt.Errorf("document %q is in language %q, which the search cannot analyse", d.ID, d.Lang)
	}
	if d.ID == "" {
		return nil, fmt.Errorf("a document has no id (its title is %q)", d.Title)
	}
	doc := document.NewDocument(d.ID)
	bodyLength, looked := 0, vocabulary.looked
	for f := range fields {
		terms := vocabulary.analyse(f, d.field(f))
		if len(terms.frequencies) == 0 {
			continue
		}
		w.totals[f] += terms.length
		doc.AddField(terms)
		if f == body {
			bodyLength = terms.length
		}
	}
	w.lengths = append(w.lengths, lengthCode(bodyLength))
	if vocabulary.looked > looked {
		w.speakers[d.Lang]++
	}
	for name, values := range d.Facets {
		for _, value := range values {
			if !w.facets[name][value] {
				return nil, fmt.Errorf("document %q has the value %q, which facet %q does not", d.ID, value, name)
			}
			doc.AddField(document.NewTextFieldCustom(facetField(name), nil, []byte(value), index.IndexField, nil))
		}
	}
	return doc, nil
}

// field returns the texts that are indexed in a field.
func (d Document) field(f int) []string {
	switch f {
	case title:
		return []string{d.Title}
	case keywords:
		return d.Keywords
	}
	var texts []string
	for _, section := range d.Sections {
		if f == headings {
			texts = append(texts, section.Title)
		} else {
			texts = append(texts, section.Text)
		}
	}
	if f == body {
		texts = append(texts, d.Summary)
	}
	return texts
}

// facetField is the name of Bleve's keyword field for a facet.
func facetField(name string) string { return "facet." + name }
