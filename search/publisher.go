package search

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"relais/search/analysis"
	"relais/search/pack"
)

// A Publisher makes the files of the search anew after each edit. Once it is
// settled they are those that [Index.Export] would hand over, to the byte, and cost
// what the edit changed: it keeps the postings of each term and the files that they make, and
// takes out of them what a document said before and puts in what it says now. An
// Index cannot do that: Bleve does not change what is indexed, and cannot be
// asked what a document had.
//
// A document that comes, goes or moves renumbers others; then all postings are
// written anew, though none is counted anew. A Publisher cannot be searched, and is
// not safe for concurrent use.
type Publisher struct {
	languages    []*analysis.Language
	vocabularies map[string]*vocabulary    // by language
	counts       map[string]int            // of words, besides those that vocabularies have counted
	speakers     map[string]int            // documents with words, by language
	documents    map[string]*published     // by ID
	numbered     []*published              // by number; nil for those that are gone
	terms        []*publishedTerm          // by text, of the last export
	come         map[string]*publishedTerm // by text: those that came since the last export
	touched      map[*publishedTerm]bool   // since the last export
	totals       [len(fields)]int
	lexicon      *pack.Lexicon // that documents are packed with
	learned      *pack.Lexicon // that an Index made anew would pack with
	sample       [][2]int      // number and last change of each document that the lexicon is counted on
	cache        leafCache
	keep         func(path string) error // says that a file is what it was; nil when no file is
	sealed       []int                   // codes of the lengths of bodies by number, when terms were sealed
}

// published is a document as it was indexed.
type published struct {
	Document
	given    Document // before it was made valid
	number   int      // stays, while ordinals change
	ordinal  int
	length   int // code of the body's length
	packed   any // how it stands in its leaf; nil when that is to be made
	repacked any // the same by the lexicon that was learned
	changed  int // by leafCache.generation
	exported int // the last export that it was in
}

// publishedTerm is a term with its postings, packed, with the number of the
// document in the place of its ordinal.
type publishedTerm struct {
	encodedTerm
	packed []uint64
	sealed bool // whether postings alone say it; numbers were ordinals then
}

// open makes packed say what a term has.
func (p *Publisher) open(t *publishedTerm) {
	if t.sealed {
		t.packed, t.sealed = readPostings(t.postings, t.df, p.sealed), false
	}
}

// gone reports whether no document has the term any longer.
func (t *publishedTerm) gone() bool { return !t.sealed && len(t.packed) == 0 }

// NewPublisher returns a Publisher that knows no document.
func NewPublisher() (*Publisher, error) {
	languages, err := analysis.Languages()
	if err != nil {
		return nil, err
	}
	p := &Publisher{
		languages: languages, vocabularies: map[string]*vocabulary{}, counts: map[string]int{}, speakers: map[string]int{},
		documents: map[string]*published{}, come: map[string]*publishedTerm{}, touched: map[*publishedTerm]bool{},
	}
	for _, language := range languages {
		p.vocabularies[language.Code] = newVocabulary(language)
	}
	return p, nil
}

// Files returns the files of the search over documents, by their paths relative
// to the site's root. Nobody may change them. It fails as NewIndex does; after
// that the Publisher can be asked again.
func (p *Publisher) Files(ctx context.Context, documents iter.Seq[Document], facets []Facet) (map[string][]byte, error) {
	files, mu := map[string][]byte{}, sync.Mutex{}
	e, err := p.prepare(ctx, documents, facets)
	if err != nil {
		return nil, err
	}
	e.put = func(path string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		files[path] = data
		return nil
	}
	return files, e.export()
}

// prepare learns what the documents are now, and returns what writes their files.
func (p *Publisher) prepare(ctx context.Context, documents iter.Seq[Document], facets []Facet) (*exporter, error) {
	p.cache.generation++
	if err := p.take(ctx, documents, facets); err != nil {
		return nil, err
	}
	v, renumbered, err := p.inventory(facets)
	if err != nil {
		return nil, err
	}
	if err := p.encode(renumbered); err != nil {
		return nil, err
	}
	p.relearn(v.documents)
	p.cache.before, p.cache.kept = p.cache.kept, map[string]cachedLeaf{}
	at := func(ordinal int) *published { return p.documents[v.documents[ordinal].ID] }
	return &exporter{
		inventory: v, postings: p.postings(), lexicon: p.lexicon, cache: &p.cache, written: map[string]bool{},
		text:        func(ordinal int) any { return p.leafOf(at(ordinal)) },
		textChanged: func(ordinal int) int { return at(ordinal).changed },
	}, nil
}

// take learns what the documents are now.
func (p *Publisher) take(ctx context.Context, documents iter.Seq[Document], facets []Facet) error {
	known := map[string]map[string]bool{}
	for _, facet := range facets {
		known[facet.Name] = map[string]bool{}
		for _, value := range facet.Values {
			known[facet.Name][value.ID] = true
		}
	}
	for d := range documents {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		if err := p.put(d, known); err != nil {
			return err
		}
	}
	for id, d := range p.documents {
		if d.exported != p.cache.generation {
			p.count(d, -1)
			p.numbered[d.number] = nil
			delete(p.documents, id)
		}
	}
	return nil
}

