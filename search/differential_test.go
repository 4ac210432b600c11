package search

import (
	"context"
	"encoding/json"
	"flag"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"relais/search/twin"
)

var queriesFlag = flag.Int("queries", 300, "how many generated queries the differential test asks of each collection")

// shippedClient is the one that Client embeds.
const shippedClient twin.Client = "client"

// TestClientAnswersAsBleve asks the index over Bleve and the client in node the
// same queries, over the invented handbook and over synthetic documents: whole
// answers agree, scores to the last bit. Package builder does the same over
// real handbooks.
func TestClientAnswersAsBleve(t *testing.T) {
	handbook, facets := readHandbook(t)
	t.Run("handbook", func(t *testing.T) {
		compare(t, handbook, facets, append(readQueries(t), generateQueries(handbook, *queriesFlag)...))
	})
	t.Run("synthetic", func(t *testing.T) {
		documents := slices.Collect(newCorpus(inventedWords(3000)).documents(500, 120))
		compare(t, documents, syntheticFacets(), generateQueries(documents, *queriesFlag))
	})
	t.Run("packed", func(t *testing.T) {
		documents := slices.Collect(newCorpus(inventedWords(3000)).documents(minPacked, 30))
		compare(t, documents, syntheticFacets(), generateQueries(documents, *queriesFlag))
	})
	t.Run("nothing", func(t *testing.T) {
		compare(t, nil, nil, readQueries(t))
	})
	if *campaign {
		t.Run("10,000 pages", func(t *testing.T) {
			documents := slices.Collect(newCorpus(realWords(t)).documents(10_000, 600))
			compare(t, documents, syntheticFacets(), generateQueries(documents, *queriesFlag))
		})
	}
}

// compare fails for each query to which the two sides answer differently.
func compare(t *testing.T, documents []Document, facets []Facet, queries []twin.Query) {
	t.Helper()
	ix := newTestIndex(t, slices.Values(documents), facets)
	hits := 0
	var mu sync.Mutex
	differences, err := shippedClient.Check(t.Context(), exportTo(t, ix), queries, func(q twin.Query) (any, error) {
		results, err := ix.Search(t.Context(), fromTwin(q))
		mu.Lock()
		defer mu.Unlock()
		hits += len(results.Hits)
		return results, err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, difference := range differences {
		t.Error(difference)
	}
	t.Logf("%d queries, %d hits, %d documents; by kind: %v", len(queries), hits, len(documents), twin.Counts(queries))
}

func fromTwin(q twin.Query) Query {
	return Query{Text: q.Text, Filters: q.Filters, Facets: q.Facets, Limit: q.Limit}
}

func newTestIndex(tb testing.TB, documents iter.Seq[Document], facets []Facet) *Index {
	tb.Helper()
	ix, err := NewIndex(context.Background(), documents, facets)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := ix.Close(); err != nil {
			tb.Error(err)
		}
	})
	return ix
}

// exportTo writes the export to a folder.
func exportTo(tb testing.TB, ix *Index) string {
	tb.Helper()
	folder := tb.TempDir()
	err := ix.Export(func(path string, data []byte) error {
		file := filepath.Join(folder, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		return os.WriteFile(file, data, 0o644)
	})
	if err != nil {
		tb.Fatal(err)
	}
	return folder
}

func marshal(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// generateQueries makes queries of the words and facets of documents.
func generateQueries(documents []Document, n int) []twin.Query {
	source := twin.Source{}
	for i, f := range syntheticFacets() {
		facet := twin.Facet{Name: f.Name}
		for _, v := range f.Values {
			facet.IDs = append(facet.IDs, v.ID)
			facet.Spoken = append(facet.Spoken, f.Name+":"+v.ID, f.Label+`:"`+v.Label+`"`, []string{"kind:", "fonction:"}[i]+v.ID)
		}
		source.Facets = append(source.Facets, facet)
	}
	for _, d := range documents {
		source.Texts = append(source.Texts, d.Title, d.Summary)
		source.Texts = append(source.Texts, d.Keywords...)
		for _, s := range d.Sections {
			source.Texts = append(source.Texts, s.Title, s.Text)
		}
	}
	return source.Queries(n, 5)
}

// readHandbook reads testdata/handbook.json, an invented handbook in French and English.
func readHandbook(tb testing.TB) ([]Document, []Facet) {
	tb.Helper()
	text, err := os.ReadFile("testdata/handbook.json")
	if err != nil {
		tb.Fatal(err)
	}
	var handbook struct {
		Documents []Document
		Facets    []Facet
	}
	if err := json.Unmarshal(text, &handbook); err != nil {
		tb.Fatal(err)
	}
	return handbook.Documents, handbook.Facets
}

// readQueries reads testdata/queries.txt, a query a line.
func readQueries(tb testing.TB) []twin.Query {
	tb.Helper()
	text, err := os.ReadFile("testdata/queries.txt")
	if err != nil {
		tb.Fatal(err)
	}
	var queries []twin.Query
	for line := range strings.Lines(string(text)) {
		queries = append(queries, twin.Query{Kind: "written", Text: strings.TrimSuffix(line, "\n")})
	}
	return queries
}
