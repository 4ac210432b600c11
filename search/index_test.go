package search

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/blevesearch/bleve/v2"
	bleveanalysis "github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	blevesearch "github.com/blevesearch/bleve/v2/search"
	index "github.com/blevesearch/bleve_index_api"
	"pgregory.net/rapid"

	"relais/search/analysis"
)

// TestBleveRanksByOurFormula runs our query through Bleve's own search.
func TestBleveRanksByOurFormula(t *testing.T) {
	documents := slices.Collect(newCorpus(inventedWords(500)).documents(200, 80))
	ix := newTestIndex(t, slices.Values(documents), syntheticFacets())
	for _, generated := range generateQueries(documents, 100) {
		q := Query{Text: generated.Text, Limit: 200}
		ours, err := ix.Search(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		request := ix.understand(q)
		if request.isEmpty() || len(request.filters) > 0 || len(request.phrases) > 0 {
			continue
		}
		theirs, err := ix.bleve.Search(bleve.NewSearchRequestOptions(ranking{ix, request}, 200, 0, false))
		if err != nil {
			t.Fatal(err)
		}
		ordinal := func(id string) int {
			return slices.IndexFunc(ix.documents, func(d Document) bool { return d.ID == id })
		}
		slices.SortFunc(theirs.Hits, func(a, b *blevesearch.DocumentMatch) int {
			return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(ordinal(a.ID), ordinal(b.ID)))
		})
		if len(theirs.Hits) != len(ours.Hits) {
			t.Fatalf("%q: Bleve finds %d, we %d", q.Text, len(theirs.Hits), len(ours.Hits))
		}
		for i, hit := range theirs.Hits {
			if hit.ID != ours.Hits[i].ID || hit.Score != ours.Hits[i].Score {
				t.Fatalf("%q: hit %d is %s %g in Bleve, %s %g here", q.Text, i, hit.ID, hit.Score, ours.Hits[i].ID, ours.Hits[i].Score)
			}
		}
	}
}

// TestBleveWouldAnalyseAsWeDo hands texts to Bleve's own analysis of a field and
// compares the terms and frequencies with those that we hand to it ready-made.
func TestBleveWouldAnalyseAsWeDo(t *testing.T) {
	french, err := analysis.Load("fr")
	if err != nil {
		t.Fatal(err)
	}
	vocabulary := newVocabulary(french)
	for d := range newCorpus(inventedWords(500)).documents(50, 80) {
		for _, s := range d.Sections {
			theirs := document.NewTextFieldCustom("body", nil, []byte(s.Text), index.IndexField, bleveAnalyzer{french})
			theirs.Analyze()
			ours := vocabulary.analyse(body, []string{s.Text})
			if got, want := frequencies(ours.AnalyzedTokenFrequencies()), frequencies(theirs.AnalyzedTokenFrequencies()); !maps.Equal(got, want) {
				t.Fatalf("%q: %v, Bleve %v", s.Text, got, want)
			}
			if ours.AnalyzedLength() != theirs.AnalyzedLength() {
				t.Fatalf("%q: length %d, Bleve %d", s.Text, ours.AnalyzedLength(), theirs.AnalyzedLength())
			}
		}
	}
}

// bleveAnalyzer is a language as an analyzer of Bleve's.
type bleveAnalyzer struct{ language *analysis.Language }

func (a bleveAnalyzer) Analyze(text []byte) bleveanalysis.TokenStream {
	var stream bleveanalysis.TokenStream
	for i, token := range a.language.Tokens(string(text)) {
		if !token.Stop {
			stream = append(stream, &bleveanalysis.Token{
				Start: token.Start, End: token.End, Term: []byte(token.Stem), Position: i + 1,
			})
		}
	}
	return stream
}

func frequencies(terms index.TokenFrequencies) map[string]int {
	counts := make(map[string]int)
	for term, freq := range terms {
		counts[term] = freq.Frequency()
	}
	return counts
}