// put learns what a document is now.
func (p *Publisher) put(d Document, values map[string]map[string]bool) error {
	was := p.documents[d.ID]
	switch {
	case p.vocabularies[d.Lang] == nil:
		return fmt.Errorf("document %q is in language %q, which the search cannot analyse", d.ID, d.Lang)
	case d.ID == "":
		return fmt.Errorf("a document has no id (its title is %q)", d.Title)
	case was != nil && was.exported == p.cache.generation:
		return fmt.Errorf("two documents have the id %q", d.ID)
	}
	for name, ids := range d.Facets {
		for _, id := range ids {
			if !values[name][id] {
				return fmt.Errorf("document %q has the value %q, which facet %q does not", d.ID, id, name)
			}
		}
	}
	if was == nil {
		was = &published{Document: valid(d), number: len(p.numbered), ordinal: -1, changed: p.cache.generation}
		p.numbered = append(p.numbered, was)
		p.documents[d.ID] = was
		p.count(was, 1)
	} else {
		p.replace(was, d)
	}
	was.given, was.exported = d, p.cache.generation
	return nil
}

// replace makes a document what it is now.
func (p *Publisher) replace(was *published, d Document) {
	switch {
	case was.given.sameTexts(d): // as it is mostly
		was.Facets = d.Facets
		return
	case was.given.sameWords(d):
		was.Document = valid(d)
	default:
		p.count(was, -1)
		was.Document = valid(d)
		p.count(was, 1)
	}
	was.packed, was.repacked, was.changed = nil, nil, p.cache.generation
}

// sameWords reports whether two documents are indexed alike.
func (d Document) sameWords(other Document) bool {
	return d.Lang == other.Lang && d.Title == other.Title && d.Summary == other.Summary &&
		slices.Equal(d.Keywords, other.Keywords) &&
		slices.EqualFunc(d.Sections, other.Sections, func(a, b Section) bool { return a.Title == b.Title && a.Text == b.Text })
}

// sameTexts reports whether two documents of one ID are shown alike.
func (d Document) sameTexts(other Document) bool {
	return d.sameWords(other) && d.Label == other.Label && d.Due == other.Due &&
		slices.Equal(d.Marks, other.Marks) && slices.Equal(d.Sections, other.Sections)
}

// count puts the terms of a document into the postings (times is 1), or takes them out (−1).
func (p *Publisher) count(d *published, times int) {
	v := p.vocabularies[d.Lang]
	looked := v.looked
	d.length = lengthCode(0)
	for f := range fields {
		occurrences, length := v.count(f, d.field(f), times)
		if len(occurrences) == 0 {
			continue
		}
		if f == body {
			d.length = lengthCode(length)
		}
		p.totals[f] += times * length
		for _, o := range occurrences {
			posting := packedPosting(uint64(d.number), f, frequencyCode(o.freq), lengthCode(length))
			p.change(p.term(o.term.text), posting, times)
		}
	}
	if v.looked > looked {
		p.speakers[d.Lang] += times
	}
}

func (p *Publisher) term(text string) *publishedTerm {
	if i, found := slices.BinarySearchFunc(p.terms, text, func(t *publishedTerm, text string) int {
		return strings.Compare(t.text, text)
	}); found {
		return p.terms[i]
	}
	t := p.come[text]
	if t == nil {
		t = &publishedTerm{encodedTerm: encodedTerm{text: text}}
		p.come[text] = t
	}
	return t
}

// change adds a posting to a term, or takes it away.
func (p *Publisher) change(t *publishedTerm, posting uint64, times int) {
	p.touched[t] = true
	p.open(t)
	if times > 0 {
		t.packed = append(t.packed, posting)
		return
	}
	if i := slices.Index(t.packed, posting); i >= 0 {
		t.packed = slices.Delete(t.packed, i, i+1)
	}
}

// inventory returns what the index holds besides its postings, and reports
// whether documents have other ordinals than before.
func (p *Publisher) inventory(facets []Facet) (*inventory, bool, error) {
	v := &inventory{facets: facets, totals: p.totals, speakers: p.speakers}
	for _, d := range p.numbered {
		if d != nil {
			v.documents = append(v.documents, d.Document)
			v.lengths = append(v.lengths, d.length)
		}
	}
	v.sortDocuments()
	renumbered := false
	for ordinal, d := range v.documents {
		published := p.documents[d.ID]
		renumbered = renumbered || published.ordinal != ordinal
		published.ordinal = ordinal
	}
	for _, language := range p.languages {
		if p.speakers[language.Code] > 0 {
			v.languages = append(v.languages, language)
		}
	}
	counts := maps.Clone(p.counts)
	for _, vocabulary := range p.vocabularies {
		for _, entry := range vocabulary.entries {
			if counts[entry.surface] += entry.count; counts[entry.surface] == 0 {
				delete(counts, entry.surface)
			}
		}
	}
	v.counts = counts
	v.words = newDictionary(counts, v.languages)
	v.columns = v.facetColumns()
	return v, renumbered, nil
}

