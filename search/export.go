package search

import (
	"errors"
	"maps"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"golang.org/x/sync/errgroup"

	"relais/search/analysis"
	"relais/search/front"
	"relais/search/pack"
)

// Export hands over all files that the client needs, with paths relative to
// the site's root ("search/manifest.js"). It calls put from several goroutines
// and keeps nothing of what it hands over. The same documents give the same
// files, whatever the order they came in.
func (ix *Index) Export(put func(path string, data []byte) error) error {
	e, err := ix.exporter(put)
	if err != nil {
		return err
	}
	return e.export()
}

func (ix *Index) exporter(put func(path string, data []byte) error) (*exporter, error) {
	if ix.disk != nil {
		return nil, errors.New("export the index: it was opened from disk, to be asked only")
	}
	terms, err := ix.encodedTerms()
	if err != nil {
		return nil, err
	}
	lexicon := lexiconOf(ix.documents)
	return &exporter{
		inventory: &ix.inventory, postings: terms, lexicon: lexicon, put: put, written: make(map[string]bool),
		text: func(ordinal int) any { return ix.documents[ordinal].leaf(lexicon) },
	}, nil
}

type exporter struct {
	*inventory
	postings []*encodedTerm // by text
	lexicon  *pack.Lexicon  // nil when texts stand as they are
	text     func(ordinal int) any
	// textChanged says when a document last changed, by leafCache.generation.
	textChanged func(ordinal int) int
	cache       *leafCache // nil when nothing is known of earlier files
	put         func(path string, data []byte) error
	keep        func(path string) error // for what leaves without data say

	mu      sync.Mutex
	written map[string]bool
}

// manifest is the file with the stable name; all else hangs on it.
type manifest struct {
	Format    int              `json:"format"`
	Documents int              `json:"documents"`
	Totals    [len(fields)]int `json:"totals"`  // words by field
	Lengths   string           `json:"lengths"` // file with the lengths of bodies
	Lexicon   string           `json:"lexicon"` // file that documents are unpacked with; "" when they stand as they are
	Languages []string         `json:"languages"`
	Folds     string           `json:"folds"`
	Facets    []facetRow       `json:"facets"`
	Terms     tree             `json:"terms"`
	Words     tree             `json:"words"`
	Texts     tree             `json:"texts"`
}

type facetRow struct {
	Name   string   `json:"name"`
	Label  string   `json:"label"`
	Also   []string `json:"also"`
	File   string   `json:"file"`
	Weighs bool     `json:"weighs"` // the ranking needs it
	// In is the label in other languages, by code.
	In map[string]string `json:"in,omitempty"`
}

func (e *exporter) export() error {
	m := manifest{
		Format: formatVersion, Documents: len(e.documents), Totals: e.totals,
		Languages: []string{}, Folds: analysis.Folds, Facets: []facetRow{},
	}
	for _, language := range e.inventory.languages {
		m.Languages = append(m.Languages, language.Source)
	}
	var lengths []byte
	for _, code := range e.inventory.lengths {
		lengths = appendNumber(lengths, code)
	}
	var err error
	if m.Lengths, err = e.write(string(lengths)); err != nil {
		return err
	}
	if m.Terms, err = e.termTree(); err != nil {
		return err
	}
	e.postings = nil // written: the texts need the memory
	if m.Words, err = e.wordTree(); err != nil {
		return err
	}
	if e.lexicon != nil {
		if m.Lexicon, err = e.write(e.lexicon.File()); err != nil {
			return err
		}
	}
	if m.Texts, err = e.textTree(); err != nil {
		return err
	}
	if m.Facets, err = e.facetRows(); err != nil {
		return err
	}
	encoded, err := encode(m)
	if err != nil {
		return err
	}
	return e.put(path("manifest"), put(encoded))
}

// write hands a value over as a file and returns its name.
func (e *exporter) write(value any) (string, error) {
	name, data, err := script(value)
	if err != nil {
		return "", err
	}
	return name, e.hand(name, data)
}

// hand hands a file over, unless the same was.
func (e *exporter) hand(name string, data []byte) error {
	e.mu.Lock()
	again := e.written[name]
	e.written[name] = true
	e.mu.Unlock()
	switch {
	case again:
		return nil
	case data == nil:
		return e.keep(path(name))
	}
	return e.put(path(name), data)
}

// each runs do for 0 ≤ i < n on all cores.
func each(n int, do func(i int) error) error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		group.Go(func() error { return do(i) })
	}
	return group.Wait()
}

// encodedTerm is a term with its postings, ready for its leaf.
type encodedTerm struct {
	text     string
	df       int
	postings []byte
	changed  int // by leafCache.generation
}

// encodedTerms walks Bleve's dictionaries.
func (ix *Index) encodedTerms() ([]*encodedTerm, error) {
	texts := slices.Sorted(maps.Keys(ix.terms))
	encoded := make([]*encodedTerm, len(texts))
	const chunk = 256
	err := each((len(texts)+chunk-1)/chunk, func(c int) error {
		reader := postingReader{ix: ix}
		for i := c * chunk; i < min((c+1)*chunk, len(texts)); i++ {
			if err := reader.read(texts[i]); err != nil {
				return err
			}
			t := &encodedTerm{text: texts[i]}
			t.postings, t.df = appendPostings(nil, reader.postings)
			encoded[i] = t
		}
		return nil
	})
	return encoded, err
}