// files collects an export.
func files(t *testing.T, ix *Index) map[string][]byte {
	t.Helper()
	var mu sync.Mutex
	written := make(map[string][]byte)
	err := ix.Export(func(path string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		if _, ok := written[path]; ok {
			return fmt.Errorf("%s is written twice", path)
		}
		written[path] = data
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return written
}

func TestTheSameDocumentsGiveTheSameFilesInAnyOrder(t *testing.T) {
	documents := slices.Collect(newCorpus(inventedWords(2000)).documents(700, 100))
	first := files(t, newTestIndex(t, slices.Values(documents), syntheticFacets()))
	slices.Reverse(documents)
	second := files(t, newTestIndex(t, slices.Values(documents), syntheticFacets()))
	if !maps.EqualFunc(first, second, bytes.Equal) {
		t.Error("two exports of the same documents differ")
	}
}

func TestAnEditRewritesOnlyTheFilesItTouches(t *testing.T) {
	documents := slices.Collect(newCorpus(realWords(t)).documents(2000, 300))
	before := files(t, newTestIndex(t, slices.Values(documents), syntheticFacets()))
	edited := &documents[1234].Sections[0]
	edited.Text += " Une reformulation de plus."
	after := files(t, newTestIndex(t, slices.Values(documents), syntheticFacets()))
	fresh := 0
	for path, data := range after {
		if !bytes.Equal(before[path], data) {
			fresh++
		}
	}
	t.Logf("%d of %d files changed", fresh, len(after))
	// The manifest, the page's text and the two nodes above it, and for each of
	// the two terms that changed a leaf and a node, in terms and in words.
	if fresh < 3 || fresh > 12 {
		t.Errorf("an edit of one page changed %d of %d files", fresh, len(after))
	}
}

func TestNoLeafIsLargerThanItMayBe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(1, 50), 0, 200).Draw(t, "sizes")
		limit := rapid.IntRange(1, 100).Draw(t, "limit")
		next := 0
		for _, s := range cuts(len(sizes), limit, func(i int) int { return sizes[i] }, func(i int) string { return fmt.Sprint(i) }) {
			if s.from != next || s.to <= s.from {
				t.Fatalf("span %v after %d", s, next)
			}
			next = s.to
			sum := 0
			for _, size := range sizes[s.from:s.to] {
				sum += size
			}
			if sum > limit && s.to-s.from > 1 {
				t.Fatalf("span %v has %d, more than %d", s, sum, limit)
			}
		}
		if next != len(sizes) {
			t.Fatalf("%d of %d items", next, len(sizes))
		}
	})
}

func TestNumbersSortIntoFewCharacters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 1<<40).Draw(t, "n")
		text := appendNumber(nil, n)
		back := 0
		for i, c := range text {
			if c < '#' || c > '~' || c == '\\' {
				t.Fatalf("%d is written %q", n, text)
			}
			d := int(c) - '#'
			if c > '\\' {
				d--
			}
			if last := i == len(text)-1; last {
				back = back*lastDigit + d
			} else {
				back = back*carry + d - lastDigit + 1
			}
		}
		if back != n {
			t.Fatalf("%d is written %q, which is %d", n, text, back)
		}
	})
}

func TestALengthIsAtMostAQuarterOff(t *testing.T) {
	for length := 1; length < 1<<15; length++ {
		got := lengthOf(lengthCode(length))
		if off := got/float64(length) - 1; off > 0.25 || off < -0.25 {
			t.Fatalf("length %d is kept as %g", length, got)
		}
		if lengthOfNorm(float64(float32(1/math.Sqrt(float64(length))))) != length {
			t.Fatalf("Bleve's norm loses length %d", length)
		}
	}
	for tf := 1; tf <= 3; tf++ {
		if got := frequencyOf(frequencyCode(tf)); got != float64(tf) {
			t.Errorf("frequency %d is kept as %g", tf, got)
		}
	}
	if code := lengthCode(1 << 40); code != maxLengthCode {
		t.Errorf("an endless text has code %d", code)
	}
}