// encode writes the postings anew of the terms that were touched, or of all.
func (p *Publisher) encode(all bool) error {
	due := slices.DeleteFunc(slices.Collect(maps.Keys(p.touched)), (*publishedTerm).gone)
	come := slices.DeleteFunc(slices.Collect(maps.Values(p.come)), (*publishedTerm).gone)
	clear(p.touched)
	clear(p.come)
	p.terms = merged(p.terms, come)
	if all {
		due = p.terms
	}
	const chunk = 256
	return each((len(due)+chunk-1)/chunk, func(c int) error {
		for _, t := range due[c*chunk : min((c+1)*chunk, len(due))] {
			p.encodeTerm(t)
		}
		return nil
	})
}

// merged returns terms with those that come, sorted, and without those that have no posting left.
func merged(terms, come []*publishedTerm) []*publishedTerm {
	slices.SortFunc(come, func(a, b *publishedTerm) int { return strings.Compare(a.text, b.text) })
	all := make([]*publishedTerm, 0, len(terms)+len(come))
	for _, t := range terms {
		if t.gone() {
			continue
		}
		for len(come) > 0 && come[0].text < t.text {
			all, come = append(all, come[0]), come[1:]
		}
		all = append(all, t)
	}
	return append(all, come...)
}

func (p *Publisher) encodeTerm(t *publishedTerm) {
	p.open(t)
	sorted := make([]uint64, len(t.packed))
	for i, packed := range t.packed {
		sorted[i] = uint64(p.numbered[packed>>32].ordinal)<<32 | packed&(1<<32-1)
	}
	slices.Sort(sorted)
	postings := make([]posting, len(sorted))
	for i, packed := range sorted {
		postings[i] = unpackedPosting(packed)
	}
	encoded, df := appendPostings(nil, postings)
	if t.changed == 0 || df != t.df || string(encoded) != string(t.postings) {
		t.postings, t.df, t.changed = encoded, df, p.cache.generation
	}
}

func (p *Publisher) postings() []*encodedTerm {
	postings := make([]*encodedTerm, len(p.terms))
	for i, t := range p.terms {
		postings[i] = &t.encodedTerm
	}
	return postings
}

// relearn makes the lexicon anew when what it is counted on has changed. Another
// one packs every document otherwise, which takes long: until Settle has done
// that, the one before goes on serving.
func (p *Publisher) relearn(documents []Document) {
	sample := p.sampleOf(documents)
	many := len(documents) >= minPacked
	if slices.Equal(sample, p.sample) && many == (p.learned != nil) {
		return
	}
	p.sample = sample
	learned := lexiconOf(documents)
	few := learned == nil && p.learned == nil
	if few || learned != nil && p.learned != nil && learned.File().Equal(p.learned.File()) {
		return
	}
	p.learned = learned
	for _, d := range p.documents {
		d.repacked = nil
	}
	if !many || p.lexicon == nil {
		p.adopt()
	}
}

// sampleOf returns the number and the last change of each document that the lexicon
// is counted on.
func (p *Publisher) sampleOf(documents []Document) (sample [][2]int) {
	for _, d := range documents {
		if inSample(d.ID, len(documents)) {
			published := p.documents[d.ID]
			sample = append(sample, [2]int{published.number, published.changed})
		}
	}
	return sample
}

// adopt packs with the lexicon that was learned.
func (p *Publisher) adopt() {
	p.lexicon = p.learned
	for _, d := range p.documents {
		d.packed, d.repacked, d.changed = d.repacked, nil, p.cache.generation
	}
	p.sample = nil // the changes that it tells are not of the texts
}

// Settled reports whether the files are those of an Index made anew, and not only
// as good.
func (p *Publisher) Settled() bool { return p.lexicon == p.learned }

// Settle packs the documents as an Index made anew would, until somebody
// interrupts. After that, Files returns the same files as an Index.
func (p *Publisher) Settle(interrupted func() bool) {
	var due []*published
	for _, d := range p.numbered {
		if d != nil && d.repacked == nil {
			due = append(due, d)
		}
	}
	const chunk = 64
	for part := range slices.Chunk(due, chunk) {
		if interrupted() {
			return
		}
		_ = each(len(part), func(i int) error {
			part[i].repacked = part[i].leaf(p.learned)
			return nil
		})
	}
	p.cache.generation++
	p.adopt()
}

// leafOf returns how a document stands in its leaf.
func (p *Publisher) leafOf(d *published) any {
	if d.packed == nil {
		d.packed = d.leaf(p.lexicon)
	}
	return d.packed
}