// termTree writes the tree of terms.
func (e *exporter) termTree() (tree, error) {
	terms := e.postings
	groups := cuts(len(terms), maxLeaf,
		func(i int) int { return len(terms[i].text) + len(terms[i].postings) + 4 },
		func(i int) string { return terms[i].text })
	changed := func(i int) int { return terms[i].changed }
	return e.keyed("terms", groups, func(i int) string { return terms[i].text }, changed, func(s span) string {
		var leaf []byte
		previous := ""
		for _, t := range terms[s.from:s.to] {
			shared, suffix := front.Shared(previous, t.text)
			leaf = appendNumber(leaf, shared)
			leaf = appendNumber(leaf, units(suffix))
			leaf = append(leaf, suffix...)
			leaf = appendNumber(leaf, t.df)
			leaf = appendNumber(leaf, len(t.postings))
			leaf = append(leaf, t.postings...)
			previous = t.text
		}
		return string(leaf)
	})
}

// wordTree writes the tree of words.
func (e *exporter) wordTree() (tree, error) {
	d := e.words
	groups := cuts(len(d.words), maxLeaf,
		func(i int) int { return len(d.words[i]) + 2 },
		func(i int) string { return d.words[i] })
	return e.keyed("words", groups, func(i int) string { return d.words[i] }, nil, func(s span) string {
		var leaf []byte
		previous := ""
		for i := s.from; i < s.to; i++ {
			shared, suffix := front.Shared(previous, d.words[i])
			leaf = appendNumber(leaf, shared)
			leaf = append(leaf, suffix...)
			leaf = append(leaf, 'A'+byte(d.codes[i]))
			previous = d.words[i]
		}
		return string(leaf)
	})
}

// keyed writes leaves of sorted keys and the tree above them. A leaf's label is
// the shortest text that tells it from the leaf before.
func (e *exporter) keyed(kind string, groups []span, key func(int) string, changed func(int) int, leaf func(span) string) (tree, error) {
	nodes := make([]node, len(groups))
	err := each(len(groups), func(i int) error {
		s := groups[i]
		nodes[i] = node{key: key(s.from)}
		if s.from > 0 {
			nodes[i].label = front.Separator(key(s.from-1), key(s.from))
		}
		var err error
		nodes[i].name, err = e.leaf(kind, s, key, changed, func() any { return leaf(s) })
		return err
	})
	if err != nil {
		return tree{}, err
	}
	return e.grow(nodes, maxNode, func(children []node) string { return children[0].label })
}

// textTree writes the tree of documents, which is found by counting: a document
// that is added renames the nodes above it, and no other document.
func (e *exporter) textTree() (tree, error) {
	documents := e.documents
	key := func(i int) string { return documents[i].ID }
	groups := cuts(len(documents), maxDocuments, func(i int) int { return documents[i].size() }, key)
	nodes := make([]node, len(groups))
	err := each(len(groups), func(i int) error {
		s := groups[i]
		name, err := e.leaf("texts", s, key, e.textChanged, func() any {
			leaf := make([]any, 0, s.to-s.from)
			for ordinal := s.from; ordinal < s.to; ordinal++ {
				leaf = append(leaf, e.text(ordinal))
			}
			return leaf
		})
		nodes[i] = node{key: key(s.from), label: strconv.Itoa(s.to - s.from), name: name}
		return err
	})
	if err != nil {
		return tree{}, err
	}
	return e.grow(nodes, maxDocumentsNode, func(children []node) string {
		sum := 0
		for _, child := range children {
			n, _ := strconv.Atoi(child.label) // we wrote it
			sum += n
		}
		return strconv.Itoa(sum)
	})
}

// leaf returns how a document stands in its leaf: packed, when there is a lexicon.
func (d Document) leaf(l *pack.Lexicon) any {
	if l == nil {
		return d.texts()
	}
	return l.Pack(d.texts())
}

func (d Document) size() int {
	n := len(d.ID) + len(d.Title) + len(d.Summary) + 40
	for _, keyword := range d.Keywords {
		n += len(keyword) + 3
	}
	for _, s := range d.Sections {
		n += len(s.ID) + len(s.Title) + len(s.Text) + 10
	}
	return n
}

// facetRows writes one file a facet.
func (e *exporter) facetRows() ([]facetRow, error) {
	rows := make([]facetRow, len(e.facets))
	err := each(len(rows), func(i int) error {
		facet, c := e.facets[i], e.columns[i]
		file := struct {
			Values []any   `json:"values"`
			Sets   [][]int `json:"sets"`
			Of     string  `json:"of"`
		}{Values: []any{}, Sets: [][]int{}}
		for _, v := range facet.Values {
			row := []any{v.ID, v.Label, append([]string{}, v.Also...), v.weight()}
			if v.In != nil {
				row = append(row, v.In)
			}
			file.Values = append(file.Values, row)
		}
		for _, set := range c.sets {
			file.Sets = append(file.Sets, append([]int{}, set...))
		}
		var of []byte
		for _, set := range c.of {
			of = appendNumber(of, set)
		}
		file.Of = string(of)
		name, err := e.write(file)
		rows[i] = facetRow{facet.Name, facet.Label, append([]string{}, facet.Also...), name, facet.weighs(), facet.In}
		return err
	})
	return rows, err
}