func TestDocumentsThatCannotBeIndexedAreErrors(t *testing.T) {
	facets := []Facet{{Name: "type", Values: []FacetValue{{ID: "sheet"}}}}
	for want, documents := range map[string][]Document{
		`two documents have the id "a"`:         {{ID: "a", Lang: "fr"}, {ID: "a", Lang: "fr"}},
		`is in language "tlh"`:                  {{ID: "a", Lang: "tlh"}},
		`has no id`:                             {{Title: "Sans adresse", Lang: "fr"}},
		`has the value "x", which facet "type"`: {{ID: "a", Lang: "fr", Facets: map[string][]string{"type": {"x"}}}},
	} {
		_, err := NewIndex(context.Background(), slices.Values(documents), facets)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestACancelledIndexIsAnError(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	endless := func(yield func(Document) bool) {
		for i := 0; yield(Document{ID: fmt.Sprint(i), Title: "Encore", Lang: "fr"}); i++ {
			if i == 100 {
				cancel()
			}
		}
	}
	if _, err := NewIndex(ctx, endless, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
}

func TestAFailingDestinationEndsTheExport(t *testing.T) {
	ix := newTestIndex(t, newCorpus(inventedWords(500)).documents(50, 50), syntheticFacets())
	full := errors.New("disk full")
	if err := ix.Export(func(string, []byte) error { return full }); !errors.Is(err, full) {
		t.Errorf("%v, want %v", err, full)
	}
}

// TestWhatPeopleTypeIsFound asks the invented handbook what its readers would.
func TestWhatPeopleTypeIsFound(t *testing.T) {
	documents, facets := readHandbook(t)
	ix := newTestIndex(t, slices.Values(documents), facets)
	for _, want := range []struct{ text, id, section, marked string }{
		{"insulte", "fiches/face-a-une-insulte.html", "", "insulte"},
		{"réfugier derrière le règlement", "fiches/face-a-une-insulte.html", "", "réfugie"},
		{"passage de relais", "seances/2024-03-relais.html", "", "passages"},
		{"reformultion", "notions/reformulation.html", "", ""},
		{"EVALUATION", "fiches/preparer-une-evaluation.html", "", "L’évaluation"},
		{"coeur", "fiches/preparer-une-evaluation.html", "oser-dire", "cœur"},
		{"aujourdhui", "fiches/preparer-une-evaluation.html", "", "aujourd’hui"},
		{"l'equipe", "seances/2024-03-relais.html", "", "l’équipe"},
		{"il m'a traitée de", "fiches/face-a-une-insulte.html", "", ""},
		{"DESC", "fiches/preparer-une-evaluation.html", "oser-dire", "DESC"},
		{"planned meetings", "pages/handover.html", "meetings", "meetings"},
		{"insu", "fiches/face-a-une-insulte.html", "", "insulte"},
		{"relais -insulte", "seances/2024-03-relais.html", "", "relais"},
		{"type:notion reformuler", "notions/reformulation.html", "", ""},
		{"fonction:management cœur", "fiches/preparer-une-evaluation.html", "oser-dire", "cœur"},
	} {
		results, err := ix.Search(context.Background(), Query{Text: want.text})
		if err != nil {
			t.Fatal(err)
		}
		if len(results.Hits) == 0 {
			t.Errorf("%q finds nothing", want.text)
			continue
		}
		hit := results.Hits[0]
		if hit.ID != want.id || hit.Section.ID != want.section {
			t.Errorf("%q finds %s#%s, not %s#%s", want.text, hit.ID, hit.Section.ID, want.id, want.section)
		}
		if want.marked != "" && !slices.Contains(marked(hit.Excerpt), want.marked) {
			t.Errorf("%q marks %q in %q, not %q", want.text, marked(hit.Excerpt), hit.Excerpt.Text, want.marked)
		}
	}
}

func marked(e Excerpt) []string {
	var words []string
	for _, mark := range e.Marks {
		words = append(words, e.Text[mark[0]:mark[1]])
	}
	return words
}

// TestCountsSayWhatChoosingAlsoWouldGive compares each count with the search
// that has that value chosen as well.
func TestCountsSayWhatChoosingAlsoWouldGive(t *testing.T) {
	documents := slices.Collect(newCorpus(inventedWords(300)).documents(200, 60))
	ix := newTestIndex(t, slices.Values(documents), syntheticFacets())
	filters := map[string][]string{"type": {"sheet"}, "function": {"accueil", "soin"}}
	text := strings.Fields(documents[0].Title)[0] + " "
	results, err := ix.Search(context.Background(), Query{Text: text, Filters: filters})
	if err != nil {
		t.Fatal(err)
	}
	for _, facet := range results.Facets {
		for _, value := range facet.Values {
			alone := maps.Clone(filters)
			alone[facet.Name] = []string{value.ID}
			narrowed, err := ix.Search(context.Background(), Query{Text: text, Filters: alone})
			if err != nil {
				t.Fatal(err)
			}
			if narrowed.Total != value.Count {
				t.Errorf("%s %s says %d and gives %d", facet.Name, value.ID, value.Count, narrowed.Total)
			}
			if want := slices.Contains(filters[facet.Name], value.ID); value.Selected != want {
				t.Errorf("%s %s: selected is %t", facet.Name, value.ID, value.Selected)
			}
		}
	}
}

func TestAnExcerptIsShortAndOnOneLine(t *testing.T) {
	documents := slices.Collect(newCorpus(inventedWords(300)).documents(100, 200))
	ix := newTestIndex(t, slices.Values(documents), syntheticFacets())
	for _, q := range generateQueries(documents, 100) {
		results, err := ix.Search(context.Background(), fromTwin(q))
		if err != nil {
			t.Fatal(err)
		}
		for _, hit := range results.Hits {
			if n := units(hit.Excerpt.Text); n > 200 || strings.ContainsAny(hit.Excerpt.Text, "\n\r\t") {
				t.Errorf("%q: an excerpt of %d characters: %q", q.Text, n, hit.Excerpt.Text)
			}
		}
	}
}
